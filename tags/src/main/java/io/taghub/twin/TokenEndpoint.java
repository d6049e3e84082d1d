package io.taghub.twin;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An OAuth token endpoint: refresh tokens, or assertions of a service account, against access tokens that last an hour. The
 * twin of the API that takes them asks it what a bearer token is good for. Safe for
 * many threads: tokens are in a concurrent map.
 *
 * @see <a href="https://developers.google.com/identity/protocols/oauth2/service-account">Service accounts</a>
 */
public final class TokenEndpoint implements Twin {
    private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final int MAX_ISSUED = 10_000;

    private record Issued(Instant expires, String scope) {}

    private final Set<String> audiences;
    private final String scope;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Issued> issued = new ConcurrentHashMap<>();

    /**
     * @param audiences the addresses by which a service account may name this endpoint
     * @param scope what a refresh token is for
     */
    public TokenEndpoint(Set<String> audiences, String scope) {
        this.audiences = Set.copyOf(audiences);
        this.scope = scope;
    }

    @Override
    public Answer answer(Call call) {
        if (!call.method().equals("POST") || !call.isForm()) {
            return refused(400, "invalid_request", "The request must be a form sent by POST.");
        }
        Map<String, List<String>> form = call.form();
        String grant = Call.first(form, "grant_type");
        if ("refresh_token".equals(grant)) {
            return refresh(call, form);
        }
        if (JWT_BEARER.equals(grant)) {
            return serviceAccount(call, form);
        }
        return refused(400, "unsupported_grant_type", "Invalid grant_type: " + (grant == null ? "missing" : "unknown"));
    }

    @Override
    public Answer badToken(Call call) {
        return refused(400, "invalid_grant", "Token has been expired or revoked.");
    }

    @Override
    public Set<String> secrets(Call call) {
        return Set.of("assertion");
    }

    /** Why a request's bearer token is no good; null where it is. */
    public @Nullable String objection(@Nullable String authorization, Instant now) {
        if (authorization == null || !authorization.startsWith("Bearer ")) {
            return "the Authorization header with a Bearer token is missing";
        }
        Issued token = issued.get(authorization.substring("Bearer ".length()));
        if (token == null) {
            return "the access token was not issued by this sandbox";
        }
        return now.isBefore(token.expires()) ? null : "the access token has expired";
    }

    /** Whether a request's bearer token is for this scope. */
    public boolean allows(@Nullable String authorization, String wanted) {
        Issued token = authorization == null ? null : issued.get(authorization.replaceFirst("^Bearer ", ""));
        return token != null && Arrays.asList(token.scope().split(" ")).contains(wanted);
    }

    private Answer refresh(Call call, Map<String, List<String>> form) {
        String token = Call.first(form, "refresh_token");
        String secret = Call.first(form, "client_secret");
        if (token == null || secret == null || Call.first(form, "client_id") == null) {
            return refused(400, "invalid_request", "client_id, client_secret and refresh_token are required.");
        }
        if (token.contains("revoked") || token.contains("expired")) {
            return badToken(call);
        }
        if (secret.contains("wrong")) {
            return refused(401, "invalid_client", "Unauthorized");
        }
        return issue(call, scope);
    }

    private Answer serviceAccount(Call call, Map<String, List<String>> form) {
        String assertion = Call.first(form, "assertion");
        String[] parts = assertion == null ? new String[0] : assertion.split("\\.", -1);
        JsonNode header = parts.length == 3 ? decoded(parts[0]) : null;
        JsonNode claims = parts.length == 3 ? decoded(parts[1]) : null;
        if (header == null || claims == null || parts[2].isEmpty()) {
            return refused(400, "invalid_grant", "Invalid JWT: three base64url parts are required.");
        }
        List<String> wrong = new ArrayList<>();
        if (!"RS256".equals(StrictJson.string(header.path("alg")))) {
            wrong.add("alg must be RS256");
        }
        String issuer = StrictJson.string(claims.path("iss"));
        if (issuer == null || !Shape.isEmail(issuer)) {
            wrong.add("iss must be the service account's e-mail address");
        } else if (issuer.contains("revoked")) {
            return refused(400, "invalid_grant", "Invalid grant: account not found");
        }
        String audience = StrictJson.string(claims.path("aud"));
        if (audience == null || !audiences.contains(audience)) {
            wrong.add("aud must be the token endpoint");
        }
        if (!lifetime(claims, call.at())) {
            wrong.add("Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and"
                    + " exp values in the JWT claim.");
        }
        if (!wrong.isEmpty()) {
            return refused(400, "invalid_grant", "Invalid JWT: " + String.join("; ", wrong));
        }
        String wanted = StrictJson.string(claims.path("scope"));
        return wanted == null
                ? refused(400, "invalid_scope", "Empty or missing scope not allowed.")
                : issue(call, wanted);
    }

    private static boolean lifetime(JsonNode claims, Instant now) {
        if (!claims.path("iat").isIntegralNumber() || !claims.path("exp").isIntegralNumber()) {
            return false;
        }
        long issuedAt = claims.path("iat").longValue();
        long expires = claims.path("exp").longValue();
        return expires > now.getEpochSecond() && expires - issuedAt <= 3_600 && issuedAt <= now.getEpochSecond() + 300;
    }

    private static @Nullable JsonNode decoded(String part) {
        try {
            JsonNode json = StrictJson.parse(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
            return json != null && json.isObject() ? json : null;
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    private Answer issue(Call call, String granted) {
        byte[] secret = new byte[20];
        random.nextBytes(secret);
        String token = "sandbox-" + HexFormat.of().formatHex(secret);
        issued.values().removeIf(old -> !call.at().isBefore(old.expires()));
        if (issued.size() >= MAX_ISSUED) {
            issued.clear();
        }
        issued.put(token, new Issued(call.at().plus(LIFETIME), granted));
        ObjectNode body = StrictJson.object();
        body.put("access_token", token).put("expires_in", LIFETIME.toSeconds()).put("token_type", "Bearer");
        body.put("scope", granted);
        return Answer.json(200, body, List.of());
    }

    private static Answer refused(int status, String error, String description) {
        ObjectNode body = StrictJson.object().put("error", error).put("error_description", description);
        return Answer.json(status, body, List.of(error + ": " + description));
    }
}
