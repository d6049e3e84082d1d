package io.taghub.tag;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** How a request proves who sends it. Declared by the tag, performed by the hub. */
public sealed interface Auth {

    record None() implements Auth {}

    /** A header with {@code prefix + secret} as its value. */
    record Header(String name, String prefix, Secret secret) implements Auth {}

    /** A query parameter. */
    record Query(String name, Secret secret) implements Auth {}

    /** A field of the JSON object that is the body, put behind the others. */
    record Field(String name, Secret secret) implements Auth {}

    record Basic(String user, Secret password) implements Auth {}

    /**
     * RFC 6749 section 6: a refresh token exchanged for short-lived bearer tokens.
     *
     * @param scope asked for with each token; empty to ask for what was granted
     */
    record OAuth2Refresh(URI tokenUrl, String clientId, Secret clientSecret, Secret refreshToken, String scope)
            implements Auth {
        public OAuth2Refresh(URI tokenUrl, String clientId, Secret clientSecret, Secret refreshToken) {
            this(tokenUrl, clientId, clientSecret, refreshToken, "");
        }
    }

    /**
     * RFC 7523: a JWT signed with a service account's key, exchanged for short-lived bearer tokens.
     *
     * @param key the JSON key file's content, with client_email, private_key and token_uri
     * @param tokenUrl where the key names no token_uri
     */
    record ServiceAccount(Secret key, String scope, URI tokenUrl) implements Auth {}

    /**
     * The headers {@code webhook-timestamp} and {@code webhook-signature} of Standard Webhooks, over the request's own
     * {@code webhook-id}, the moment of sending and the body.
     *
     * @param secret {@code whsec_} and base64; several with blanks between them while one takes the place of another
     */
    record StandardWebhooks(Secret secret) implements Auth {}

    /** Several of the above in one request, of which at most one is exchanged for tokens. */
    record All(List<Auth> parts) implements Auth {
        public All {
            parts = List.copyOf(parts);
        }

        public All(Auth... parts) {
            this(List.of(parts));
        }
    }

    /** By host, for a platform with several: no other host is shown anything. At most one of them is exchanged for tokens. */
    record ByHost(Map<String, Auth> hosts) implements Auth {
        public ByHost {
            hosts = Map.copyOf(hosts);
        }
    }

    /** What a request to this host is shown, none of it {@link All} or {@link ByHost}. */
    default List<Auth> at(String host) {
        return switch (this) {
            case None _ -> List.of();
            case All(var parts) ->
                parts.stream().flatMap(part -> part.at(host).stream()).toList();
            case ByHost(var hosts) -> hosts.getOrDefault(host, new None()).at(host);
            case Header _, Query _, Field _, Basic _, StandardWebhooks _, OAuth2Refresh _, ServiceAccount _ ->
                List.of(this);
        };
    }

    /** The part that is exchanged for tokens, or none. */
    default Auth grant() {
        return switch (this) {
            case OAuth2Refresh _, ServiceAccount _ -> this;
            case All(var parts) -> grantOf(parts);
            case ByHost(var hosts) -> grantOf(hosts.values());
            case None _, Header _, Query _, Field _, Basic _, StandardWebhooks _ -> new None();
        };
    }

    private static Auth grantOf(Collection<Auth> parts) {
        return parts.stream()
                .map(Auth::grant)
                .filter(grant -> !(grant instanceof None))
                .findFirst()
                .orElse(new None());
    }
}
