package io.taghub.postback.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.tag.Outcome;
import io.taghub.tag.Reason;
import io.taghub.tag.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What networks say that say nowhere what they say. */
class PlainRefusalsTest {
    private static final Answers BLIND = Answers.of(Map.of(), (key, message) -> {});

    private static String read(int status, String body) {
        return switch (BLIND.read(Response.of(status, body))) {
            case Outcome.Delivered _ -> "delivered";
            case Outcome.Unknown _ -> "unknown";
            case Outcome.Misconfigured(var reason, var _) -> String.valueOf(reason);
            case Outcome other -> other.getClass().getSimpleName();
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "OK",
                "ok\n",
                "Success",
                "Success: 0 errors",
                "No errors",
                "accepted",
                "1",
                "status=ok",
                "success=true; error=0",
                "Conversion received",
                "OK 7f3 error-page-click",
                "9f86d081884c7d65",
                "{}",
                "[]",
                "null",
                "true",
                "{\"status\":\"ok\"}",
                "{\"status\":1}",
                "{\"status\":200,\"error\":null,\"errors\":[]}",
                "{\"success\":true,\"error_code\":0,\"message\":\"Conversion saved\"}",
                "{\"error\":false,\"data\":{\"id\":7}}",
                "{\"status\":\"ok\",\"conversion\":{\"status\":\"rejected\",\"goal\":\"error\"}}",
                "{\"clickid\":\"access denied\"}",
                "<?xml version=\"1.0\"?><result>ok</result>",
                "GIF89a\u0001\u0000\u0001\u0000\uFFFD\u0000\u0000",
                "enregistr\uFFFD, merci beaucoup"
            })
    void isDelivered(String body) {
        assertThat(read(200, body)).isEqualTo("delivered");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ERROR",
                "error",
                "Error: click not found",
                "404 page not found",
                "not found",
                "failed",
                "failure",
                "false",
                "success=false",
                "success: 0",
                "status=error",
                "ok=false; try again",
                "Missing parameter: cid",
                "Unknown click",
                "Click expired",
                "no such click",
                "No click",
                "-1",
                "Conversion was not registered",
                "CLICK_NOT_FOUND",
                "{\"status\":-1}",
                "{\"code\":\"CLICK_NOT_FOUND\"}",
                "Unknown click: duplicate",
                "Conversion denied",
                "Incorrect subid \"\". Postback ignored.",
                "{\"status\":\"error\"}",
                "{\"status\":\"fail\",\"message\":\"x\"}",
                "{\"success\":false}",
                "{\"success\":0}",
                "{\"ok\":\"no\"}",
                "{\"result\":\"failed\"}",
                "{\"error\":\"x\"}",
                "{\"error\":{\"code\":7}}",
                "{\"errors\":[\"x\"]}",
                "{\"errorCode\":12}",
                "{\"code\":422}",
                "{\"message\":\"click not found\"}",
                "{\"data\":{\"success\":false}}",
                "[{\"status\":\"error\"}]",
                "<!DOCTYPE html><html><body>Welcome to nginx!</body></html>",
                "<h1>It works!</h1>",
                "<?xml version=\"1.0\"?><error/>",
                "<?xml version=\"1.0\"?><!DOCTYPE html><html></html>",
                "garbage \u0001",
                "\uFFFD\uFFFD\uFFFDx"
            })
    void isNoDelivery(String body) {
        assertThat(read(200, body)).isEqualTo("unknown");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Error: invalid token",
                "Invalid postback key",
                "invalid security_token",
                "Wrong API key",
                "Token expired",
                "expired token",
                "missing token",
                "The token you sent is not valid",
                "signature mismatch",
                "Unauthorized",
                "401 Unauthorized",
                "Authentication failed",
                "{\"error\":\"Invalid API key\"}",
                "{\"status\":\"error\",\"message\":\"Invalid advertiser security token #x\"}",
                "{\"error\":{\"code\":401,\"message\":\"unauthorized\"}}",
                "{\"error\":{\"code\":\"INVALID_TOKEN\"}}",
                "{\"code\":\"INVALID_TOKEN\"}",
                "{\"code\":401}",
                "{\"status\":401}",
                "\"Invalid token\"",
                "401"
            })
    void aTokenThatIsRefusedPausesTheTag(String body) {
        assertThat(List.of(read(200, body), read(400, body))).containsOnly("BAD_CREDENTIALS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "access denied",
                "Access denied!",
                "Forbidden",
                "ERROR: Permission denied",
                "Your IP address (1.2.3.4) is not allowed",
                "IP 1.2.3.4 is not whitelisted",
                "invalid ip",
                "not in whitelist",
                "{\"success\":false,\"message\":\"IP is blocked\"}",
                "{\"code\":403}"
            })
    void anAddressThatIsRefusedPausesTheTag(String body) {
        assertThat(List.of(read(200, body), read(400, body))).containsOnly("NO_PERMISSION");
    }

    /** Networks quote the click id they refuse, and a visitor may have chosen it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Unknown click id: invalid token",
                "Invalid clickid token",
                "Error: click 'access denied' not found",
                "Invalid click ip",
                "{\"error\":\"click access denied not found\"}",
                "{\"error\":\"unknown click\",\"clickid\":\"invalid token\"}",
                "{\"error\":\"unknown click\",\"details\":\"invalid token\"}",
                "{\"error\":{\"code\":403,\"message\":\"click not found\"}}"
            })
    void whatAVisitorChosePausesNothing(String body) {
        assertThat(read(200, body)).isEqualTo("unknown");
        assertThat(read(400, body)).isEqualTo("Rejected");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "duplicate",
                "Duplicate conversion",
                "ERROR: duplicate transaction id",
                "success=false; err_msg=Duplicate conversion;",
                "Conversion already exists",
                "already recorded",
                "{\"status\":\"duplicate\"}",
                "{\"success\":false,\"message\":\"Duplicate postback.\"}"
            })
    void whatWasThereAlreadyIsADuplicate(String body) {
        assertThat(read(200, body)).isEqualTo("Duplicate");
    }

    @Test
    void anOperatorMaySayThatTheseWordsPauseNothing() {
        Answers own = Answers.of(Map.of("rejected", "(?i)denied", "no_permission", ""), (key, message) -> {});
        assertThat(own.read(Response.of(200, "Access denied"))).isInstanceOf(Outcome.Rejected.class);
        assertThat(own.read(Response.of(200, "Invalid token")))
                .isEqualTo(Outcome.misconfigured(Reason.BAD_CREDENTIALS, "HTTP 200: Invalid token"));
    }

    @Test
    void theReasonSaysWhy() {
        assertThat(BLIND.read(Response.of(200, "Error: no such click")))
                .isEqualTo(new Outcome.Unknown("HTTP 200: Error: no such click, which reads like a refusal"));
        assertThat(BLIND.read(Response.of(200, "<html>Log in</html>")))
                .isEqualTo(new Outcome.Unknown("HTTP 200 with a page"));
    }

    @Test
    void anOperatorMaySayThatEverythingIsADelivery() {
        Answers all = Answers.of(Map.of("delivered", "^2"), (key, message) -> {});
        assertThat(all.read(Response.of(200, "<html>Error</html>"))).isEqualTo(Outcome.DELIVERED);
    }
}
