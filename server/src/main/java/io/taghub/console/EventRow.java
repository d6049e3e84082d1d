package io.taghub.console;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the list of latest events. {@code GET /api/events?limit=} answers {@code {"now", "events": [...]}} with
 * these keys in snake_case; {@code tags} holds {@code {"tag", "verdict", "reason"}} in the words of {@link EventTrace}.
 *
 * @param channels {@code browser}, {@code server} or both
 */
record EventRow(
        String name,
        String id,
        Instant time,
        Instant received,
        List<String> channels,
        @Nullable BigDecimal value,
        @Nullable String currency,
        List<Chip> tags) {

    /** One tag's verdict. */
    record Chip(String tag, String verdict, @Nullable String reason) {}
}
