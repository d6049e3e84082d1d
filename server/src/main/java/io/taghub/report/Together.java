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
import org.jspecify.annotations.Nullable;

/**
 * What the rows of one conversion say together: they are its lines, the states it had one after the other, what was taken
 * back of it, or the same once more.
 *
 * @param row the one that decides; of lines the first, with the sum
 * @param refused lines that they refuse, where they do not refuse all
 * @param again what is there twice, and the row that it repeats
 * @param back rows below nothing, that take back
 * @param others that have the click alone in common, and mean something else
 */
record Together(
        PartnerRow row,
        List<PartnerRow> refused,
        Map<PartnerRow, PartnerRow> again,
        List<PartnerRow> back,
        List<PartnerRow> others) {

    /** More than the whole by this factor are no lines of it. */
    private static final BigDecimal TOO_MUCH = new BigDecimal("1.3");

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
        if (rows.size() > 1 && !fits.test(first) && fits.test(sum(rows))) {
            return lines(rows, Map.of(), back, List.of());
        }
        List<PartnerRow> others = rows.stream()
                .filter(row -> row != first && weak.test(row) && !isSameAmount(row, first))
                .toList();
        Map<PartnerRow, PartnerRow> again = new LinkedHashMap<>();
        List<PartnerRow> kept =
                states(rows.stream().filter(row -> !others.contains(row)).toList(), again);
        if (kept.size() == 1) {
            return new Together(kept.getFirst(), List.of(), again, back, others);
        }
        if (fits.test(sum(kept))) {
            return lines(kept, again, back, others);
        }
        boolean decided = kept.stream().map(PartnerRow::decision).distinct().count() > 1;
        PartnerRow right = decided
                ? deciding(kept)
                : kept.stream().filter(fits).findFirst().orElse(null);
        if (right == null && sum(kept).amount() instanceof BigDecimal much && isLess(much, event)) {
            return lines(kept, again, back, others);
        }
        PartnerRow row = right == null ? kept.getFirst() : right;
        if (!decided) {
            kept.stream().filter(one -> one != row).forEach(one -> again.put(one, row));
        }
        return new Together(row, List.of(), again, back, others);
    }

    private static boolean isLess(BigDecimal sum, OurEvent event) {
        return sum.compareTo(event.amount().multiply(TOO_MUCH)) <= 0;
    }

    private static Together lines(
            List<PartnerRow> rows, Map<PartnerRow, PartnerRow> again, List<PartnerRow> back, List<PartnerRow> others) {
        List<PartnerRow> refused =
                rows.stream().filter(row -> row.decision() == Decision.REFUSED).toList();
        return new Together(sum(rows), refused.size() == rows.size() ? List.of() : refused, again, back, others);
    }

    static boolean isBack(PartnerRow row, OurEvent event) {
        return row.amount() != null
                && row.amount().signum() < 0
                && event.amount().signum() >= 0;
    }

    /** The first of them with the amounts of all. */
    private static PartnerRow sum(List<PartnerRow> rows) {
        BigDecimal sum = null;
        Decision decision = Decision.REFUSED;
        for (PartnerRow row : rows) {
            if (row.amount() != null) {
                sum = sum == null ? row.amount() : sum.add(row.amount());
            }
            decision = switch (row.decision()) {
                case PENDING -> Decision.PENDING;
                case COUNTED -> decision == Decision.REFUSED ? Decision.COUNTED : decision;
                case REFUSED -> decision;
            };
        }
        return rows.getFirst().with(sum, decision);
    }

    /** Of what is there several times with one amount, the state that counts. */
    private static List<PartnerRow> states(List<PartnerRow> rows, Map<PartnerRow, PartnerRow> again) {
        List<PartnerRow> kept = new ArrayList<>();
        List<PartnerRow> open = new ArrayList<>(rows);
        while (!open.isEmpty()) {
            PartnerRow one = open.getFirst();
            List<PartnerRow> same =
                    open.stream().filter(row -> isSameAmount(row, one)).toList();
            open.removeAll(same);
            Map<Decision, PartnerRow> firsts = new LinkedHashMap<>();
            for (PartnerRow row : same) {
                PartnerRow before = firsts.putIfAbsent(row.decision(), row);
                if (before != null) {
                    again.put(row, before);
                }
            }
            kept.add(deciding(List.copyOf(firsts.values())));
        }
        return kept;
    }

    private static boolean isSameAmount(PartnerRow one, PartnerRow other) {
        return one.amount() == null
                || other.amount() == null
                || one.amount().abs().compareTo(other.amount().abs()) == 0;
    }

    /** What was pending is decided by another row; between yes and no the later one counts, else the no: it took back. */
    private static PartnerRow deciding(List<PartnerRow> rows) {
        PartnerRow yes = last(rows, Decision.COUNTED);
        PartnerRow no = last(rows, Decision.REFUSED);
        if (yes == null || no == null) {
            return yes != null ? yes : no != null ? no : rows.getFirst();
        }
        LocalDateTime accepted = moment(yes);
        LocalDateTime refused = moment(no);
        return accepted != null && refused != null && accepted.isAfter(refused) ? yes : no;
    }

    private static @Nullable PartnerRow last(List<PartnerRow> rows, Decision decision) {
        return rows.stream()
                .filter(row -> row.decision() == decision)
                .reduce((before, after) -> after)
                .orElse(null);
    }

    private static @Nullable LocalDateTime moment(PartnerRow row) {
        PartnerTime.When when = row.when();
        return when == null
                ? null
                : when.time() != null ? when.time() : when.day().atStartOfDay();
    }
}
