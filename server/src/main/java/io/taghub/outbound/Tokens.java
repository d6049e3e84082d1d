package io.taghub.outbound;

import io.taghub.tag.Auth;
import io.taghub.tag.Request;
import io.taghub.tag.Response;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Turns long-lived OAuth credentials into short-lived bearer tokens and keeps the latest until shortly before it
 * expires. Safe for many threads: all of it is behind one lock.
 */
final class Tokens {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration MARGIN = Duration.ofMinutes(5);

    /** A bearer token, or why there is none. */
    sealed interface Fetched {
        record Bearer(String value, Instant until) implements Fetched {}

        record Refused(Exchange why) implements Fetched {}
    }

    private final Auth grant;
    private final Function<Request, Exchange> send;
    private final InstantSource clock;
    private Fetched.@Nullable Bearer current;

    Tokens(Auth grant, Function<Request, Exchange> send, InstantSource clock) {
        this.grant = grant;
        this.send = send;
        this.clock = clock;
    }

    /** Unless somebody else has fetched a new one meanwhile. */
    synchronized void forget(String refused) {
        if (current != null && current.value().equals(refused)) {
            current = null;
        }
    }

    /** Threads that come while a token is being fetched wait for it rather than fetch their own. */
    synchronized Fetched get() {
        Fetched.Bearer kept = current;
        if (kept != null && clock.instant().isBefore(kept.until())) {
            return kept;
        }
        Fetched fetched = switch (grant) {
            case Auth.OAuth2Refresh refresh -> refresh(refresh);
            case Auth.ServiceAccount account -> serviceAccount(account);
            default -> throw new IllegalStateException("no token is needed for " + grant.getClass());
        };
        current = fetched instanceof Fetched.Bearer token ? token : null;
        return fetched;
    }

    private Fetched refresh(Auth.OAuth2Refresh grant) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "refresh_token");
        form.put("client_id", grant.clientId());
        form.put("client_secret", grant.clientSecret().reveal());
        form.put("refresh_token", grant.refreshToken().reveal());
        if (!grant.scope().isEmpty()) {
            form.put("scope", grant.scope());
        }
        return fetch(grant.tokenUrl(), form);
    }

    private Fetched serviceAccount(Auth.ServiceAccount grant) {
        try {
            JsonNode account = JSON.readTree(grant.key().reveal());
            String tokenUri =
                    account.path("token_uri").asString(grant.tokenUrl().toString());
            Instant now = clock.instant();
            Map<String, Object> claims = new LinkedHashMap<>();
            claims.put("iss", account.path("client_email").asString());
            claims.put("scope", grant.scope());
            claims.put("aud", tokenUri);
            claims.put("iat", now.getEpochSecond());
            claims.put("exp", now.plusSeconds(3600).getEpochSecond());
            Map<String, String> form = new LinkedHashMap<>();
            form.put("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
            form.put("assertion", signed(claims, account.path("private_key").asString()));
            return fetch(URI.create(tokenUri), form);
        } catch (JacksonException | GeneralSecurityException | IllegalArgumentException badKey) {
            return new Fetched.Refused(new Exchange.Unauthorised("the service account key cannot be read"));
        }
    }

    /** A JWT with RS256, RFC 7515. */
    private static String signed(Map<String, Object> claims, String pem) throws GeneralSecurityException {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String head = base64.encodeToString("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));
        String text = head + "." + base64.encodeToString(JSON.writeValueAsBytes(claims));
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der)));
        signature.update(text.getBytes(StandardCharsets.UTF_8));
        return text + "." + base64.encodeToString(signature.sign());
    }

    private Fetched fetch(URI tokenUrl, Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        Request request = new Request(
                "POST",
                tokenUrl,
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                body.getBytes(StandardCharsets.UTF_8));
        return switch (send.apply(request)) {
            case Exchange.Answered(Response response) -> read(response);
            // Asking for a token has no effect at the platform, so it never leaves an unknown outcome behind.
            case Exchange.Unknown(String detail) ->
                new Fetched.Refused(new Exchange.Unreachable("the token endpoint did not answer: " + detail));
            case Exchange.Unreachable(String detail) ->
                new Fetched.Refused(new Exchange.Unreachable("the token endpoint is not reachable: " + detail));
            case Exchange.Malformed _ ->
                new Fetched.Refused(new Exchange.Unauthorised("the token endpoint's address is not right"));
            case Exchange.Blocked blocked -> new Fetched.Refused(blocked);
            case Exchange.Unauthorised unauthorised -> new Fetched.Refused(unauthorised);
        };
    }

    private Fetched read(Response response) {
        String token = response.json().path("access_token").asString("");
        if (response.ok() && !token.isEmpty()) {
            Duration life =
                    Duration.ofSeconds(response.json().path("expires_in").asLong(3600));
            Duration margin = MARGIN.compareTo(life.dividedBy(2)) < 0 ? MARGIN : life.dividedBy(2);
            return new Fetched.Bearer(token, clock.instant().plus(life).minus(margin));
        }
        if (response.passing()) {
            // Not the platform's answer, which its tag would read: nothing was sent to it.
            return new Fetched.Refused(new Exchange.Unreachable("the token endpoint answers " + response.status()));
        }
        String error = response.json().path("error").asString("HTTP " + response.status());
        return new Fetched.Refused(new Exchange.Unauthorised("the token endpoint refused: " + error));
    }
}
