package io.taghub.delivery.lines;

import io.taghub.store.TakenLines;
import io.taghub.tag.Outcome;
import io.taghub.tag.Reason;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How far an order is that is told line by line: what became of the lines that are over, and how the others failed now.
 *
 * @param lines how many there are
 * @param over line, from 1, to what became of it
 * @param failed the worst of those that are to be sent again; null where none is
 */
public record LineTally(
        int lines, Map<Integer, End> over, @Nullable Outcome failed) {

    /** What became of a line. */
    public enum End {
        TAKEN(""),
        KNOWN("="),
        REFUSED("!");

        private final String sign;

        End(String sign) {
            this.sign = sign;
        }
    }

    public LineTally {
        over = new TreeMap<>(over);
    }

    /** As it was noted down, {@code 1 2! 4=}; empty where it was not. */
    public static LineTally of(int lines, String notes) {
        Map<Integer, End> over = new TreeMap<>();
        for (String note : notes.isEmpty() ? new String[0] : notes.split(" ")) {
            int line = Integer.parseInt(note.replaceAll("[=!]", ""));
            over.put(line, note.endsWith("!") ? End.REFUSED : note.endsWith("=") ? End.KNOWN : End.TAKEN);
        }
        return new LineTally(lines, over, null);
    }

    /** To be noted down until the order is over. */
    public String notes() {
        return over.entrySet().stream()
                .map(entry -> entry.getKey() + entry.getValue().sign)
                .collect(Collectors.joining(" "));
    }

    /** The next line that is not over, from this one on; one more than there are where all are. */
    public int next(int from) {
        int line = from;
        while (line <= lines && over.containsKey(line)) {
            line++;
        }
        return line;
    }

    /** With what an attempt of one line came to. */
    public LineTally with(int line, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered _, Outcome.Accepted _ -> ended(line, End.TAKEN, failed);
            case Outcome.Duplicate _ -> ended(line, End.KNOWN, failed);
            // Why it was refused is told where that is the order's verdict.
            case Outcome.Rejected(Reason reason, String detail) ->
                ended(line, End.REFUSED, worse(failed, new Outcome.Rejected(reason, named(line, detail))));
            case Outcome.Retryable(Reason reason, var after, String detail) ->
                new LineTally(lines, over, worse(failed, new Outcome.Retryable(reason, after, named(line, detail))));
            case Outcome.Unknown(String detail) ->
                new LineTally(lines, over, worse(failed, new Outcome.Unknown(named(line, detail))));
            case Outcome.Misconfigured misconfigured -> new LineTally(lines, over, misconfigured);
        };
    }

    /** What the whole order came to: the worst of its lines. */
    public Outcome outcome() {
        if (failed instanceof Outcome.Rejected(Reason reason, String detail)) {
            return new Outcome.Rejected(reason, detail + TakenLines.words(notes()));
        }
        if (failed != null) {
            return failed;
        }
        if (over.containsValue(End.REFUSED)) {
            String refused = over.entrySet().stream()
                    .filter(entry -> entry.getValue() == End.REFUSED)
                    .map(entry -> String.valueOf(entry.getKey()))
                    .collect(Collectors.joining(", "));
            return Outcome.rejected("refused of " + lines + " lines: " + refused + TakenLines.words(notes()));
        }
        return over.containsValue(End.TAKEN) ? Outcome.DELIVERED : Outcome.DUPLICATE;
    }

    /** With lines that nobody tried any more, because the platform had enough or the hub stops. */
    public LineTally untried(int from) {
        return new LineTally(
                lines,
                over,
                worse(failed, Outcome.retry(Reason.BREAKER_OPEN, named(from, "it and what follows had to wait"))));
    }

    private LineTally ended(int line, End end, @Nullable Outcome worst) {
        Map<Integer, End> more = new TreeMap<>(over);
        more.put(line, end);
        return new LineTally(lines, more, worst);
    }

    private String named(int line, String detail) {
        return "line " + line + " of " + lines + (detail.isEmpty() ? "" : ": " + detail);
    }

    private static Outcome worse(@Nullable Outcome known, Outcome other) {
        return known == null || rank(other) > rank(known) ? other : known;
    }

    private static int rank(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Duplicate _ -> 0;
            case Outcome.Delivered _, Outcome.Accepted _ -> 1;
            case Outcome.Rejected _ -> 2;
            case Outcome.Retryable _ -> 3;
            case Outcome.Unknown _ -> 4;
            case Outcome.Misconfigured _ -> 5;
        };
    }
}
