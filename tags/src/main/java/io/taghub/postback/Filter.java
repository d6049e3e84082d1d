package io.taghub.postback;

import io.taghub.postback.encode.Digest;
import io.taghub.postback.encode.Percent;
import io.taghub.postback.encode.Spelling;
import io.taghub.tag.Identifiers;
import io.taghub.tag.Reason;
import io.taghub.tag.Secret;
import io.taghub.text.Amount;
import io.taghub.text.Suggestion;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One step of a macro: formats the value of a path. The list is closed on purpose; it is not a language. */
@FunctionalInterface
interface Filter {

    /**
     * Formats a value or stands in for it.
     *
     * @param value null where there is none
     */
    @Nullable
    Object apply(@Nullable Object value, Binding binding);

    /** An argument: {@code 'text'} in quotes, or a bare name or number. */
    record Argument(String text, boolean quoted) {}

    /** After these a value no longer shows whose it is. */
    Set<String> HASHES = Set.copyOf(Digest.names());

    /** After these a text is another one, from which it can be had again, in part at least. */
    Set<String> REWRITING = Set.of("base64", "base64url", "encoded", "substring", "without", "trunc");

    /** Says that a path segment without this value falls away. */
    Filter OPTIONAL = (value, binding) -> value;

    /** Filter name to how many arguments it takes. */
    Map<String, List<Integer>> ARGUMENTS = Map.ofEntries(
            Map.entry("default", List.of(1)),
            Map.entry("required", List.of(0)),
            Map.entry("lower", List.of(0)),
            Map.entry("upper", List.of(0)),
            Map.entry("trunc", List.of(1)),
            Map.entry("max", List.of(1)),
            Map.entry("money", List.of(0, 1)),
            Map.entry("minor_units", List.of(0)),
            Map.entry("epoch", List.of(0)),
            Map.entry("epoch_ms", List.of(0)),
            Map.entry("iso", List.of(0)),
            Map.entry("date", List.of(1, 2)),
            Map.entry("optional", List.of(0)),
            Map.entry("needs", List.of(1)),
            Map.entry("no_items", List.of(0)),
            Map.entry("substring", List.of(1, 2)),
            Map.entry("without", List.of(1)),
            Map.entry("encoded", List.of(0)),
            Map.entry("base64", List.of(0)),
            Map.entry("base64url", List.of(0)),
            Map.entry("sha256", List.of(0)),
            Map.entry("sha1", List.of(0)),
            Map.entry("sha512", List.of(0)),
            Map.entry("md5", List.of(0)),
            Map.entry("hmac_sha1", List.of(1)),
            Map.entry("hmac_sha256", List.of(1)),
            Map.entry("hmac_sha512", List.of(1)),
            Map.entry("map", List.of(1)),
            Map.entry("join", List.of(1)),
            Map.entry("last_click", List.of(1)));

