package io.taghub.inbound.map;

import io.taghub.inbound.hook.Hook;
import io.taghub.inbound.hook.Mistakes;
import io.taghub.text.Amount;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.StringNode;

/** One step that makes another value of a value. What it cannot read it leaves as it is, for the event's reader to judge. */
@FunctionalInterface
interface ValueFilter {
    /** @param value never missing */
    JsonNode apply(JsonNode value, Scene scene);

    Pattern OWN_DECIMALS = Pattern.compile("[A-Z]{3}=\\d( [A-Z]{3}=\\d)*");
    Pattern TWO_PLACES = Pattern.compile("([A-Za-z])(?!\\1).*\\1");
    Pattern BETWEEN_PAIRS = Pattern.compile("[|&;,]");

    /** Name to how many arguments it takes. */
    Map<String, List<Integer>> ARGUMENTS = new TreeMap<>(Map.ofEntries(
            Map.entry("lower", List.of(0)),
            Map.entry("upper", List.of(0)),
            Map.entry("trim", List.of(0)),
            Map.entry("minor_to_major", List.of(0, 1)),
            Map.entry("epoch", List.of(0)),
            Map.entry("epoch_ms", List.of(0)),
            Map.entry("date", List.of(1, 2)),
            Map.entry("part", List.of(2)),
            Map.entry("pick", List.of(1)),
            Map.entry("query", List.of(1)),
            Map.entry("prefix", List.of(1)),
            Map.entry("abs", List.of(0)),
            Map.entry("then", List.of(1)),
            Map.entry("on", List.of(1)),
            Map.entry("minus", List.of(1)),
            Map.entry("sum", List.of(0)),
            Map.entry("join", List.of(1))));

    /** The filter, null after an error. */
    static @Nullable ValueFilter of(String name, List<String> arguments, Mistakes faults, String path) {
        List<Integer> counts = ARGUMENTS.get(name);
        if (counts == null) {
            faults.error(path, "there is no filter '" + name + "'" + Mistakes.meant(ARGUMENTS.keySet(), name));
            return null;
        }
        if (!counts.contains(arguments.size())) {
            faults.error(
                    path,
                    "the filter '" + name + "' takes "
                            + counts.stream().map(String::valueOf).collect(Collectors.joining(" or "))
                            + (counts.getLast() == 1 ? " argument" : " arguments") + ", behind a colon");
            return null;
        }
        String first = arguments.isEmpty() ? "" : arguments.getFirst();
        return switch (name) {
            case "lower" -> text(text -> text.toLowerCase(Locale.ROOT));
            case "upper" -> text(text -> text.toUpperCase(Locale.ROOT));
            case "trim" -> text(String::strip);
            case "minor_to_major" -> minorToMajor(first, faults, path);
            case "epoch" -> epoch(false);
            case "epoch_ms" -> epoch(true);
            case "date" -> date(first, arguments.size() > 1 ? arguments.get(1) : "UTC", faults, path);
            case "part" -> part(decimals(first, faults, path), arguments.get(1));
            case "pick" -> (value, scene) -> or(picked(value.asString(""), first));
            case "query" -> (value, scene) -> or(inQuery(value.asString(""), first));
            case "prefix" -> text(text -> text.isEmpty() ? text : first + text);
            case "then" -> (value, scene) -> StringNode.valueOf(first);
            case "on" -> on(Spot.of(first, faults, path));
            case "abs" -> number(BigDecimal::abs);
            case "minus" -> minus(Spot.of(first, faults, path));
            case "sum" ->
                (value, scene) ->
                        value.isArray() && value.isEmpty() ? MissingNode.getInstance() : Spot.number(sum(value));
            case "join" ->
                (value, scene) -> value.isArray()
                        ? StringNode.valueOf(
                                value.valueStream().map(one -> one.asString("")).collect(Collectors.joining(first)))
                        : value;
            default -> null;
        };
    }

    private static ValueFilter text(UnaryOperator<String> change) {
        return (value, scene) -> value.isValueNode() ? StringNode.valueOf(change.apply(value.asString(""))) : value;
    }

    private static ValueFilter number(UnaryOperator<BigDecimal> change) {
        return (value, scene) -> {
            BigDecimal number = read(value);
            return number == null ? value : Spot.number(change.apply(number));
        };
    }

    /** What a sender counts up, less what it had counted before. */
    private static @Nullable ValueFilter minus(@Nullable Spot place) {
        return place == null
                ? null
                : (value, scene) -> {
                    BigDecimal whole = read(value);
                    BigDecimal before = read(place.in(scene));
                    return whole == null
                            ? value
                            : Spot.number(whole.subtract(before == null ? BigDecimal.ZERO : before));
                };
    }

    /** Null also of what would not fit into memory written out. */
    private static @Nullable BigDecimal read(JsonNode value) {
        return value.isNumber() ? Amount.bounded(value.decimalValue()) : Amount.read(value.asString(""));
    }

