package io.taghub.console.events;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The life of one conversion, ready to be shown. {@code GET /api/conversions/{key}} answers it as JSON with these keys in
 * snake_case; null where there is nothing to say.
 *
 * <pre>{@code
 * {"key",
 *  "conversions": [{"name", "state": "pending" | "approved" | "rejected" | "reversed", "reason", "value", "currency"}],
 *  "moves": [{"at", "event", "id", "of": [names of conversions], "move": "pending" | "approved" | "rejected" | "reversed" |
 *             "adjusted" | "" where nothing changed, "reason", "value", "currency", "channel": "browser" | "server",
 *             "refusal": why it is no legal move, or null, "kept": whether the event is still there,
 *             "tags": [{"tag", "verdict", "reason", "reason_text", "detail"}]}]}
 * }</pre>
 *
 * @param key the order's id, or the event's where there is no order
 * @param conversions as they stand, one for each name of event that tells of the order
 * @param moves what was said, oldest first
 */
record ConversionTrace(String key, List<Now> conversions, List<Move> moves) {

    /** @param value what it is worth now, null where nobody said */
    record Now(
            String name,
            @Nullable String state,
            String reason,
            @Nullable String value,
            @Nullable String currency) {}

    /**
     * @param move the state to which it led, {@code adjusted} where only the value is another, empty where nothing changed
     * @param value what the event itself says
     * @param refusal why it is no legal move, null where it is one
     * @param kept whether the event is still in the journal
     */
    record Move(
            Instant at,
            String event,
            String id,
            List<String> of,
            String move,
            String reason,
            @Nullable String value,
            @Nullable String currency,
            String channel,
            @Nullable String refusal,
            boolean kept,
            List<AtTag> tags) {}

    /** Who was told of it, or why not; tags that are not for such events are left out. */
    record AtTag(String tag, String verdict, @Nullable String reason, String reasonText, String detail) {}
}
