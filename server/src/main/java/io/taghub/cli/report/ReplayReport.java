package io.taghub.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What a replay came to, in words: what {@code GET /api/replay/{id}} answers, as a table. */
public final class ReplayReport {
    private static final Map<String, String> WORDS = Map.of(
            "delivered", "delivered",
            "duplicate", "duplicate, which the platform had already",
            "rejected", "rejected again",
            "expired", "expired",
            "suppressed", "suppressed",
            "skipped", "skipped",
            "held", "held for a person, see `taghub held`",
            "waiting", "waiting");

    /** Waits that are no failure. */
    private static final Set<String> PATIENT =
            Set.of("MIN_DELAY", "PENDING_VERDICT", "ONCE", "AWAITING_LINK", "AWAITING_CONSENT");

    /** States of a tag that takes its turns, or may for all that this hub knows. */
    private static final Set<String> AT_WORK = Set.of("running", "elsewhere");

    private final JsonNode state;

    public ReplayReport(JsonNode state) {
        this.state = state;
    }

    public long chosen() {
        return state.path("chosen").asLong();
    }

    public long pending() {
        return state.path("pending").asLong();
    }

    /** Whether the tag does not work at present, so that there is nothing to wait for. */
    public boolean stopped() {
        return !AT_WORK.contains(state.path("tag_state").asString(""));
    }

    /** Whether an event was rejected again, is held, failed again, or had no turn. */
    public boolean problems() {
        return state.path("results").valueStream().anyMatch(result -> switch (verdict(result)) {
            case "rejected", "held" -> true;
            case "waiting" -> !PATIENT.contains(reason(result));
            default -> false;
        });
    }

    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add(line(chosen(), "chosen"));
        lines.add(line(state.path("sent").asLong(), "sent"));
        state.path("results")
                .forEach(result -> lines.add(line(result.path("count").asLong(), words(result))));
        if (pending() > 0) {
            String why = state.path("tag_reason_text").asString("");
            lines.add("The tag is " + state.path("tag_state").asString("") + (why.isEmpty() ? "" : ", " + why)
                    + ". What waits stays in the hub and goes when its turn comes.");
        }
        return String.join("\n", lines);
    }

    /** Of what a replay found before anything was put back. */
    public static String found(JsonNode found) {
        List<String> lines = new ArrayList<>();
        found.forEach(result -> lines.add(line(
                result.path("count").asLong(),
                verdict(result) + (reason(result).isEmpty() ? "" : ", " + because(result)))));
        return String.join("\n", lines);
    }

    /** Of what would become of them. */
    public static String outlook(JsonNode outlook) {
        List<String> lines = new ArrayList<>();
        outlook.forEach(result -> lines.add(line(
                result.path("count").asLong(),
                verdict(result).equals("delivered")
                        ? "would be sent"
                        : "would be " + verdict(result) + ", " + because(result))));
        return String.join("\n", lines);
    }

    private static String words(JsonNode result) {
        String verdict = verdict(result);
        if (reason(result).equals("REOPENED")) {
            return "waiting for their turn";
        }
        if (verdict.equals("waiting") && reason(result).equals("ONCE")) {
            return "waiting for what becomes of an earlier one of the same";
        }
        String word = verdict.equals("waiting") && !PATIENT.contains(reason(result))
                ? "failed again, will be repeated"
                : WORDS.getOrDefault(verdict, verdict);
        return word + (reason(result).isEmpty() ? "" : ": " + because(result));
    }

    private static String because(JsonNode result) {
        return reason(result) + ", " + result.path("reason_text").asString("");
    }

    private static String verdict(JsonNode result) {
        return result.path("verdict").asString("");
    }

    private static String reason(JsonNode result) {
        return result.path("reason").asString("");
    }

    private static String line(long count, String text) {
        return String.format(Locale.ENGLISH, "%,9d  %s", count, text);
    }
}
