package io.taghub.outbound;

import io.taghub.config.HubConfig;
import io.taghub.config.TagConfig;
import io.taghub.tag.Auth;
import io.taghub.tag.Fields;
import io.taghub.tag.Identifiers;
import io.taghub.tag.Request;
import io.taghub.tag.Response;
import java.net.URI;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends the requests of one tag: adds the credentials, rewrites the address in mode sandbox, and says how it ended.
 * Safe for many threads.
 */
public final class Outbound implements AutoCloseable {
    private static final int FINGERPRINT = 8;
    private static final int MOST_REDIRECTS = 2;

    /** Temporary and permanent redirect, RFC 9110: method and body stay what they are. */
    private static final Set<Integer> REPEATED_AS_IT_IS = Set.of(307, 308);

    private final Wire wire;
    private final @Nullable Played sandbox;
    private final InstantSource clock;
    private final Auth auth;
    private final Auth grant;
    private final Set<String> redirects;
    private final Tokens tokens;
    private final Moved moved = new Moved();

    /**
     * Where everything goes in mode sandbox. It is told whose request it is, what time it is at the hub, because it may run
     * apart, and what of it is secret; nobody else ever is.
     */
    public record Played(URI url, String tag, Set<String> secrets) {
        /** By which it knows a secret whatever name it has at the receiver, and cannot learn one. */
        private String fingerprints() {
            return secrets.stream()
                    .map(secret -> Identifiers.hex("SHA-256", secret).substring(0, FINGERPRINT))
                    .sorted()
                    .collect(Collectors.joining(","));
        }
    }

    /** For a configured tag's events. */
    public static Outbound of(TagConfig tag, HubConfig config, int connections, InstantSource clock) {
        return of(tag, tag.tag().auth(), config, connections, clock);
    }

    /** The same with other credentials than those for events. */
    public static Outbound of(TagConfig tag, Auth auth, HubConfig config, int connections, InstantSource clock) {
        Played played =
                tag.mode() == HubConfig.Mode.SANDBOX ? new Played(config.sandbox(), tag.name(), tag.secrets()) : null;
        return new Outbound(
                auth, tag.tag().redirects(), played, config.network().allowPrivate(), connections, clock);
    }

    /**
     * @param redirects hosts to which a platform may send a request on
     * @param sandbox null in live mode
     * @param allowPrivate CIDR blocks that may be called although they are not public
     * @param connections most at the same time
     */
    public Outbound(
            Auth auth,
            Set<String> redirects,
            @Nullable Played sandbox,
            Collection<String> allowPrivate,
            int connections,
            InstantSource clock) {
        this.auth = auth;
        this.grant = auth.grant();
        this.redirects = redirects;
        this.sandbox = sandbox;
        this.clock = clock;
        Collection<String> allowed = sandbox == null ? allowPrivate : Set.of("127.0.0.0/8", "::1/128");
        this.wire = new Wire(new AddressGuard(allowed, SystemDefaultDnsResolver.INSTANCE), connections, clock);
        this.tokens = new Tokens(grant, request -> wire(request, List.of(), null), clock);
    }

    public Exchange send(Request request) {
        try {
            Request went = moved.from(request);
            Exchange exchange = authorised(went);
            Request there = redirected(went, exchange);
            for (int hop = 0; hop < MOST_REDIRECTS && there != null; hop++) {
                went = there;
                exchange = authorised(went);
                there = redirected(went, exchange);
            }
            moved.learn(request, went, exchange);
            return exchange;
        } catch (IllegalArgumentException malformed) {
            return new Exchange.Malformed("its address is not right");
        }
    }

    /** The same request to where the platform sends it on, null where it does not, or to a host that its tag does not name. */
    private @Nullable Request redirected(Request request, Exchange exchange) {
        if (exchange instanceof Exchange.Answered(Response response)
                && REPEATED_AS_IT_IS.contains(response.status())
                && response.header("location") != null) {
            return goesOn(request, String.valueOf(response.header("location")));
        }
        return null;
    }

