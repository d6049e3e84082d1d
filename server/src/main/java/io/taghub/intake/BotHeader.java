package io.taghub.intake;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy in front of the hub thinks of a caller: {@code X-Device-Bot}, which says yes or no, or with a score
 * {@code cf-bot-score < 30}.
 */
record BotHeader(String name, char comparison, double limit) {
    private static final Pattern WRITTEN = Pattern.compile("([A-Za-z0-9-]+)(?: *([<>]) *(\\d+(?:\\.\\d+)?))?");
    private static final Set<String> NO = Set.of("", "0", "false", "no", "none", "human");

    static @Nullable BotHeader of(@Nullable String written) {
        Matcher parts = WRITTEN.matcher(written == null ? "" : written.strip());
        if (!parts.matches()) {
            return null;
        }
        return parts.group(2) == null
                ? new BotHeader(parts.group(1), '=', 0)
                : new BotHeader(parts.group(1), parts.group(2).charAt(0), Double.parseDouble(parts.group(3)));
    }

    /** @param value null where the header is absent, which says nothing */
    boolean says(@Nullable String value) {
        if (value == null) {
            return false;
        }
        String said = value.strip().toLowerCase(Locale.ROOT);
        if (comparison == '=') {
            return !NO.contains(said);
        }
        try {
            double score = Double.parseDouble(said);
            return comparison == '<' ? score < limit : score > limit;
        } catch (NumberFormatException noScore) {
            return false;
        }
    }
}
