package io.taghub.console.held;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that waits for a person's word. {@code GET /api/held?tag=} answers {@code {"held": [...]}} with these keys in
 * snake_case, oldest first; without {@code tag} those of all tags.
 *
 * @param seq names it in {@code POST /api/held/{tag}/{seq}}
 * @param name the event's name, null where retention has removed the event
 * @param clickId the click that the tag's receiver knows the visitor by, {@code name=value}; null where there is none
 * @param sent when the attempt without an answer was made, null where none was
 */
public record HeldEvent(
        String tag,
        long seq,
        @Nullable String name,
        @Nullable String id,
        @Nullable Instant time,
        @Nullable BigDecimal value,
        @Nullable String currency,
        @Nullable String clickId,
        String reason,
        String reasonText,
        String detail,
        @Nullable Instant sent,
        int attempts) {}