    private @Nullable Request goesOn(Request request, String location) {
        try {
            URI there = request.url().resolve(location);
            return "https".equals(there.getScheme()) && redirects.contains(there.getAuthority())
                    ? request.at(there)
                    : null;
        } catch (IllegalArgumentException noAddress) {
            // The request was sent, and this is its answer.
            return null;
        }
    }

    /** What the tag's credentials are worth where they are exchanged for a token. */
    public sealed interface Token {
        /** These are not. */
        record None() implements Token {}

        record Granted() implements Token {}

        record Refused(Exchange why) implements Token {}
    }

    /** Fetches a token, or uses the one that is there; nothing else is asked. */
    public Token token() {
        if (grant instanceof Auth.None) {
            return new Token.None();
        }
        return switch (tokens.get()) {
            case Tokens.Fetched.Bearer _ -> new Token.Granted();
            case Tokens.Fetched.Refused(Exchange why) -> new Token.Refused(why);
        };
    }

    /** A token may be revoked before it expires: one fresh token is tried before the platform's 401 is believed. */
    private Exchange authorised(Request request) {
        List<Auth> parts = request.proofs(auth);
        if (!parts.contains(grant)) {
            return wire(request, parts, null);
        }
        Tokens.Fetched granted = tokens.get();
        Exchange first = withToken(request, parts, granted);
        if (granted instanceof Tokens.Fetched.Bearer(String refused, var _)
                && first instanceof Exchange.Answered(var response)
                && response.status() == 401) {
            tokens.forget(refused);
            return withToken(request, parts, tokens.get());
        }
        return first;
    }

    private Exchange withToken(Request request, List<Auth> parts, Tokens.Fetched granted) {
        return switch (granted) {
            case Tokens.Fetched.Bearer(String value, var _) -> wire(request, parts, value);
            case Tokens.Fetched.Refused(Exchange why) -> why;
        };
    }

    private Exchange wire(Request request, List<Auth> parts, @Nullable String token) {
        Map<String, String> headers = new HashMap<>();
        Request signed = request;
        for (Auth part : parts) {
            switch (part) {
                case Auth.Header(String name, String prefix, var secret) -> headers.put(name, prefix + secret.reveal());
                case Auth.Query(String name, var secret) -> signed = withQuery(signed, name, secret.reveal());
                case Auth.Field(String name, var secret) -> signed = withField(signed, name, secret.reveal());
                case Auth.Basic(String user, var password) ->
                    headers.put("Authorization", basic(user, password.reveal()));
                case Auth.StandardWebhooks(var secret) ->
                    headers.putAll(WebhookSignature.headers(signed, secret.reveal(), clock.instant()));
                case Auth.OAuth2Refresh _, Auth.ServiceAccount _ -> headers.put("Authorization", "Bearer " + token);
                case Auth.None _, Auth.All _, Auth.ByHost _ -> {}
            }
        }
        URI url = signed.url();
        if (sandbox == null) {
            return wire.send(signed, url, headers);
        }
        headers.put("TagHub-Tag", sandbox.tag);
        headers.put("TagHub-Time", clock.instant().toString());
        headers.put("TagHub-Secrets", sandbox.fingerprints());
        URI there = URI.create(sandbox.url + "/" + url.getRawAuthority() + url.getRawPath()
                + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery()));
        return wire.send(signed, there, headers);
    }

    private static Request withQuery(Request request, String name, String value) {
        URI url = request.url();
        String encoded = java.net.URLEncoder.encode(value, java.nio.charset.StandardCharsets.UTF_8);
        URI proven = URI.create(url + (url.getRawQuery() == null ? "?" : "&") + name + "=" + encoded);
        return request.at(proven);
    }

    private static Request withField(Request request, String name, String value) {
        if (request.body() != null && Fields.JSON.readTree(request.body()) instanceof ObjectNode body) {
            return request.with(Fields.JSON.writeValueAsBytes(body.put(name, value)));
        }
        return request;
    }

    private static String basic(String user, String password) {
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString((user + ":" + password).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        wire.close();
    }
}
