package io.taghub.console.events;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the list of latest events, with these keys in snake_case; {@code tags} holds {@code {"tag", "verdict",
 * "reason", "next_attempt", "waits_for"}} in the words of {@link EventTrace}.
 *
 * @param channels {@code browser}, {@code server} or both
 */
public record EventRow(
        String name,
        String id,
        Instant time,
        Instant received,
        List<String> channels,
        @Nullable BigDecimal value,
        @Nullable String currency,
        List<Chip> tags) {

    /**
     * The list as it was at one moment: of every event that had come in by then, what had become of it. {@code GET
     * /api/events} answers it.
     *
     * @param settled whether nothing of it waits for anything, so that a count is final until more comes in
     * @param more whether there are further events that were not asked for
     */
    public record Latest(Instant now, boolean settled, boolean more, List<EventRow> events) {
        static Latest of(Instant now, List<EventRow> found, int limit) {
            List<EventRow> events = found.stream().limit(limit).toList();
            boolean settled =
                    events.stream().flatMap(event -> event.tags().stream()).allMatch(tag -> tag.waitsFor() == null);
            return new Latest(now, settled, found.size() > limit, events);
        }
    }

    /**
     * One tag's verdict.
     *
     * @param nextAttempt when the hub will try (again) or, of what waits for somebody's word, when that wait is over; null where it
     *     will not or does not know
     * @param waitsFor {@code hub} (its turn comes by itself), {@code time} (until {@code nextAttempt}), {@code person}
     *     (somebody has to put the tag right); null where nothing more is sent, as of an event that a platform has taken
     *     and not decided about
     */
    public record Chip(
            String tag,
            String verdict,
            @Nullable String reason,
            @Nullable Instant nextAttempt,
            @Nullable String waitsFor) {}
}
