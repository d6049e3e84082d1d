package io.taghub.postback.answer;

import io.taghub.personal.PersonalData;
import io.taghub.tag.Outcome;
import io.taghub.tag.Reason;
import io.taghub.tag.Response;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a network's answers mean. The first rule that fits decides, else the HTTP status and {@link PlainRefusals}. A
 * refusal of a token, a key or the hub's address pauses the tag also where a rule takes it for one of the event. Where a rule
 * says what delivered looks like, a 2xx that no rule knows is no delivery; where none does, a 2xx is one unless it reads like
 * a refusal.
 *
 * @param takenAway what the operator left empty: plain words mean it no more than a rule
 */
public record Answers(List<Rule> rules, Set<Meaning> takenAway) {
    /** Nobody takes these for a delivery. */
    private static final List<AnswerRule.Said> NO_ANSWERS = Stream.of("500 failure", "403 no", "404")
            .map(text -> Response.of(Integer.parseInt(text.substring(0, 3)), text.substring(3)))
            .map(AnswerRule.Said::of)
            .toList();

    private static final int MOST_SHOWN = 160;

    enum Meaning {
        DELIVERED,
        DUPLICATE,
        REJECTED,
        RETRY,
        UNKNOWN,
        MISCONFIGURED,
        BAD_CREDENTIALS,
        NO_PERMISSION;

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    record Rule(Meaning meaning, AnswerRule test) {}

    /** @param problem told the key and what is wrong with it */
    public static Answers of(Map<String, String> written, BiConsumer<String, String> problem) {
        List<Rule> rules = new ArrayList<>();
        Set<Meaning> takenAway = EnumSet.noneOf(Meaning.class);
        written.forEach((key, rule) -> {
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
            } else if (rule.isBlank()) {
                takenAway.add(meaning.get());
            } else {
                try {
                    AnswerRule test = AnswerRule.of(rule);
                    String doubt = doubt(meaning.get(), test, rule, written);
                    if (doubt != null) {
                        problem.accept(key, doubt);
                    }
                    rules.add(new Rule(meaning.get(), test));
                } catch (IllegalArgumentException wrong) {
                    problem.accept(key, String.valueOf(wrong.getMessage()));
                }
            }
        });
        return new Answers(List.copyOf(rules), Set.copyOf(takenAway));
    }

    /** Why a rule that can be read cannot be meant. */
    private static @Nullable String doubt(Meaning meaning, AnswerRule test, String rule, Map<String, String> written) {
        boolean good = meaning == Meaning.DELIVERED || meaning == Meaning.DUPLICATE;
        if (good && NO_ANSWERS.stream().allMatch(none -> test.find(none) != null)) {
            return "this fits every answer, also a refusal and a failure; write what the network says, such as ^200 OK";
        }
        for (Map.Entry<String, String> other : written.entrySet()) {
            if (other.getKey().equals(meaning.key())) {
                return null;
            }
            if (other.getValue().strip().equals(rule.strip())) {
                return "'" + other.getKey() + "' has the same rule and is asked first, so this one never decides";
            }
        }
        return null;
    }

    /** The operator's rules are asked first, and each stands in for the preset's of the same meaning. */
    public static Map<String, String> merged(Map<String, String> preset, Map<String, String> own) {
        Map<String, String> merged = new java.util.LinkedHashMap<>(own);
        preset.forEach(merged::putIfAbsent);
        return merged;
    }

    /** Of who does not say what it answers: a success that reads like a refusal, a page or rubbish is none. */
    public static Outcome plain(Response response) {
        return new Answers(List.of(), Set.of()).read(response);
    }

    public Outcome read(Response response) {
        AnswerRule.Said answer = AnswerRule.Said.of(response);
        for (Rule rule : rules) {
            String found = rule.test().find(answer);
            boolean fits = found != null
                    && (rule.meaning() != Meaning.DELIVERED || rule.test().mayDeliver(response));
            if (found != null && fits) {
                String detail = shown(response.status(), found);
                // A network says in the same form that it takes no event at all.
                Reason pausing = refuses(rule.meaning()) && !response.passing() ? pausing(answer) : null;
                return pausing == null
                        ? outcome(rule.meaning(), response, detail)
                        : Outcome.misconfigured(pausing, said(answer));
            }
        }
        return byStatus(response, answer);
    }

    private static boolean refuses(Meaning meaning) {
        return meaning == Meaning.REJECTED || meaning == Meaning.UNKNOWN;
    }

    private static Outcome outcome(Meaning meaning, Response response, String detail) {
        return switch (meaning) {
            case DELIVERED -> Outcome.DELIVERED;
            case DUPLICATE -> Outcome.DUPLICATE;
            case REJECTED -> Outcome.rejected(detail);
            case RETRY -> new Outcome.Retryable(Reason.PLATFORM_DOWN, response.retryAfter(), detail);
            case UNKNOWN -> new Outcome.Unknown(detail);
            case MISCONFIGURED -> Outcome.misconfigured(Reason.BAD_SETTINGS, detail);
            case BAD_CREDENTIALS -> Outcome.misconfigured(Reason.BAD_CREDENTIALS, detail);
            case NO_PERMISSION -> Outcome.misconfigured(Reason.NO_PERMISSION, detail);
        };
    }

    private Outcome byStatus(Response response, AnswerRule.Said answer) {
        if (response.passing() || response.redirects()) {
            return response.retry();
        }
        boolean known = rules.stream()
                .anyMatch(rule ->
                        rule.meaning() == Meaning.DELIVERED && !rule.test().ofRedirects());
        if (!known && response.ok() && PlainRefusals.isDuplicate(answer)) {
            return Outcome.DUPLICATE;
        }
        String refusal = response.ok() ? PlainRefusals.refusal(answer) : "";
        if (refusal == null) {
            return known
                    ? new Outcome.Unknown(said(answer) + ", which no rule under 'answers' knows")
                    : Outcome.DELIVERED;
        }
        Reason pausing = pausing(answer);
        if (pausing != null) {
            return Outcome.misconfigured(pausing, said(answer));
        }
        if (response.ok()) {
            return new Outcome.Unknown(said(answer) + (known ? ", which no rule under 'answers' knows" : refusal));
        }
        String detail = "HTTP " + response.status();
        return switch (response.status()) {
            case 401 -> Outcome.misconfigured(Reason.BAD_CREDENTIALS, detail);
            case 403 -> Outcome.misconfigured(Reason.NO_PERMISSION, detail);
            default -> Outcome.rejected(detail);
        };
    }

    private @Nullable Reason pausing(AnswerRule.Said answer) {
        Reason reason = PlainRefusals.pausing(answer);
        Meaning meaning = reason == Reason.NO_PERMISSION ? Meaning.NO_PERMISSION : Meaning.BAD_CREDENTIALS;
        return takenAway.contains(meaning) ? null : reason;
    }

    private static String said(AnswerRule.Said answer) {
        int status = answer.response().status();
        String body = answer.body();
        return body.isEmpty()
                ? "HTTP " + status + " with an empty body"
                : PlainRefusals.isPage(body) ? "HTTP " + status + " with a page" : shown(status, answer.text());
    }

    private static String shown(int status, String matched) {
        String text = matched.replaceFirst("^" + status + "\\s*", "")
                .replaceAll("\\p{Cntrl}+", " ")
                .strip();
        String masked = PersonalData.masked(text);
        return "HTTP " + status
                + (masked.isEmpty() ? "" : ": ")
                + (masked.length() > MOST_SHOWN ? masked.substring(0, MOST_SHOWN) + "…" : masked);
    }
}
