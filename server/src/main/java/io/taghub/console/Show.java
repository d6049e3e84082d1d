package io.taghub.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How templates write times, money, links and verdicts. Public because templates call it. */
public final class Show {
    private static final DateTimeFormatter TIME = format("HH:mm:ss");
    private static final DateTimeFormatter DATE = format("d MMM");
    private static final DateTimeFormatter FULL = format("yyyy-MM-dd HH:mm:ss 'UTC'");

    /** Ids that a path carries unchanged; {@code ..} and slashes do not survive one. */
    private static final Pattern PATH_SAFE = Pattern.compile("[A-Za-z0-9_~-][A-Za-z0-9._~:-]*");

    private static final Map<String, String> MARKS = Map.of(
            "delivered", "✓",
            "duplicate", "✓✓",
            "rejected", "✕",
            "expired", "◔",
            "suppressed", "⊘",
            "skipped", "–",
            "held", "‖",
            "waiting", "…");

    public Show() {}

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }

    /** {@code 15:03:04} */
    public String time(Object instant) {
        return TIME.format(Instant.parse(instant.toString()));
    }

    /** {@code 22 Nov} */
    public String date(Object instant) {
        return DATE.format(Instant.parse(instant.toString()));
    }

    /** {@code 2026-11-22 15:03:04 UTC} */
    public String full(Object instant) {
        return FULL.format(Instant.parse(instant.toString()));
    }

    /** {@code 9 d}, {@code 3 h}, {@code 5 min} or {@code 12 s}: how far apart two moments are. */
    public String span(Object from, Object to) {
        return span(Duration.between(Instant.parse(from.toString()), Instant.parse(to.toString())));
    }

    /** {@code 9 d before} or {@code 12 s after}: a click may come after the event that is looked at. */
    public String apart(Object click, Object event) {
        boolean after = Instant.parse(click.toString()).isAfter(Instant.parse(event.toString()));
        return span(click, event) + (after ? " after" : " before");
    }

    static String span(Duration span) {
        long seconds = Math.abs(span.toSeconds());
        return seconds >= 2 * 86_400
                ? seconds / 86_400 + " d"
                : seconds >= 2 * 3600 ? seconds / 3600 + " h" : seconds >= 120 ? seconds / 60 + " min" : seconds + " s";
    }

    /** {@code 49.99 EUR}, or nothing. */
    public String money(@Nullable Object value, @Nullable Object currency) {
        return value == null ? "" : currency == null ? value.toString() : value + " " + currency;
    }

    public String mark(Object verdict) {
        return MARKS.getOrDefault(verdict.toString(), "?");
    }

    /** The console's page of an event. */
    public String event(String id, @Nullable String name) {
        boolean safe = PATH_SAFE.matcher(id).matches();
        String query = safe ? "" : "id=" + encoded(id);
        String named = name == null ? "" : (query.isEmpty() ? "" : "&") + "name=" + encoded(name);
        return (safe ? "/events/" + id : "/event") + (query.isEmpty() && named.isEmpty() ? "" : "?" + query + named);
    }

    /** Text for the query of an address. */
    public String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A value of an event on one line. */
    public String value(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + value(entry.getValue()))
                        .collect(Collectors.joining(", "));
            case Collection<?> list -> list.stream().map(this::value).collect(Collectors.joining(" · "));
            default -> value.toString();
        };
    }

    /** How many of these rows have the value under the key. */
    public long count(List<Map<String, Object>> rows, String key, String value) {
        return rows.stream().filter(row -> value.equals(row.get(key))).count();
    }
}
