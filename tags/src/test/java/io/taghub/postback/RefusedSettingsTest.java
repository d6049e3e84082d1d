package io.taghub.postback;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.tag.Outcome;
import io.taghub.tag.Reading;
import io.taghub.tag.Response;
import io.taghub.tag.Tag;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * In every preset, in the network's own form of a refusal: a token, a key or an address that is refused pauses the tag, because
 * every event would be refused; a click that is refused does not, whatever the visitor wrote into its id.
 */
class RefusedSettingsTest {
    /** How a network says that it refuses, {@code %s} being what. */
    private static final Map<String, List<String>> FORMS = Map.of(
            "affise",
                    List.of(
                            "{\"status\":2,\"error\":\"%s\"}",
                            "{\"status\":2,\"message\":\"%s\"}", "{\"status\":2,\"error\":[\"%s\"]}"),
            "exoclick", List.of("ERROR: %s", "ERROR : %s.", "ERROR:%s"),
            "trafficstars",
                    List.of(
                            "{\"ok\":false,\"msg\":\"%s\"}",
                            "{\"ok\":false,\"error\":\"%s\"}", "{\"error\":{\"msg\":\"%s\"}}"),
            "tune", List.of("success=false; err_msg=%s", "success=false; err_msg=%s;", "success=false;err_msg=%s"));

    /** Of those that say nowhere how they refuse. */
    private static final List<String> ANY = List.of(
            "%s",
            "ERROR: %s",
            "error=%s",
            "status=error&message=%s",
            "{\"status\":\"error\",\"message\":\"%s\"}",
            "{\"success\":false,\"error\":{\"code\":7,\"message\":\"%s\"}}");

    private static final List<String> SETTINGS = List.of(
            "unauthorized",
            "Unauthorised",
            "Not authorized",
            "You are not authorized",
            "This server is not authorized",
            "Server not allowed",
            "Unauthorized: invalid key",
            "Unauthorized IP",
            "Request from unauthorised IP",
            "Access denied",
            "access is denied",
            "Access denied for this IP",
            "Access forbidden",
            "Access to this offer is denied",
            "Forbidden",
            "Permission denied",
            "Insufficient permissions",
            "not allowed",
            "Not permitted",
            "You do not have permission",
            "Invalid token",
            "INVALID_TOKEN",
            "invalidToken",
            "invalid_api_key",
            "Invalid token 7f3a9c",
            "Invalid token: 7f3a9c",
            "Invalid token. Please contact your manager",
            "Invalid or expired token",
            "missing/invalid token",
            "bad key",
            "Bad API key",
            "wrong postback key",
            "unknown key",
            "No API key provided",
            "API key is missing",
            "API key not found",
            "Token has expired",
            "Token is not valid",
            "Token does not match",
            "token: invalid",
            "Token required",
            "Token verification failed",
            "The security token could not be verified",
            "Unable to verify token",
            "Invalid security code",
            "Secure code is invalid",
            "Wrong secure code",
            "Invalid secure",
            "Wrong secure",
            "secure parameter is missing",
            "Missing required parameter: token",
            "Missing parameter 'secure'",
            "Incorrect password",
            "invalid credentials",
            "Invalid signature",
            "Signature mismatch",
            "hash mismatch",
            "Invalid hash",
            "Authentication failed",
            "Authentication required",
            "authorization error",
            "Invalid authentication",
            "Validation error: wrong token",
            "Conversion rejected: invalid token",
            "IP not allowed",
            "IP 1.2.3.4 is not allowed",
            "IP address not allowed",
            "Your IP (1.2.3.4) is not in the whitelist",
            "IP is not white-listed",
            "ip_not_allowed",
            "Invalid IP",
            "IP address is blocked",
            "IP blacklisted",
            "Unknown server IP",
            "Request from IP 1.2.3.4 denied",
            "Your server IP 2001:db8:0:0:0:0:0:1 is not whitelisted",
            "not in whitelist");

    private static final List<String> CLICKS = List.of(
            "Unable to validate transaction token TOKEN-CLICK1",
            "Unable to validate token TOKEN-CLICK1",
            "Invalid transaction token TOKEN-CLICK1",
            "Invalid click id 'invalid token'",
            "Invalid click id: invalid token",
            "Invalid click id invalid token",
            "Unknown click id: access denied",
            "Unknown clickid unauthorized",
            "Click 'access denied' not found",
            "Click access denied not found",
            "Click id invalid token is not valid",
            "clickid not authorized",
            "'invalid token' not found",
            "'access denied' is an unknown click",
            "invalid token not found",
            "access denied not found",
            "invalid token is not a valid click",
            "unauthorized: unknown click",
            "invalid token: click not found",
            "token-click1 not found",
            "TOKEN-CLICK1 is invalid",
            "Trans. ID #invalid token",
            "Invalid Trans. ID #access denied",
            "Transaction 'IP not allowed' not found",
            "Transaction (invalid token) not found",
            "Transaction <unauthorized> not found",
            "Unknown transaction\ninvalid token",
            "subid wrong key unknown",
            "click not found",
            "unknown click id",
            "transaction not found",
            "Click expired",
            "Invalid goal",
            "Conversion not allowed",
            "Offer is not active",
            "Internal server error");

    static Stream<String> presets() {
        return new PostbackTagType().presets().stream();
    }

    @ParameterizedTest
    @MethodSource("presets")
    void aTokenOrAnAddressPausesTheTag(String preset) {
        Tag tag = tag(preset);
        assertThat(answers(preset, SETTINGS).filter(body -> !pauses(tag, body))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("presets")
    void aClickPausesNothing(String preset) {
        Tag tag = tag(preset);
        assertThat(answers(preset, CLICKS).filter(body -> pauses(tag, body))).isEmpty();
    }

    private static Stream<String> answers(String preset, List<String> said) {
        return FORMS.getOrDefault(preset, ANY).stream()
                .flatMap(form -> said.stream().map(words -> {
                    boolean json = form.startsWith("{");
                    return form.formatted(
                            json ? words.replace("\n", "\\n").replace('\'', '"').replace("\"", "\\\"") : words);
                }));
    }

    private static boolean pauses(Tag tag, String body) {
        Reading reading = tag.read(Response.of(200, body), 1);
        return ((Reading.Each) reading).outcomes().getFirst() instanceof Outcome.Misconfigured;
    }

    /** Filled with the examples of its own file. */
    private static Tag tag(String name) {
        return Postbacks.tag(Postbacks.examples(name));
    }
}
