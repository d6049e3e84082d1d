package io.taghub.tag.postback;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.taghub.tag.Expression;
import io.taghub.tag.Outcome;
import io.taghub.tag.PersonalData;
import io.taghub.tag.Reason;
import io.taghub.tag.Response;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * What a network's answers mean. A rule is a regular expression searched in {@code "STATUS BODY"}, for example
 * {@code ^200 .*success=false}; the first that is found decides, else the HTTP status.
 */
record Answers(List<Rule> rules) {

    enum Meaning {
        DELIVERED,
        DUPLICATE,
        REJECTED,
        RETRY,
        MISCONFIGURED;

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    record Rule(Meaning meaning, Pattern pattern) {}

    /** @param problem told the key and what is wrong with it */
    static Answers of(Map<String, String> written, BiConsumer<String, String> problem) {
        List<Rule> rules = new ArrayList<>();
        written.forEach((key, pattern) -> {
            var meaning = Arrays.stream(Meaning.values())
                    .filter(known -> known.key().equals(key))
                    .findFirst();
            if (meaning.isEmpty()) {
                problem.accept(
                        key,
                        "an answer means one of "
                                + Arrays.stream(Meaning.values())
                                        .map(Meaning::key)
                                        .toList());
                return;
            }
            try {
                rules.add(new Rule(meaning.get(), Expression.compile(pattern, Pattern.DOTALL)));
            } catch (IllegalArgumentException wrong) {
                problem.accept(key, String.valueOf(wrong.getMessage()));
            }
        });
        return new Answers(List.copyOf(rules));
    }

    Outcome read(Response response) {
        String answer = response.status() + " " + response.text();
        for (Rule rule : rules) {
            Matcher matcher = rule.pattern().matcher(answer);
            if (matcher.find()) {
                return outcome(rule.meaning(), response, shown(response.status(), matcher.group()));
            }
        }
        return byStatus(response);
    }

    private static Outcome outcome(Meaning meaning, Response response, String detail) {
        return switch (meaning) {
            case DELIVERED -> Outcome.DELIVERED;
            case DUPLICATE -> Outcome.DUPLICATE;
            case REJECTED -> Outcome.rejected(detail);
            case RETRY -> new Outcome.Retryable(Reason.PLATFORM_DOWN, response.retryAfter(), detail);
            case MISCONFIGURED -> Outcome.misconfigured(Reason.BAD_SETTINGS, detail);
        };
    }

    private static Outcome byStatus(Response response) {
        if (response.ok()) {
            return Outcome.DELIVERED;
        }
        if (response.passing()) {
            return response.retry();
        }
        String detail = "HTTP " + response.status();
        return switch (response.status()) {
            case 401 -> Outcome.misconfigured(Reason.BAD_CREDENTIALS, detail);
            case 403 -> Outcome.misconfigured(Reason.NO_PERMISSION, detail);
            default -> Outcome.rejected(detail);
        };
    }

    private static String shown(int status, String matched) {
        String text = matched.replaceFirst("^" + status + "\\s*", "")
                .replaceAll("\\p{Cntrl}+", " ")
                .strip();
        return "HTTP " + status + (text.isEmpty() ? "" : ": " + PersonalData.masked(text));
    }
}
