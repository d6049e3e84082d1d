package io.taghub.postback;

/** Where in a request a text stands; decides what may stand in it. */
enum Place {
    URL,
    HEADER,
    BODY
}
