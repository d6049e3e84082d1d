package io.taghub.rule;

import io.taghub.rule.EventField.Kind;
import io.taghub.tag.Secret;
import io.taghub.text.Expression;
import io.taghub.text.Moment;
import io.taghub.text.PatternSlip;
import io.taghub.text.Suggestion;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads conditions: a field, and behind it a value, a list of values, or operators with theirs. */
final class ConditionReader {
    static final List<String> OPERATORS = List.of("is", "in", "not", "at_least", "below", "exists", "matches", "type");

    private final Findings findings;
    private final ConditionDoubts doubts;

    ConditionReader(Findings findings) {
        this.findings = findings;
        doubts = new ConditionDoubts(findings);
    }

    /** All that are right. */
    List<Condition> read(Map<?, ?> written, String path) {
        List<Condition> conditions = new ArrayList<>();
        written.forEach((key, value) -> {
            String place = path + "." + key;
            String joined = OtherOperators.joining(String.valueOf(key));
            if (joined != null) {
                findings.error(place, joined);
                return;
            }
            EventField field = findings.field(String.valueOf(key), place);
            if (field == null) {
                return;
            }
            List<Demand> demands = demands(field, value, place);
            if (!demands.isEmpty()) {
                conditions.add(new Condition(field, demands));
            }
        });
        return conditions;
    }

    private List<Demand> demands(EventField field, @Nullable Object written, String path) {
        List<Demand> demands = new ArrayList<>();
        if (written instanceof Map<?, ?> operators) {
            operators.forEach((operator, operand) -> {
                Demand demand = demand(field, String.valueOf(operator), operand, path + "." + operator);
                if (demand != null) {
                    demands.add(demand);
                }
            });
            if (operators.isEmpty()) {
                findings.error(path, "no condition stands behind '" + field.name() + "'");
            }
            doubts.together(field, demands, path);
        } else {
            Demand demand = demand(field, written instanceof List ? "in" : "is", written, path);
            if (demand != null && !(written instanceof List)) {
                doubts.operand(field, java.util.Objects.requireNonNull(written), true, path);
            }
            if (demand != null) {
                demands.add(demand);
            }
        }
        return demands;
    }

    private @Nullable Demand demand(EventField field, String operator, @Nullable Object operand, String path) {
        return switch (operator) {
            case "is" -> {
                List<Demand.Operand> one = operand instanceof List
                        ? none(path, "'is' takes one value; write 'in' before a list")
                        : operands(field, operand, path);
                yield one.isEmpty() ? null : new Demand.Is("is", one);
            }
            case "in" -> {
                List<Demand.Operand> several = operand instanceof List
                        ? operands(field, operand, path)
                        : none(path, "'in' takes a list, such as [a, b]; write 'is' before one value");
                yield several.isEmpty() ? null : new Demand.Is("in", several);
            }
            case "not" -> {
                List<Demand.Operand> several = operands(field, operand, path);
                yield several.isEmpty() ? null : new Demand.Not(several);
            }
            case "at_least" -> {
                BigDecimal bound = bound(field, operator, operand, path);
                yield bound == null ? null : new Demand.AtLeast(bound, String.valueOf(operand));
            }
            case "below" -> {
                BigDecimal bound = bound(field, operator, operand, path);
                yield bound == null ? null : new Demand.Below(bound, String.valueOf(operand));
            }
            case "exists" -> {
                Boolean wanted = operand instanceof Boolean flag ? flag : null;
                if (wanted == null) {
                    findings.error(path, "'exists' takes true or false");
                }
                yield wanted == null ? null : new Demand.Exists(wanted);
            }
            case "matches" -> matches(field, operand, path);
            case "type" -> type(field, operand, path);
            default -> unknown(field, operator, operand, path);
        };
    }

    private @Nullable Demand unknown(EventField field, String operator, @Nullable Object operand, String path) {
        String word = operator.replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[ -]", "_");
        String written = OtherOperators.written(field, word, operand);
        if (written != null) {
            findings.error(path, "there is no operator '" + operator + "'; " + written);
            return null;
        }
        String meant = OPERATORS.contains(word) ? word : OtherOperators.SAME.get(word);
        String almost = OtherOperators.ALMOST.get(word);
        String hint = meant != null
                ? "; did you mean '" + meant + "'?"
                : almost != null
                        ? "; there is '" + almost + "', "
                                + (almost.equals("below")
                                        ? "which the value itself is not below"
                                        : "which the value itself meets")
                        : EventFields.find(operator) != null
                                ? "; a field stands beside the other, not below it"
                                : Suggestion.among(OPERATORS, operator);
        findings.error(
                path,
                "there is no operator '" + operator + "'"
                        + (hint.isEmpty() ? "; there are " + String.join(", ", OPERATORS) : hint));
        return null;
    }

    private List<Demand.Operand> none(String path, String message) {
        findings.error(path, message);
        return List.of();
    }

