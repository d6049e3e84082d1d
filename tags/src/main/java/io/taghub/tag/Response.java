package io.taghub.tag;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * What a platform answered.
 *
 * @param status HTTP status
 * @param headers by lower-case name
 * @param body at most what the hub reads of an answer
 * @param retryAfter the Retry-After header turned into a wait by the hub, which knows the time; null where there is none
 */
public record Response(
        int status,
        Map<String, String> headers,
        byte[] body,
        @Nullable Duration retryAfter) {

    public static Response of(int status, String body) {
        return new Response(status, Map.of(), body.getBytes(StandardCharsets.UTF_8), null);
    }

    public boolean ok() {
        return status >= 200 && status < 300;
    }

    /** 408, 425, 429 and every 5xx: worth another attempt whatever the platform. */
    public boolean passing() {
        return status == 408 || status == 425 || status == 429 || status >= 500;
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The body as JSON, or a missing node where it is not JSON: read with {@code path}, which never fails. */
    public JsonNode json() {
        try {
            return Fields.JSON.readTree(body);
        } catch (JacksonException notJson) {
            return MissingNode.getInstance();
        }
    }

    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    /** A 3xx. It is never followed, and may be a receipt for the browser that the platform thinks it is talking to. */
    public boolean redirects() {
        return status >= 300 && status < 400;
    }

    /**
     * The outcome of a passing failure: rate limited or down, with the wait the platform asked for. A redirect that nobody
     * takes for a receipt may be one all the same, as if no answer had come.
     */
    public Outcome retry() {
        if (redirects()) {
            return Outcome.retry(Reason.UNKNOWN_OUTCOME, "HTTP " + status + ", a redirect, which is never followed");
        }
        Reason reason = status == 429 ? Reason.RATE_LIMITED : Reason.PLATFORM_DOWN;
        return new Outcome.Retryable(reason, retryAfter, "HTTP " + status);
    }

    /**
     * The outcome of a failure of which nothing but the status is known: the key, what it may do, for now, or the event.
     *
     * @param detail of what is not for now
     */
    public Outcome failure(String detail) {
        return switch (status) {
            case 401 -> Outcome.misconfigured(Reason.BAD_CREDENTIALS, detail);
            case 403 -> Outcome.misconfigured(Reason.NO_PERMISSION, detail);
            default -> passing() || status < 400 ? retry() : Outcome.rejected(detail);
        };
    }
}