    /** The filter as written, or null after a problem was reported. */
    static @Nullable Filter of(
            String path,
            String name,
            List<Argument> arguments,
            Scope scope,
            RequestPart place,
            Consumer<String> problem) {
        List<Integer> counts = ARGUMENTS.get(name);
        if (counts == null) {
            problem.accept("unknown filter '" + name + "'"
                    + (name.equals("raw")
                            ? "; values are always encoded"
                            : Suggestion.among(ARGUMENTS.keySet(), name)));
            return null;
        }
        if (!counts.contains(arguments.size())) {
            problem.accept("the filter '" + name + "' takes "
                    + counts.stream().map(String::valueOf).collect(Collectors.joining(" or "))
                    + (counts.getLast() == 1 ? " argument" : " arguments"));
            return null;
        }
        if (path.startsWith("secret.") && REWRITING.contains(name)) {
            problem.accept(
                    "a secret goes out as it is or hashed: rewritten by '" + name + "' nothing could hide it from"
                            + " people who look at requests; for a name and a password there is auth: { basic: ... }");
            return null;
        }
        String argument = arguments.isEmpty() ? "" : arguments.getFirst().text();
        return switch (name) {
            case "default" -> orElse(path, arguments.getFirst(), scope, place, problem);
            case "required" -> (value, b) -> value == null ? b.missing(path) : value;
            case "lower" -> text(text -> text.toLowerCase(Locale.ROOT));
            case "upper" -> text(text -> text.toUpperCase(Locale.ROOT));
            case "trunc" -> {
                int length = number(name, argument, 1, 4096, problem);
                yield text(text -> text.codePointCount(0, text.length()) <= length
                        ? text
                        : text.substring(0, text.offsetByCodePoints(0, length)));
            }
            // A network that cuts ids short would take two orders for one.
            case "max" -> {
                int length = number(name, argument, 1, 4096, problem);
                yield (value, b) -> value == null || Macro.text(value).length() <= length
                        ? value
                        : b.skip(Reason.INVALID_FIELD, path + " is longer than " + length + " characters");
            }
            case "money" -> {
                int decimals = arguments.isEmpty() ? Amounts.AS_THE_CURRENCY : number(name, argument, 0, 6, problem);
                yield amount(path, (amount, b) -> Amounts.rounded(amount, currency(b), decimals));
            }
            case "minor_units" ->
                amount(path, (amount, b) -> {
                    BigDecimal units = Amounts.minorUnits(amount, currency(b));
                    return units == null
                            ? b.skip(
                                    Reason.INVALID_FIELD,
                                    path
                                            + " has less than one minor unit of its currency, or more digits than hundredths; the"
                                            + " filter 'money' sends every digit")
                            : units;
                });
            case "epoch" -> time(path, Instant::getEpochSecond);
            case "epoch_ms" -> time(path, Instant::toEpochMilli);
            case "iso" ->
                time(path, time -> time.truncatedTo(ChronoUnit.SECONDS).toString());
            case "date" -> date(path, arguments, problem);
            case "sha256" ->
                (value, b) -> {
                    String given = Paths.givenHash(path, b.event.user());
                    return given != null || value == null ? given : Identifiers.hex("SHA-256", Macro.text(value));
                };
            case "sha1", "sha512", "md5" -> hash(name, "");
            case "hmac_sha1", "hmac_sha256", "hmac_sha512" -> hmac(name, argument, scope, problem);
            case "optional" -> OPTIONAL;
            case "needs" -> needs(argument, scope, problem);
            // Where the lines say what they cost, the order's sum would be told twice.
            case "no_items" -> (value, b) -> b.lines().stream().anyMatch(line -> line.price() != null) ? null : value;
            case "substring" -> substring(arguments, problem);
            case "without" -> text(text -> Macro.present(text.replace(argument, "")));
            // For receivers that decode a value once more after they took it apart.
            case "encoded" -> text(Percent::encode);
            case "base64", "base64url" ->
                text(text -> Objects.requireNonNull(Spelling.of(name)).of(text.getBytes(StandardCharsets.UTF_8)));
            case "map" -> mapped(argument, scope, problem);
            case "join" -> (value, b) -> value instanceof List<?> list ? joined(list, argument) : value;
            // Networks that ask who won the sale pay by the answer: a claim that is not true costs the other its due.
            case "last_click" -> (value, b) -> b.clickIsLast() ? value : argument;
            default -> throw new IllegalStateException(name);
        };
    }

    private static @Nullable Filter orElse(
            String path, Argument argument, Scope scope, RequestPart place, Consumer<String> problem) {
        if (argument.quoted()) {
            if (path.equals("click.id") && argument.text().isEmpty()) {
                problem.accept("an empty click id must never go out; use 'required' instead of default:''");
            }
            return (value, b) -> value == null ? argument.text() : value;
        }
        Function<Binding, @Nullable Object> other = Paths.find(argument.text(), scope);
        if (other == null) {
            problem.accept("default:" + argument.text() + " names neither a macro nor, in quotes, a text"
                    + Suggestion.among(Paths.known(scope), argument.text()));
            return null;
        }
        if (Paths.PERSONAL.contains(argument.text()) || argument.text().startsWith("secret.")) {
            problem.accept("default:" + argument.text() + " would show what must stay hidden");
        }
        scope.used().add(argument.text());
        Function<Binding, @Nullable Object> clear = Paths.withoutPersonal(argument.text(), other, place);
        return (value, b) -> value == null ? Macro.present(clear.apply(b)) : value;
    }

