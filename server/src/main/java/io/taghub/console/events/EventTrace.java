package io.taghub.console.events;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What became of one event, ready to be shown: personal data and secrets are masked. {@code GET /api/events/{id}} answers
 * it as JSON with these keys in snake_case; all keys are always there, null where there is nothing to say. Times are
 * ISO 8601 in UTC.
 *
 * <pre>{@code
 * {"event": {"name", "id", "time", "received", "channels": ["browser", "server"], "visitor", "user_id",
 *            and of user, value, currency, order_id, items, page, client, consent, app, device, user_location,
 *            original_event, status, properties, notes: [{"field", "given", "why"}] what it carries},
 *  "waits_until": until when it waits for its twin, null if it does not,
 *  "copies": [each copy in the form of event, in order of arrival],
 *  "claim": whether its browser only claims to be the user's, who is known from others,
 *  "click_ids": [{"name", "value", "first_seen", "source": "event" | "visitor"}],
 *  "tags": [{"tag", "type", "mode": "live" | "sandbox" | "shadow",
 *            "verdict": "delivered" | "duplicate" | "rejected" | "expired" | "suppressed" | "skipped" | "held" | "waiting",
 *            "reason": a name of io.taghub.tag.Reason or null, "reason_text", "detail", "next_attempt",
 *            "config": hash of the config that decided, or null,
 *            "clicks": [{"name", "value", "first_seen", "used", "why": "event" | "lock" | "visitor", or why not}],
 *            "attempts": [{"at", "took_ms", "events", "place", "result", "reason", "detail", "status",
 *                          "request", "request_json", "response", "response_json", "config"}]}],
 *  "conversion": the order or id by which the life of its conversion is found, or null,
 *  "names": [every event name that carries this id],
 *  "gone": whether retention removed what the event said, so that only what became of it is left}
 * }</pre>
 *
 * @param event the event as it stands, its copies merged
 * @param clickIds those of the event and those remembered for its visitor or user, oldest first
 * @param tags in the order of the configuration
 * @param conversion key of its {@link ConversionTrace}, null where it says nothing of a conversion
 * @param names several events may share an id under different names; {@code ?name=} picks one
 */
public record EventTrace(
        Map<String, Object> event,
        @Nullable Instant waitsUntil,
        List<Map<String, Object>> copies,
        boolean claim,
        List<Click> clickIds,
        List<TagTrace> tags,
        @Nullable String conversion,
        List<String> names,
        boolean gone) {

    /** When the second copy came, if the event had gone out by then: it is kept, and changes nothing that was sent. */
    public @Nullable Instant lateCopy() {
        if (copies.size() < 2) {
            return null;
        }
        Instant last = Instant.parse(String.valueOf(copies.getLast().get("received")));
        return tags.stream()
                        .flatMap(tag -> tag.attempts().stream())
                        .anyMatch(attempt -> attempt.at().isBefore(last))
                ? last
                : null;
    }

    /**
     * A click id and when it was first seen.
     *
     * @param source {@code event} where the event itself carries it, {@code visitor} where the hub remembered it
     */
    public record Click(String name, String value, Instant firstSeen, String source) {}

    /**
     * The event at one tag.
     *
     * @param verdict a final one, or {@code waiting}
     * @param reasonText the reason as a sentence, empty where there is none
     * @param detail what exactly, in words; may be empty
     * @param nextAttempt when the hub will try (again) or, of what waits for somebody's word, when that wait is over; null where it
     *     will not or does not know
     * @param config hash of the config that decided, null where none has or nobody wrote it down
     * @param clicks the clicks of a name that the tag takes, as far as they are known now
     */
    public record TagTrace(
            String tag,
            String type,
            String mode,
            String verdict,
            @Nullable String reason,
            String reasonText,
            String detail,
            @Nullable Instant nextAttempt,
            @Nullable String config,
            List<TagClick> clicks,
            List<AttemptTrace> attempts) {

        TagTrace by(List<TagClick> considered) {
            return new TagTrace(
                    tag, type, mode, verdict, reason, reasonText, detail, nextAttempt, config, considered, attempts);
        }

        /** Whether {@code when} does not name the event; one whose conditions it does not meet has a detail. */
        boolean untriggered() {
            return "NOT_TRIGGERED".equals(reason) && detail.isEmpty();
        }
    }

    /**
     * A click that may have brought the event to a tag.
     *
     * @param used whether the tag is told of it
     * @param why where it is known from if it is used ({@code event}, {@code lock}, {@code visitor}), else why it is not
     */
    public record TagClick(String name, String value, Instant firstSeen, boolean used, String why) {}

    /**
     * One exchange with the platform.
     *
     * @param events how many events shared the request
     * @param place which of them this event was, counted from 0
     * @param result as in {@link io.taghub.store.Attempt}
     * @param status HTTP status, 0 where no answer came
     * @param request what went out, its body indented
     * @param requestJson the body alone, null where it is not JSON
     * @param response what came back, its body indented
     * @param responseJson the body alone, null where it is not JSON
     * @param config hash of the config by which it was made, null where nobody wrote it down
     */
    public record AttemptTrace(
            Instant at,
            long tookMs,
            int events,
            int place,
            String result,
            @Nullable String reason,
            String detail,
            int status,
            String request,
            @Nullable JsonNode requestJson,
            String response,
            @Nullable JsonNode responseJson,
            @Nullable String config) {}
}
