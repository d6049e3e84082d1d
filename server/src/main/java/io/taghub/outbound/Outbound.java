package io.taghub.outbound;

import io.taghub.tag.Auth;
import io.taghub.tag.Identifiers;
import io.taghub.tag.Request;
import java.net.URI;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.jspecify.annotations.Nullable;

/**
 * Sends the requests of one tag: adds the credentials, rewrites the address in mode sandbox, and says how it ended.
 * Safe for many threads.
 */
public final class Outbound implements AutoCloseable {
    private static final int FINGERPRINT = 8;

    private final Wire wire;
    private final @Nullable Played sandbox;
    private final InstantSource clock;
    private final Auth auth;
    private final Tokens tokens;

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

    /**
     * @param sandbox null in live mode
     * @param allowPrivate CIDR blocks that may be called although they are not public
     * @param connections most at the same time
     */
    public Outbound(
            Auth auth,
            @Nullable Played sandbox,
            Collection<String> allowPrivate,
            int connections,
            InstantSource clock) {
        this.auth = auth;
        this.sandbox = sandbox;
        this.clock = clock;
        Collection<String> allowed = sandbox == null ? allowPrivate : Set.of("127.0.0.0/8", "::1/128");
        this.wire = new Wire(new AddressGuard(allowed, SystemDefaultDnsResolver.INSTANCE), connections, clock);
        this.tokens = new Tokens(request -> send(request, request.url(), Map.of()), clock);
    }

    public Exchange send(Request request) {
        try {
            return authorised(request);
        } catch (IllegalArgumentException malformed) {
            return new Exchange.Malformed("its address is not right");
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
        return switch (auth) {
            case Auth.None _, Auth.Header _, Auth.Query _, Auth.Basic _ -> new Token.None();
            case Auth.OAuth2Refresh _, Auth.ServiceAccount _ ->
                switch (tokens.get(auth)) {
                    case Tokens.Fetched.Bearer _ -> new Token.Granted();
                    case Tokens.Fetched.Refused(Exchange why) -> new Token.Refused(why);
                };
        };
    }

    private Exchange authorised(Request request) {
        return switch (auth) {
            case Auth.None() -> send(request, request.url(), Map.of());
            case Auth.Header(String name, String prefix, var secret) ->
                send(request, request.url(), Map.of(name, prefix + secret.reveal()));
            case Auth.Query(String name, var secret) ->
                send(request, withQuery(request.url(), name, secret.reveal()), Map.of());
            case Auth.Basic(String user, var password) ->
                send(request, request.url(), Map.of("Authorization", basic(user, password.reveal())));
            case Auth.OAuth2Refresh refresh -> withToken(request, refresh);
            case Auth.ServiceAccount account -> withToken(request, account);
        };
    }

    /** A token may be revoked before it expires: one fresh token is tried before the platform's 401 is believed. */
    private Exchange withToken(Request request, Auth grant) {
        Tokens.Fetched granted = tokens.get(grant);
        Exchange first = withToken(request, granted);
        if (granted instanceof Tokens.Fetched.Bearer(String refused, var _)
                && first instanceof Exchange.Answered(var response)
                && response.status() == 401) {
            tokens.forget(refused);
            return withToken(request, tokens.get(grant));
        }
        return first;
    }

    private Exchange withToken(Request request, Tokens.Fetched granted) {
        return switch (granted) {
            case Tokens.Fetched.Bearer(String value, var _) ->
                send(request, request.url(), Map.of("Authorization", "Bearer " + value));
            case Tokens.Fetched.Refused(Exchange why) -> why;
        };
    }

    private Exchange send(Request request, URI url, Map<String, String> credentials) {
        if (sandbox == null) {
            return wire.send(request, url, credentials);
        }
        Map<String, String> headers = new HashMap<>(credentials);
        headers.put("TagHub-Tag", sandbox.tag);
        headers.put("TagHub-Time", clock.instant().toString());
        headers.put("TagHub-Secrets", sandbox.fingerprints());
        URI there = URI.create(sandbox.url + "/" + url.getRawAuthority() + url.getRawPath()
                + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery()));
        return wire.send(request, there, headers);
    }

    private static URI withQuery(URI url, String name, String value) {
        String encoded = java.net.URLEncoder.encode(value, java.nio.charset.StandardCharsets.UTF_8);
        return URI.create(url + (url.getRawQuery() == null ? "?" : "&") + name + "=" + encoded);
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