    /** Without the other value the event is not this receiver's, although the other is not sent. */
    private static @Nullable Filter needs(String path, Scope scope, Consumer<String> problem) {
        Function<Binding, @Nullable Object> other = Paths.find(path, scope);
        if (other == null) {
            problem.accept("needs:" + path + " names no macro" + Suggestion.among(Paths.known(scope), path));
            return null;
        }
        scope.used().add(path);
        return (value, b) -> Macro.present(other.apply(b)) == null ? b.missing(path) : value;
    }

    private static Filter text(Function<String, @Nullable Object> change) {
        return (value, b) -> value == null ? null : change.apply(Macro.text(value));
    }

    private static Filter amount(String path, BiFunction<BigDecimal, Binding, @Nullable Object> format) {
        return (value, b) -> {
            if (value == null) {
                return null;
            }
            BigDecimal amount = read(Macro.text(value));
            return amount == null ? b.skip(Reason.INVALID_FIELD, path + " is not an amount") : format.apply(amount, b);
        };
    }

    private static @Nullable BigDecimal read(String amount) {
        try {
            return Amount.bounded(new BigDecimal(amount));
        } catch (NumberFormatException notAnAmount) {
            return null;
        }
    }

    private static @Nullable String currency(Binding b) {
        return b.event.currency();
    }

    private static Filter time(String path, Function<Instant, Object> format) {
        return (value, b) -> switch (value) {
            case null -> null;
            case Instant time -> format.apply(time);
            default -> b.skip(Reason.INVALID_FIELD, path + " is not a time");
        };
    }

    private static @Nullable Filter date(String path, List<Argument> arguments, Consumer<String> problem) {
        try {
            ZoneId zone = ZoneId.of(arguments.size() == 2 ? arguments.get(1).text() : "UTC");
            DateTimeFormatter format = DateTimeFormatter.ofPattern(
                            arguments.getFirst().text(), Locale.ROOT)
                    .withZone(zone);
            // A letter that means nothing to a point in time only shows when used.
            return format.format(Instant.EPOCH).isEmpty() ? null : time(path, format::format);
        } catch (IllegalArgumentException | DateTimeException wrong) {
            problem.accept(
                    "date:'" + arguments.getFirst().text() + "' is not a date pattern such as 'yyyy-MM-dd HH:mm:ss'");
            return null;
        }
    }

    private static Filter hash(String name, String key) {
        Digest digest = Objects.requireNonNull(Digest.of(name));
        return text(text -> Spelling.HEX.of(digest.of(text, key)));
    }

    private static @Nullable Filter hmac(String filter, String name, Scope scope, Consumer<String> problem) {
        Secret secret = scope.secrets().get(name);
        if (secret == null) {
            problem.accept(filter + ":" + name + " names no secret"
                    + Suggestion.among(scope.secrets().keySet(), name));
            return null;
        }
        return hash(filter, secret.reveal());
    }

    /** From the first of these characters on, at most as many; counted from 0. */
    private static Filter substring(List<Argument> arguments, Consumer<String> problem) {
        int from = number("substring", arguments.getFirst().text(), 0, 4096, problem);
        int most = arguments.size() == 1
                ? 4096
                : number("substring", arguments.get(1).text(), 1, 4096, problem);
        return text(text -> {
            int[] points = text.codePoints().skip(from).limit(most).toArray();
            return Macro.present(new String(points, 0, points.length));
        });
    }

    private static @Nullable Filter mapped(String name, Scope scope, Consumer<String> problem) {
        Map<String, String> map = scope.maps().get(name);
        if (map == null) {
            problem.accept("map:" + name + " names no list under 'maps'"
                    + Suggestion.among(scope.maps().keySet(), name));
            return null;
        }
        return text(map::get);
    }

    /** An element that contains the delimiter would become two. */
    private static String joined(List<?> list, String delimiter) {
        return list.stream()
                .map(element -> Macro.text(element).replace(delimiter, ""))
                .collect(Collectors.joining(delimiter));
    }

    private static int number(String filter, String argument, int least, int most, Consumer<String> problem) {
        try {
            int number = Integer.parseInt(argument);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Reported below with the ones that are out of range.
        }
        problem.accept(filter + ":" + argument + " must be a number from " + least + " to " + most);
        return least;
    }
}
