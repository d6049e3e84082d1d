package io.taghub.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A list of many expressions, nearly all of them plain words, that is asked whether one is in a text: the words are found by
 * their first three letters, so that a thousand cost no more than a few.
 */
final class Names {
    private static final int BEGINNING = 3;
    private static final Pattern PLAIN = Pattern.compile("(?:[^\\\\\\[\\](){}|^$+*?.]|\\\\[.+/!()-])+");

    private final Map<Integer, List<String>> words = new HashMap<>();
    /** Those of the beginning are tried there only. */
    private final Pattern beginnings;

    private final Pattern others;

    Names(List<String> expressions) {
        List<String> rest = new ArrayList<>();
        for (String expression : expressions) {
            String word = expression.replace("\\", "");
            if (word.length() >= BEGINNING && PLAIN.matcher(expression).matches()) {
                words.computeIfAbsent(beginning(word, 0), first -> new ArrayList<>())
                        .add(word);
            } else {
                rest.add(expression);
            }
        }
        var byPlace = rest.stream()
                .collect(Collectors.partitioningBy(
                        expression -> expression.startsWith("^") && !expression.contains("|")));
        beginnings = either(byPlace.getOrDefault(true, List.of()));
        others = either(byPlace.getOrDefault(false, List.of()));
    }

    private static Pattern either(List<String> expressions) {
        return Pattern.compile(expressions.isEmpty() ? "(?!)" : String.join("|", expressions));
    }

    boolean in(String text) {
        for (int i = 0; i + BEGINNING <= text.length(); i++) {
            for (String word : words.getOrDefault(beginning(text, i), List.of())) {
                if (text.startsWith(word, i)) {
                    return true;
                }
            }
        }
        return beginnings.matcher(text).lookingAt() || others.matcher(text).find();
    }

    private static int beginning(String text, int at) {
        return (text.charAt(at) * 31 + text.charAt(at + 1)) * 31 + text.charAt(at + 2);
    }
}
