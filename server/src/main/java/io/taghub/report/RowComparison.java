package io.taghub.report;

import io.taghub.personal.Mask;
import io.taghub.store.Verdict;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in what the rows of a conversion and our event of it differ. */
final class RowComparison {
    private static final int LONGEST = 120;
    private static final Pattern TOO_OLD =
            Pattern.compile("window|expired|too old|too late|lookback|look-back|attribution period");
    private static final Pattern TWICE = Pattern.compile("duplicate|already|repeated");
    private static final Pattern NAMELESS =
            Pattern.compile("no click|missing|not found|unknown click|invalid click|without click");

    private final String tag;
    private final RowMatches matches;
    private final RefundsTold takenBack;
    private final Clocks clocks;
    private final Discrepancies findings;
    private final Predicate<LocalDate> asked;
    private final List<PartnerRow> counted = new ArrayList<>();

    /** @param asked whether a day is of those asked for */
    RowComparison(
            String tag,
            RowMatches matches,
            RefundsTold takenBack,
            Clocks clocks,
            Discrepancies findings,
            Predicate<LocalDate> asked) {
        this.tag = tag;
        this.matches = matches;
        this.takenBack = takenBack;
        this.clocks = clocks;
        this.findings = findings;
        this.asked = asked;
    }

    /** What of the rows compared is worth something to them: each conversion once, and what they took back. */
    List<PartnerRow> counted() {
        return counted;
    }

    /**
     * @param more rows that mean the same event
     * @return those of them that mean something else after all
     */
    List<PartnerRow> compare(PartnerRow first, OurEvent event, List<PartnerRow> more) {
        if (more.isEmpty()) {
            compare(first, event);
            return List.of();
        }
        List<PartnerRow> read =
                more.stream().filter(row -> !row.unread()).collect(Collectors.toCollection(ArrayList::new));
        List<PartnerRow> unread =
                more.stream().filter(PartnerRow::unread).collect(Collectors.toCollection(ArrayList::new));
        PartnerRow sale = read.stream()
                .filter(row -> first.unread() && !Together.isBack(row, event))
                .findFirst()
                .orElse(first);
        if (sale != first) {
            read.remove(sale);
            unread.add(first);
        }
        Together all = Together.of(event, sale, read, matches::hasClickAlone, row -> isWorth(row, event));
        compare(all.row(), event);
        all.refused().forEach(row -> {
            findings.add(refusal(row), row, event, said(row), true);
            counted.add(row.with(row.amount() == null ? null : row.amount().negate(), PartnerRow.Decision.COUNTED));
        });
        all.pending().forEach(row -> findings.add(Cause.NOT_APPROVED_YET, row, event, said(row), true));
        all.again()
                .forEach((row, other) ->
                        findings.add(Cause.DUPLICATE, row, event, "row " + other.line() + again(row, other), true));
        unread.forEach(row -> findings.add(Cause.AMOUNT_DIFFERS, row, event, "its amount cannot be read", false));
        back(all, event);
        return all.others();
    }

    private static String again(PartnerRow row, PartnerRow other) {
        return row.amount() == null || other.amount() == null || row.amount().compareTo(other.amount()) == 0
                ? " is the same"
                : " is of the same order, with another amount";
    }

    /** Rows below nothing beside that of the sale. */
    private void back(Together all, OurEvent event) {
        if (all.back().isEmpty()) {
            return;
        }
        BigDecimal back = BigDecimal.ZERO;
        for (PartnerRow row : all.back()) {
            back = row.amount() == null ? back : back.add(row.amount().abs());
            counted.add(row.with(row.amount(), PartnerRow.Decision.COUNTED));
        }
        PartnerRow last = all.back().getLast();
        if (takenBack.isAny(event) && takenBack.worth(event).compareTo(back) == 0) {
            takenBack.settle(event);
        } else {
            takenBack(last, back, all.row().amount(), event);
        }
    }

    private void takenBack(PartnerRow row, BigDecimal back, @Nullable BigDecimal whole, OurEvent event) {
        BigDecimal of = whole == null ? event.amount() : whole;
        if (back.compareTo(of) >= 0) {
            findings.add(
                    refusal(row),
                    row,
                    event,
                    "they took it back" + (row.status().isEmpty() ? "" : ", " + said(row)),
                    true);
        } else {
            findings.add(
                    Cause.AMOUNT_DIFFERS,
                    row,
                    event,
                    "they took back " + AmountGap.text(back, row.currency()) + " of it, of which they were not told",
                    true);
        }
    }