    private static BigDecimal sum(JsonNode value) {
        return (value.isArray() ? value.valueStream() : java.util.stream.Stream.of(value))
                .map(ValueFilter::read)
                .filter(Objects::nonNull)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static int decimals(String argument, Mistakes faults, String path) {
        if (argument.matches("\\d{1,2}")) {
            return Integer.parseInt(argument);
        }
        faults.error(path, "'" + argument + "' is no whole number from 0 to 99");
        return 0;
    }

    /** 4998 is 49.98 EUR and 4998 JPY. The argument is a number for all, or {@code ISK=2 MGA=0} where a sender has its own. */
    private static ValueFilter minorToMajor(String argument, Mistakes faults, String path) {
        Map<String, Integer> own = new TreeMap<>();
        if (OWN_DECIMALS.matcher(argument).matches()) {
            for (String one : argument.split(" ", -1)) {
                own.put(one.substring(0, 3), one.charAt(4) - '0');
            }
        }
        Integer all = argument.isEmpty() || !own.isEmpty() ? null : (Integer) decimals(argument, faults, path);
        return (value, scene) -> {
            BigDecimal minor = read(value);
            int usual = all == null ? Amount.decimals(scene.currency()) : all;
            Integer decimals = scene.currency() == null ? null : own.get(scene.currency());
            return minor == null ? value : Spot.number(minor.movePointLeft(decimals == null ? usual : decimals));
        };
    }

    /** A path of a page on the host that stands there; an address that has its own stays. */
    private static @Nullable ValueFilter on(@Nullable Spot place) {
        return place == null
                ? null
                : (value, scene) -> {
                    String host = place.in(scene).asString("").strip();
                    String path = value.asString("");
                    return path.startsWith("/") && !path.startsWith("//") && !host.isEmpty()
                            ? StringNode.valueOf("https://" + host + path)
                            : value;
                };
    }

    private static ValueFilter epoch(boolean milliseconds) {
        return (value, scene) -> {
            BigDecimal number = read(value);
            try {
                return number == null
                        ? value
                        : StringNode.valueOf(Instant.ofEpochMilli(number.movePointRight(milliseconds ? 0 : 3)
                                        .setScale(0, RoundingMode.DOWN)
                                        .longValueExact())
                                .toString());
            } catch (ArithmeticException | DateTimeException tooFar) {
                return value;
            }
        };
    }

    private static @Nullable ValueFilter date(String pattern, String zone, Mistakes faults, String path) {
        try {
            DateTimeFormatter form = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
            ZoneId place = ZoneId.of(zone);
            if (!fits(form, pattern) || isMixedUp(pattern)) {
                faults.error(
                        path,
                        "no time is read rightly by '" + pattern
                                + "': it is yyyy for the year, MM the month, dd the day, HH the hour (hh with a for AM and PM), mm the minute");
                return null;
            }
            return (value, scene) -> {
                try {
                    TemporalAccessor read = form.parseBest(
                            value.asString("").strip(), OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
                    Instant instant = switch (read) {
                        case OffsetDateTime whole -> whole.toInstant();
                        case LocalDateTime local -> local.atZone(place).toInstant();
                        default -> LocalDate.from(read).atStartOfDay(place).toInstant();
                    };
                    return StringNode.valueOf(instant.toString());
                } catch (DateTimeException otherwiseWritten) {
                    return value;
                }
            };
        } catch (DateTimeException | IllegalArgumentException wrong) {
            faults.error(
                    path,
                    "'date' takes a pattern such as 'dd.MM.yyyy HH:mm' and, behind a comma, a zone such as 'Europe/Berlin'");
            return null;
        }
    }

    /** Whether what is written by a pattern can be read by it, day and, where it has one, hour. */
    private static boolean fits(DateTimeFormatter form, String pattern) {
        OffsetDateTime sample = OffsetDateTime.of(2026, 11, 22, 17, 45, 30, 0, ZoneOffset.ofHours(2));
        boolean timed = pattern.replaceAll("'[^']*'", "").matches("(?s).*[hHkKm].*");
        try {
            TemporalAccessor read = form.parseBest(
                    form.format(sample.atZoneSameInstant(ZoneId.of("Europe/Athens"))),
                    OffsetDateTime::from,
                    LocalDateTime::from,
                    LocalDate::from);
            return LocalDate.from(read).equals(sample.toLocalDate())
                    && (!timed
                            || (read.isSupported(ChronoField.HOUR_OF_DAY)
                                    && read.get(ChronoField.HOUR_OF_DAY) == sample.getHour()));
        } catch (DateTimeException never) {
            return false;
        }
    }

    /** A letter at two places, or the day of the year beside a month: {@code HH:MM}, {@code DD.MM.yyyy} read something else than meant. */
    private static boolean isMixedUp(String pattern) {
        String bare = pattern.replaceAll("'[^']*'", " ");
        return TWO_PLACES.matcher(bare).find()
                || (bare.contains("D") && (bare.contains("M") || bare.contains("L") || bare.contains("d")))
                || (bare.contains("S") && !bare.contains("s"));
    }

    private static ValueFilter part(int index, String separator) {
        Pattern between = Pattern.compile(separator, Pattern.LITERAL);
        return (value, scene) -> {
            String[] parts = between.split(value.asString(""), -1);
            return or(index < parts.length ? parts[index].strip() : null);
        };
    }

    /** The value of a key in {@code aff-7|click=abc|sub=2}. */
    private static @Nullable String picked(String text, String key) {
        for (String pair : BETWEEN_PAIRS.split(text, -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).strip().equals(key)) {
                return pair.substring(equals + 1).strip();
            }
        }
        return null;
    }

    private static @Nullable String inQuery(String address, String name) {
        String query = address.substring(address.indexOf('?') + 1);
        int fragment = query.indexOf('#');
        return Hook.parameter(fragment < 0 ? query : query.substring(0, fragment), name);
    }

    private static JsonNode or(@Nullable String text) {
        return text == null || text.isEmpty() ? MissingNode.getInstance() : StringNode.valueOf(text);
    }
}
