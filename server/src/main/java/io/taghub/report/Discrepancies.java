package io.taghub.report;

import io.taghub.personal.Mask;
import io.taghub.report.Reconciliation.Total;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes down what differs between a partner's rows and our events, personal data masked. */
final class Discrepancies {
    /** As many rows that one tax rate explains tell that it is the tax, if most that differ are among them. */
    private static final int SEVERAL = 3;

    private final Clocks clocks;
    private final List<Discrepancy> all = new ArrayList<>();
    private final List<Taxed> taxed = new ArrayList<>();
    private int unexplainedAmounts;

    /** A difference that a tax rate may explain: where it stands, and the amounts. */
    private record Taxed(int at, AmountGap.Gap gap, BigDecimal ours, BigDecimal theirs) {}

    Discrepancies(Clocks clocks) {
        this.clocks = clocks;
    }

    int size() {
        return all.size();
    }

    /** How many rows have one of the differences from this one on. */
    int rowsFrom(int first) {
        return (int) all.subList(first, all.size()).stream()
                .map(Discrepancy::row)
                .filter(Objects::nonNull)
                .distinct()
                .count();
    }

    /** Whether all from this one on say that a row is there twice, which leaves the other as it is. */
    boolean onlyTwiceFrom(int first) {
        return all.subList(first, all.size()).stream().allMatch(one -> one.cause() == Cause.DUPLICATE);
    }

    void add(Cause cause, @Nullable PartnerRow row, @Nullable OurEvent event, String detail, boolean explained) {
        String id = event == null ? null : event.id();
        all.add(new Discrepancy(
                cause,
                row == null ? null : row.line(),
                event == null ? null : event.name(),
                id == null ? null : Mask.OF_NOBODY.id(id),
                row == null
                        ? List.of()
                        : row.ids().stream()
                                .map(one -> one.field().word() + "=" + Mask.OF_NOBODY.id(one.value()))
                                .toList(),
                event == null ? null : event.time(),
                event == null ? null : clocks.day(event.time()).toString(),
                row == null || row.when() == null ? null : row.when().day().toString(),
                event == null ? null : AmountGap.text(event.money()),
                row == null ? null : AmountGap.text(row.amount(), row.currency()),
                detail,
                explained));
    }

    /** An amount of the row that is another than the event's. */
    void add(PartnerRow row, OurEvent event, AmountGap.Gap gap) {
        if (gap.rate() != null && row.amount() != null) {
            taxed.add(new Taxed(
                    all.size(), gap, event.amount().abs(), row.amount().abs()));
        }
        unexplainedAmounts += gap.explained() ? 0 : 1;
        add(Cause.AMOUNT_DIFFERS, row, event, gap.detail(), gap.explained());
    }

    /**
     * All of them. With amounts like 30 and 25 some tax rate fits by chance: it explains a row only where it explains most of
     * what differs, and not where they pay the same for whatever it was worth.
     */
    List<Discrepancy> all() {
        Map<String, List<Taxed>> byRate =
                taxed.stream().collect(Collectors.groupingBy(one -> one.gap().detail()));
        Map<String, Set<String>> oursByTheirs = new HashMap<>();
        for (Discrepancy one : all) {
            if (one.cause() == Cause.AMOUNT_DIFFERS) {
                oursByTheirs
                        .computeIfAbsent(String.valueOf(one.theirs()), theirs -> new HashSet<>())
                        .add(String.valueOf(one.ours()));
            }
        }
        List<Discrepancy> judged = new ArrayList<>(all);
        byRate.forEach((detail, like) -> {
            Set<BigDecimal> amounts =
                    like.stream().map(one -> one.ours.stripTrailingZeros()).collect(Collectors.toSet());
            boolean most = 2 * like.size() >= taxed.size() + unexplainedAmounts
                    && byRate.values().stream().noneMatch(other -> other != like && other.size() >= like.size());
            boolean alike = amounts.size() == 1 && like.size() >= SEVERAL;
            for (Taxed one : like) {
                // In several rows the same of different amounts, as who pays a fixed sum has.
                boolean flat = oursByTheirs
                                .getOrDefault(String.valueOf(all.get(one.at).theirs()), Set.of())
                                .size()
                        > 1;
                if (!most || amounts.size() < SEVERAL) {
                    judged.set(one.at, all.get(one.at).but("may be " + detail, most && !alike && !flat));
                }
            }
        });
        return List.copyOf(judged);
    }

    /** How often each cause is there, the most frequent first. */
    static List<Total> totals(List<Discrepancy> all) {
        Map<Cause, Integer> causes = new EnumMap<>(Cause.class);
        all.forEach(one -> causes.merge(one.cause(), 1, Integer::sum));
        return causes.entrySet().stream()
                .sorted(Map.Entry.<Cause, Integer>comparingByValue().reversed())
                .map(one -> new Total(one.getKey(), one.getKey().text(), one.getValue()))
                .toList();
    }
}
