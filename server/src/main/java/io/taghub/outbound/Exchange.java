package io.taghub.outbound;

import io.taghub.tag.Response;

/** How the try to send one request ended. */
public sealed interface Exchange {

    /** An answer came, whole or capped at {@link Wire#MAX_ANSWER}. */
    record Answered(Response response) implements Exchange {}

    /** No connection: the platform got nothing, another attempt cannot count twice. */
    record Unreachable(String detail) implements Exchange {}

    /** The request may have arrived, and no usable answer came. */
    record Unknown(String detail) implements Exchange {}

    /** The address is one the hub does not call. */
    record Blocked(String detail) implements Exchange {}

    /** No request can be made of what the tag built; nothing was sent. */
    record Malformed(String detail) implements Exchange {}

    /** The credentials could not be turned into a token. */
    record Unauthorised(String detail) implements Exchange {}
}
