package io.taghub.sandbox;

import io.taghub.twin.StrictJson;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A failure to play on the next requests to a host.
 *
 * @param host the host it is for, {@code *} for all
 * @param tag the tag it is for, whatever the host; empty for all
 * @param status for {@code status} and {@code redirect}
 * @param retryAfter for {@code status}: the Retry-After header, in seconds
 * @param times how many requests it meets, 0 for all until it is deleted
 * @param delayMs for {@code slow}: how late the right answer comes
 * @param processed whether the platform takes the request in although its answer is spoilt
 * @param body for {@code status}: the body to send
 */
record Fault(
        String host,
        String tag,
        Mode mode,
        int status,
        @Nullable Integer retryAfter,
        int times,
        int delayMs,
        boolean processed,
        String body) {

    /** What the caller gets to see. */
    enum Mode {
        /** An HTTP status, 503 unless another is named. */
        STATUS(false),
        /** The right answer, late. */
        SLOW(true),
        /** No answer at all; the connection stays open until the fault is deleted. */
        HANG(false),
        /** A TCP reset in place of the answer. */
        RESET(false),
        /** HTTP 200 with a page of a proxy, not even UTF-8. */
        GARBAGE(false),
        /** Half of the right answer, then the end of the stream. */
        TRUNCATED(true),
        /** A redirect to another path of the same host. */
        REDIRECT(false),
        /** Half of the right answer, then silence with only the sending side closed. */
        HALF_CLOSE(true),
        /** The right answer under a Content-Length that is too small. */
        WRONG_LENGTH(true),
        /** HTTP 200 with 20 MB. */
        BIG(true),
        /** What this platform says to a token that it does not take. */
        BAD_TOKEN(false),
        /** What it says to a request that it does not take. */
        REFUSED(false),
        /** What it says to a repeat: the request counts as if it had come before. */
        DUPLICATE(true);

        private final boolean processed;

        Mode(boolean processed) {
            this.processed = processed;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static @Nullable Mode of(@Nullable String word) {
            return Arrays.stream(values())
                    .filter(mode -> mode.word().equals(word == null ? "" : word.replace('_', '-')))
                    .findFirst()
                    .orElse(null);
        }

        static String words() {
            return Arrays.stream(values()).map(Mode::word).collect(Collectors.joining(", "));
        }
    }

    private static final List<String> KEYS =
            List.of("host", "tag", "mode", "status", "retry_after", "times", "delay_ms", "processed", "body");

    /**
     * Reads a fault from its JSON.
     *
     * @throws IllegalArgumentException with a sentence for the person who wrote it
     */
    static Fault of(@Nullable JsonNode json) {
        if (json == null || !json.isObject()) {
            throw new IllegalArgumentException(
                    "a fault is a JSON object: {\"host\":\"api.platform.example\",\"mode\":\"reset\"}");
        }
        for (String key : json.propertyNames()) {
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException("unknown key in a fault; known are " + String.join(", ", KEYS));
            }
        }
        String host = StrictJson.string(json.path("host"));
        String tag = json.path("tag").asString("");
        if (host == null && tag.isEmpty()) {
            throw new IllegalArgumentException(
                    "host is missing: the platform's host name, or * for all; or tag, a tag's");
        }
        Mode mode = Mode.of(StrictJson.string(json.path("mode")));
        if (mode == null) {
            throw new IllegalArgumentException("mode must be one of " + Mode.words());
        }
        JsonNode retryAfter = json.path("retry_after");
        JsonNode processed = json.path("processed");
        return new Fault(
                host == null ? "*" : host,
                tag,
                mode,
                number(json, "status", mode == Mode.REDIRECT ? 302 : 503, 200, 599),
                StrictJson.absent(retryAfter) ? null : number(json, "retry_after", 0, 0, 1_000_000),
                number(json, "times", 0, 0, 1_000_000),
                number(json, "delay_ms", 2_000, 0, 600_000),
                StrictJson.absent(processed) ? mode.processed : processed.asBoolean(false),
                json.path("body").asString(""));
    }

    private static int number(JsonNode json, String key, int absent, int least, int most) {
        JsonNode node = json.path(key);
        if (StrictJson.absent(node)) {
            return absent;
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < least || node.intValue() > most) {
            throw new IllegalArgumentException(key + " must be a whole number from " + least + " to " + most);
        }
        return node.intValue();
    }

    boolean isFor(String calledHost, String caller) {
        return (host.equals("*") || host.equalsIgnoreCase(calledHost)) && (tag.isEmpty() || tag.equals(caller));
    }

    ObjectNode json() {
        ObjectNode json = StrictJson.object();
        json.put("host", host);
        if (!tag.isEmpty()) {
            json.put("tag", tag);
        }
        json.put("mode", mode.word()).put("status", status).put("retry_after", retryAfter);
        return json.put("times", times).put("delay_ms", delayMs).put("processed", processed);
    }
}
