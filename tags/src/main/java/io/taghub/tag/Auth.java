package io.taghub.tag;

import java.net.URI;

/** How a request proves who sends it. Declared by the tag, performed by the hub. */
public sealed interface Auth {

    record None() implements Auth {}

    /** A header with {@code prefix + secret} as its value. */
    record Header(String name, String prefix, Secret secret) implements Auth {}

    /** A query parameter. */
    record Query(String name, Secret secret) implements Auth {}

    record Basic(String user, Secret password) implements Auth {}

    /** RFC 6749 section 6: a refresh token exchanged for short-lived bearer tokens. */
    record OAuth2Refresh(URI tokenUrl, String clientId, Secret clientSecret, Secret refreshToken) implements Auth {}

    /**
     * RFC 7523: a JWT signed with a service account's key, exchanged for short-lived bearer tokens.
     *
     * @param key the JSON key file's content, with client_email, private_key and token_uri
     * @param tokenUrl where the key names no token_uri
     */
    record ServiceAccount(Secret key, String scope, URI tokenUrl) implements Auth {}
}