    private boolean isWorth(PartnerRow row, OurEvent event) {
        return AmountGap.between(row, event).filter(gap -> !gap.isSmall()).isEmpty()
                || (takenBack.isAny(event)
                        && AmountGap.between(row, takenBack.left(event)).isEmpty());
    }

    private void compare(PartnerRow row, OurEvent event) {
        if (row.ids().isEmpty()) {
            findings.add(
                    Cause.MISSING_ID,
                    row,
                    event,
                    "the row has no id; of this day and amount there is one event alone",
                    true);
        }
        if (matches.isInAnotherCase(row)) {
            findings.add(Cause.ID_DIFFERS, row, event, "the same id in another case", true);
        }
        if (!event.accepted()) {
            findings.add(
                    event.outcome().absence(),
                    row,
                    event,
                    event.outcome().text() + "; they have it" + advice(event),
                    true);
        }
        if (Together.isBack(row, event) && !event.back()) {
            counted.add(row);
            takenBack(row, row.amount() == null ? BigDecimal.ZERO : row.amount().abs(), null, event);
        } else {
            judge(row, event);
        }
        if (row.when() != null) {
            String why = clocks.otherDay(row.when(), event.time(), event.received());
            if (why == null) {
                findings.add(Cause.DAY_DIFFERS, row, event, days(row.when().day(), event), false);
            } else if (!why.isEmpty()) {
                findings.add(Cause.TIME_ZONE, row, event, why, true);
            }
        }
    }

    /** Their decision and their amount. */
    private void judge(PartnerRow row, OurEvent event) {
        boolean refused = row.decision() == PartnerRow.Decision.REFUSED;
        boolean told = takenBack.isAny(event);
        if (event.back()) {
            counted.add(
                    row.with(row.amount() == null ? null : row.amount().abs().negate(), PartnerRow.Decision.COUNTED));
        } else {
            counted.add(row);
        }
        if (row.decision() == PartnerRow.Decision.PENDING && !matches.isDecidedElsewhere(event)) {
            findings.add(Cause.NOT_APPROVED_YET, row, event, said(row), true);
        }
        if (refused && told && takenBack.worth(event).compareTo(event.amount()) >= 0) {
            takenBack.settle(event);
            return;
        }
        if (refused && !event.back()) {
            findings.add(refusal(row), row, event, said(row), true);
            return;
        }
        Optional<AmountGap.Gap> gap = AmountGap.between(row, event);
        if (gap.isPresent() && takenBack.isTogether(row, event)) {
            takenBack.settleTogether(event);
        } else if (gap.isPresent()
                && told
                && AmountGap.between(row, takenBack.left(event)).isEmpty()) {
            takenBack.settle(event);
        } else {
            gap.ifPresent(one -> findings.add(row, event, one));
        }
    }

    private String days(LocalDate theirs, OurEvent event) {
        return !asked.test(clocks.day(event.time()))
                ? "the event is of another day than those asked for"
                : asked.test(theirs) ? "" : "the row is of another day than those asked for";
    }

    private String advice(OurEvent event) {
        return event.outcome().verdict() == Verdict.HELD ? " (`taghub held --tag " + tag + " --delivered`)" : "";
    }

    /** Partners say in words of their own why they refuse. */
    private static Cause refusal(PartnerRow row) {
        String words = (row.status() + " " + row.reason()).toLowerCase(Locale.ROOT);
        if (TOO_OLD.matcher(words).find()) {
            return Cause.OUT_OF_WINDOW;
        }
        if (TWICE.matcher(words).find()) {
            return Cause.DUPLICATE;
        }
        return NAMELESS.matcher(words).find() ? Cause.MISSING_ID : Cause.REJECTED;
    }

    private static String said(PartnerRow row) {
        return "they say: " + shown(row.status(), LONGEST)
                + (row.reason().isEmpty() ? "" : ", " + shown(row.reason(), LONGEST));
    }

    static String shown(String text, int longest) {
        String masked = Mask.OF_NOBODY.text(text);
        return masked.length() > longest ? masked.substring(0, longest) + "…" : masked;
    }
}
