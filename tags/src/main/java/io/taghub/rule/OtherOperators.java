package io.taghub.rule;

import com.google.re2j.Pattern;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What other tools call the operators of a condition. */
final class OtherOperators {
    /** Others' words for ours. */
    static final Map<String, String> SAME = table(Map.of(
            "is", "eq equals equal equal_to is_equal_to = ==",
            "in", "one_of any_of values is_in is_one_of in_list",
            "not", "not_in is_not ne neq != <> not_equal not_equals not_equal_to not_one_of none_of nin isnt",
            "at_least",
                    "gte ge >= min minimum from greater_or_equal greater_than_or_equal greater_than_or_equal_to since after",
            "below", "lt < less_than less smaller_than under before until",
            "exists", "present required is_set is_present",
            "matches", "regex regexp pattern match matches_regex =~"));

    /** What ours is only nearly. */
    static final Map<String, String> ALMOST = table(
            Map.of(
                    "at_least", "gt > above over more_than greater_than greater bigger_than larger_than exceeds",
                    "below",
                            "lte le <= max maximum at_most up_to to less_or_equal less_than_or_equal less_than_or_equal_to no_more_than"));

    private OtherOperators() {}

    private static Map<String, String> table(Map<String, String> words) {
        Map<String, String> table = new HashMap<>();
        words.forEach((ours, theirs) -> {
            for (String word : theirs.split(" ")) {
                table.put(word, ours);
            }
        });
        return Map.copyOf(table);
    }

    /** How that is written here for which there is no operator, null where nothing is known of it. */
    static @Nullable String written(EventField field, String word, @Nullable Object operand) {
        String text = field.personal() || !(operand instanceof String || operand instanceof Number)
                ? "TEXT"
                : Pattern.quote(operand.toString()).replace("'", "''");
        return switch (word) {
            case "contains", "includes", "has", "like", "icontains", "contain" -> "write matches: '.*" + text + ".*'";
            case "starts_with", "start_with", "startswith", "begins_with", "prefix" ->
                "write matches: '" + text + ".*'";
            case "ends_with", "end_with", "endswith", "suffix" -> "write matches: '.*" + text + "'";
            case "between", "range" -> "write { at_least: 10, below: 100 }";
            case "missing", "absent", "empty", "is_empty", "null", "is_null", "not_exists", "is_not_set" ->
                "write exists: false";
            case "not_empty", "is_not_empty", "not_null" -> "write exists: true";
            default -> joining(word) == null ? null : "values that are as good as each other are a list, in: [a, b]";
        };
    }

    /** What a word between conditions is written as, null of a word that is none. */
    static @Nullable String joining(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "or", "any", "any_of", "||" ->
                "there is no '" + word
                        + "'; the event stands in 'when' once more, - with the other conditions below it, and one entry is"
                        + " enough";
            case "and", "all", "all_of", "&&", "conditions", "where", "if", "filter", "filters" ->
                "there is no '" + word
                        + "'; all conditions are to be met anyway, so write them without it, each by its field";
            case "not", "unless", "except", "none" ->
                "there is no '" + word + "' before a field; write it behind, user.country: { not: DE }";
            default -> null;
        };
    }
}
