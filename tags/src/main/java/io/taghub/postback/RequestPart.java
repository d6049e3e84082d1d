package io.taghub.postback;

/** Where in a request a text stands; decides what may stand in it. */
enum RequestPart {
    URL,
    HEADER,
    BODY
}