    private List<Demand.Operand> operands(EventField field, @Nullable Object written, String path) {
        List<Demand.Operand> operands = new ArrayList<>();
        List<?> list = written instanceof List<?> several ? several : null;
        if (list != null && list.isEmpty()) {
            return none(path, "an empty list is never met; name what the value may be");
        }
        for (int i = 0; list == null ? i < 1 : i < list.size(); i++) {
            String place = list == null ? path : path + "[" + i + "]";
            Object one = list == null ? written : list.get(i);
            String wrong = wrong(field, one);
            if (wrong != null) {
                findings.error(place, wrong);
            } else {
                operands.add(Demand.Operand.of(java.util.Objects.requireNonNull(one), field.kind()));
                // A value alone is looked at where it is known to stand alone.
                if (list != null || path.endsWith(".is") || path.endsWith(".not")) {
                    doubts.operand(field, one, false, place);
                }
            }
        }
        return list == null || operands.size() == list.size() ? operands : List.of();
    }

    private static @Nullable String wrong(EventField field, @Nullable Object operand) {
        if (operand == null || operand instanceof String text && text.isBlank()) {
            return "no value stands here; write exists: false for what is not there";
        }
        if (operand instanceof Secret) {
            return "a condition compares with what stands in the config, and not with a reference";
        }
        if (operand instanceof Map || operand instanceof List) {
            return "one value belongs here";
        }
        String text = operand.toString();
        return switch (field.kind()) {
            case NUMBER ->
                EventField.number(operand) == null || !text.matches("[+-]?[\\d.]+")
                        ? "'" + field.name() + "' is a number, and this is none" + ConditionDoubts.meant(text)
                        : null;
            case TIME -> "a time is compared by at_least and below";
            case CHANNEL -> words(field, text, List.of("browser", "server"));
            case CONSENT -> words(field, text, List.of("granted", "denied", "unset"));
            case CODE ->
                text.matches("[A-Za-z]{2,5}")
                                && ConditionDoubts.meant(text).isEmpty()
                                && (!field.name().endsWith("country") || text.length() == 2)
                        ? null
                        : field.name().endsWith("country")
                                ? "a country is written as its code of two letters, such as DE"
                                        + ConditionDoubts.meant(text)
                                : "a currency is written as its code, such as EUR" + ConditionDoubts.meant(text);
            case TEXT, ANY -> null;
        };
    }

    private static @Nullable String words(EventField field, String written, List<String> words) {
        return words.contains(written)
                ? null
                : "'" + field.name() + "' is " + String.join(" or ", words) + Suggestion.among(words, written);
    }

    private @Nullable BigDecimal bound(EventField field, String operator, @Nullable Object operand, String path) {
        return switch (field.kind()) {
            case NUMBER, ANY -> findings.number(operand instanceof Secret ? null : operand, path, operator);
            case TIME -> {
                Instant time = time(String.valueOf(operand));
                if (time == null) {
                    findings.error(
                            path, "'" + field.name() + "' is a time, such as 2026-12-01 or 2026-12-01T08:00:00Z");
                }
                yield time == null ? null : BigDecimal.valueOf(time.toEpochMilli());
            }
            case TEXT, CODE, CHANNEL, CONSENT -> {
                findings.error(
                        path,
                        "'" + operator + "' compares numbers, and '" + field.name()
                                + "' is none; write is, in, not or matches");
                yield null;
            }
        };
    }

    private static @Nullable Instant time(String written) {
        Moment.Read time = Moment.read(written);
        return time == null ? null : time.instant();
    }

    private @Nullable Demand matches(EventField field, @Nullable Object operand, String path) {
        if (field.kind() == Kind.NUMBER || field.kind() == Kind.TIME) {
            findings.error(path, "'matches' looks at text, and '" + field.name() + "' is " + field.kind().words);
            return null;
        }
        try {
            String pattern = operand instanceof String || operand instanceof Number ? operand.toString() : "";
            Demand matches = new Demand.Matches(Expression.compile(pattern, 0));
            doubts.matches(field, pattern, path);
            return matches;
        } catch (IllegalArgumentException refused) {
            String meant = PatternSlip.meant(String.valueOf(operand), false);
            findings.error(
                    path, meant == null ? String.valueOf(refused.getMessage()) : ConditionDoubts.meant(field, meant));
            return null;
        }
    }

    private @Nullable Demand type(EventField field, @Nullable Object operand, String path) {
        List<String> words = List.of("number", "text", "boolean", "list");
        String word = String.valueOf(operand);
        if (!words.contains(word)) {
            String meant = word.equals("string")
                    ? "; did you mean 'text'?"
                    : word.matches("int(eger)?|float|decimal")
                            ? "; did you mean 'number'?"
                            : word.equals("bool") ? "; did you mean 'boolean'?" : Suggestion.among(words, word);
            findings.error(path, "'type' takes " + String.join(", ", words) + meant);
            return null;
        }
        Demand.Type type = Demand.Type.valueOf(word.toUpperCase(Locale.ROOT));
        if (field.kind() == Kind.TIME) {
            findings.error(path, "'" + field.name() + "' is always a time; it is compared by at_least and below");
            return null;
        }
        Demand.Type kept = field.kept();
        if (kept != null && type != kept && !(field.several() && type == Demand.Type.LIST)) {
            findings.error(
                    path,
                    "'" + field.name() + "' is " + (kept == Demand.Type.NUMBER ? "a number" : "text")
                            + " whatever a sender writes, so this is never met"
                            + (type == Demand.Type.NUMBER && kept == Demand.Type.TEXT
                                    ? "; for digits alone write matches: '[0-9]+'"
                                    : "; leave it out"));
            return null;
        }
        return new Demand.OfType(type, field.several());
    }
}
