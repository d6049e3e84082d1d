package io.taghub.text;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads durations as people write them: {@code 500ms}, {@code 30s}, {@code 15m}, {@code 6h}, {@code 90d}, or ISO 8601. */
public final class WrittenDuration {
    private static final Pattern SHORT = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private WrittenDuration() {}

    /** Null where it is neither, or negative. */
    public static @Nullable Duration read(String written) {
        Matcher matcher = SHORT.matcher(written);
        if (matcher.matches()) {
            long count = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(count);
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                default -> Duration.ofDays(count);
            };
        }
        try {
            Duration parsed = Duration.parse(written);
            return parsed.isNegative() ? null : parsed;
        } catch (DateTimeParseException notADuration) {
            return null;
        }
    }
}
