package io.taghub.report;

import io.taghub.report.PartnerRow.Decision;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the rows of one conversion say together: they are its lines, the states it had one after the other, what was taken
 * back of it, or the same once more.
 *
 * @param row the one that decides; of lines the first, with the sum
 * @param refused lines that they refuse, where they do not refuse all
 * @param pending lines that wait, where others do not
 * @param again what is there twice, and the row that it repeats
 * @param back rows below nothing, that take back
 * @param others that have the click alone in common, and mean something else
 */
record Together(
        PartnerRow row,
        List<PartnerRow> refused,
        List<PartnerRow> pending,
        Map<PartnerRow, PartnerRow> again,
        List<PartnerRow> back,
        List<PartnerRow> others) {

    /** More than the whole by this factor are no lines of it. */
    private static final BigDecimal TOO_MUCH = new BigDecimal("1.3");

    private static final Pattern CORRECTION = Pattern.compile("(?i)adjust|correct|amend|korrig|korrekt|angepasst");

    /** The no after the yes, where they have no times. */
    private static final Comparator<PartnerRow> IN_TIME_OF_DECISION =
            Comparator.comparing(PartnerRow::decision).thenComparingInt(PartnerRow::line);

    private static final Comparator<PartnerRow> IN_TIME =
            Comparator.comparing(Together::place).thenComparing(IN_TIME_OF_DECISION);

    /**
     * @param first the row that has the event
     * @param more that mean the same
     * @param weak which of them have nothing but the click in common with it
     * @param fits whether a row says what the event is worth
     */
    static Together of(
            OurEvent event,
            PartnerRow first,
            List<PartnerRow> more,
            Predicate<PartnerRow> weak,
            Predicate<PartnerRow> fits) {
        List<PartnerRow> all = new ArrayList<>(more);
        all.add(first);
        all.sort(Comparator.comparingInt(PartnerRow::line));
        List<PartnerRow> back =
                all.stream().filter(row -> row != first && isBack(row, event)).toList();
        List<PartnerRow> rows = all.stream().filter(row -> !back.contains(row)).toList();
        if (rows.size() > 1 && !fits.test(first) && !hasVoid(rows) && fits.test(sum(rows))) {
            return lines(rows, Map.of(), back, List.of());
        }
        List<PartnerRow> others = rows.stream()
                .filter(row -> row != first && weak.test(row) && !isSameAmount(row, first))
                .toList();
        Map<PartnerRow, PartnerRow> again = new LinkedHashMap<>();
        List<PartnerRow> kept =
                states(rows.stream().filter(row -> !others.contains(row)).toList(), again);
        boolean paidAgain = kept.size() == 1
                && !again.isEmpty()
                && !back.isEmpty()
                && others.isEmpty()
                && rows.stream().allMatch(row -> row.decision() == Decision.COUNTED)
                && fits.test(sum(all));
        if (paidAgain) {
            return new Together(kept.getFirst(), List.of(), List.of(), Map.of(), List.of(), others);
        }
        if (kept.size() == 1) {
            return new Together(kept.getFirst(), List.of(), List.of(), again, back, others);
        }
        boolean parts = kept.stream()
                        .map(PartnerRow::part)
                        .filter(part -> !part.isEmpty())
                        .distinct()
                        .count()
                > 1;
        if (parts || (!hasVoid(kept) && fits.test(sum(kept)))) {
            return lines(kept, again, back, others);
        }
        PartnerRow right = kept.stream().filter(fits).findFirst().orElse(null);
        PartnerRow row = kept.stream().map(PartnerRow::decision).distinct().count() > 1
                ? deciding(kept)
                : corrected(kept, right != null);
        if (row == null && right == null && sum(kept).amount() instanceof BigDecimal much && isLess(much, event)) {
            return lines(kept, again, back, others);
        }
        if (row == null) {
            PartnerRow stands = right == null ? kept.getFirst() : right;
            kept.stream().filter(one -> one != stands).forEach(one -> again.put(one, stands));
            row = stands;
        }
        return new Together(row, List.of(), List.of(), again, back, others);
    }

    /** Of several amounts the one that corrects the others, by its word or, where one of them is all, by its time; null for none. */
    private static @Nullable PartnerRow corrected(List<PartnerRow> kept, boolean byTime) {
        List<PartnerRow> worded = kept.stream()
                .filter(row -> CORRECTION.matcher(row.status()).find())
                .toList();
        if (!worded.isEmpty() && worded.size() < kept.size()) {
            return worded.stream().max(IN_TIME).orElseThrow();
        }
        List<PartnerRow> inTime = kept.stream().sorted(IN_TIME).toList();
        LocalDateTime last = moment(inTime.getLast());
        LocalDateTime before = moment(inTime.get(inTime.size() - 2));
        return byTime && last != null && before != null && last.isAfter(before) ? inTime.getLast() : null;
    }

    /** Whether one of them says of the whole that it is worth nothing. */
    private static boolean hasVoid(List<PartnerRow> rows) {
        return rows.stream().anyMatch(Together::isVoid);
    }

    private static boolean isVoid(PartnerRow row) {
        return row.decision() == Decision.REFUSED
                && row.amount() != null
                && row.amount().signum() == 0;
    }

    private static boolean isLess(BigDecimal sum, OurEvent event) {
        return sum.compareTo(event.amount().multiply(TOO_MUCH)) <= 0;
    }

    private static Together lines(
            List<PartnerRow> rows, Map<PartnerRow, PartnerRow> again, List<PartnerRow> back, List<PartnerRow> others) {
        return new Together(
                sum(rows), lesser(rows, Decision.REFUSED), lesser(rows, Decision.PENDING), again, back, others);
    }

    /** Lines that are so where not all are. */
    private static List<PartnerRow> lesser(List<PartnerRow> rows, Decision decision) {
        boolean all = sum(rows).decision() == decision;
        return rows.stream().filter(row -> !all && row.decision() == decision).toList();
    }

    static boolean isBack(PartnerRow row, OurEvent event) {
        return row.amount() != null
                && row.amount().signum() < 0
                && event.amount().signum() >= 0;
    }

    /** The first that says so, with the amounts of all: accepted where one is, else pending where one is. */
    private static PartnerRow sum(List<PartnerRow> rows) {
        BigDecimal sum = null;
        Decision decision = Decision.REFUSED;
        for (PartnerRow row : rows) {
            if (row.amount() != null) {
                sum = sum == null ? row.amount() : sum.add(row.amount());
            }
            decision = row.decision().compareTo(decision) < 0 ? row.decision() : decision;
        }
        Decision whole = decision;
        PartnerRow one =
                rows.stream().filter(row -> row.decision() == whole).findFirst().orElseThrow();
        return one.with(sum, whole);
    }

    /** Of what is there several times with one amount, the state that counts. */
    private static List<PartnerRow> states(List<PartnerRow> rows, Map<PartnerRow, PartnerRow> again) {
        List<PartnerRow> kept = new ArrayList<>();
        List<PartnerRow> open = new ArrayList<>(rows);
        while (!open.isEmpty()) {
            PartnerRow one = open.getFirst();
            List<PartnerRow> same = open.stream()
                    .filter(row ->
                            row == one || (isSameAmount(row, one) && row.part().equals(one.part())))
                    .toList();
            open.removeAll(same);
            PartnerRow stands = deciding(same);
            kept.add(stands);
            for (PartnerRow row : standing(same)) {
                if (row != stands) {
                    again.put(row, stands);
                }
            }
        }
        return kept;
    }

    private static boolean isSameAmount(PartnerRow one, PartnerRow other) {
        return !one.unread()
                && !other.unread()
                && (one.amount() == null
                        || other.amount() == null
                        || one.amount().abs().compareTo(other.amount().abs()) == 0);
    }

    private static PartnerRow deciding(List<PartnerRow> rows) {
        return standing(rows).getFirst();
    }

    /**
     * The rows that say how it stands since it was last another: what was pending is decided by another row; between yes and
     * no the later one counts, else the no: it took back.
     */
    private static List<PartnerRow> standing(List<PartnerRow> rows) {
        List<PartnerRow> decided =
                rows.stream().filter(row -> row.decision() != Decision.PENDING).toList();
        boolean timed = decided.stream().allMatch(row -> moment(row) != null);
        List<PartnerRow> inTime = (decided.isEmpty() ? rows : decided)
                .stream().sorted(timed ? IN_TIME : IN_TIME_OF_DECISION).toList();
        int from = inTime.size() - 1;
        while (from > 0 && inTime.get(from - 1).decision() == inTime.getLast().decision()) {
            from--;
        }
        return inTime.subList(from, inTime.size());
    }

    private static LocalDateTime place(PartnerRow row) {
        LocalDateTime moment = moment(row);
        return moment == null ? LocalDateTime.MIN : moment;
    }

    private static @Nullable LocalDateTime moment(PartnerRow row) {
        PartnerTime.When when = row.when();
        return when == null
                ? null
                : when.time() != null ? when.time() : when.day().atStartOfDay();
    }
}
