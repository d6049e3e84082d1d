package io.taghub.report;

import io.taghub.store.ReportStore.Line;
import io.taghub.store.ReportStore.Sum;
import io.taghub.store.Verdict;
import io.taghub.tag.Reason;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One event on one day at one receiver: {@code recorded = delivered + duplicates + rejected + skipped + suppressed + expired +
 * held + waiting}.
 *
 * @param tag null for the event by itself, whoever it is for: {@code recorded} and its worth alone
 * @param eligible of these, those that the tag's trigger asks for, since there is such a tag
 * @param sent those for which the receiver was called at least once, as far as their verdict tells
 * @param accepted those that the receiver took, also where it had them already
 * @param confirmed those of which it said so for good; not those that it took and has not decided about
 * @param duplicates those that the receiver had already, by its own word or by {@code once}
 * @param notSent of the eligible ones, those that were skipped, suppressed or too old in the end
 * @param reasons of what was not delivered and of what waits
 * @param worth by currency, in the event's own words and not in those of a tag's value rule
 */
public record ReportRow(
        LocalDate day,
        String event,
        @Nullable String tag,
        long recorded,
        long eligible,
        long sent,
        long accepted,
        long confirmed,
        long delivered,
        long duplicates,
        long rejected,
        long skipped,
        long suppressed,
        long expired,
        long held,
        long waiting,
        long notSent,
        List<Why> reasons,
        List<Worth> worth) {

    /** So many for this reason; {@code waiting} is a verdict here. */
    public record Why(String verdict, String reason, String reasonText, long count) {}

    /** @param currency null where nobody said */
    public record Worth(@Nullable String currency, BigDecimal recorded, BigDecimal eligible, BigDecimal accepted) {}

    /** Of what waits, was given up or is held: after these there was a call. */
    private static final Set<Reason> CALLED = EnumSet.of(
            Reason.RATE_LIMITED,
            Reason.PLATFORM_DOWN,
            Reason.PENDING_VERDICT,
            Reason.UNKNOWN_OUTCOME,
            Reason.RETRIES_EXHAUSTED,
            Reason.REJECTED_BY_PLATFORM,
            Reason.BAD_CREDENTIALS,
            Reason.NO_PERMISSION,
            Reason.BAD_SETTINGS,
            Reason.UNKNOWN_ANSWERS);

    /** The receiver was never asked. */
    private static final Set<Reason> NOT_CALLED =
            EnumSet.of(Reason.TAG_FAILED, Reason.BLOCKED_ADDRESS, Reason.TOO_LARGE, Reason.ONCE);

    /** @param asks whether the tag asks for such events now, for those that it has not come to */
    static ReportRow of(LocalDate day, String event, String tag, boolean asks, Map<Line, Sum> lines) {
        boolean bare = tag.isEmpty();
        return new ReportRow(
                day,
                event,
                bare ? null : tag,
                count(lines, line -> true),
                bare ? 0 : count(lines, line -> eligible(line, asks)),
                bare ? 0 : count(lines, ReportRow::sent),
                bare ? 0 : count(lines, ReportRow::accepted),
                bare ? 0 : count(lines, line -> line.verdict() == Verdict.DELIVERED && line.reason() == null),
                count(lines, Verdict.DELIVERED),
                count(lines, Verdict.DUPLICATE),
                count(lines, Verdict.REJECTED),
                count(lines, Verdict.SKIPPED),
                count(lines, Verdict.SUPPRESSED),
                count(lines, Verdict.EXPIRED),
                count(lines, Verdict.HELD),
                bare ? 0 : count(lines, line -> line.verdict() == null),
                bare ? 0 : count(lines, ReportRow::notSent),
                bare ? List.of() : reasons(lines),
                worth(lines, bare, asks));
    }

    private static long count(Map<Line, Sum> lines, Verdict verdict) {
        return count(lines, line -> line.verdict() == verdict);
    }

    private static long count(Map<Line, Sum> lines, Predicate<Line> which) {
        return lines.entrySet().stream()
                .filter(line -> which.test(line.getKey()))
                .mapToLong(line -> line.getValue().count())
                .sum();
    }

    private static boolean eligible(Line line, boolean asks) {
        Disposition outcome = outcome(line);
        return outcome.equals(Disposition.AHEAD) ? asks : outcome.asked();
    }

    private static Disposition outcome(Line line) {
        return new Disposition(line.verdict(), line.reason());
    }

    private static boolean notSent(Line line) {
        Verdict verdict = line.verdict();
        return verdict == Verdict.SUPPRESSED
                || verdict == Verdict.EXPIRED
                || (verdict == Verdict.SKIPPED && eligible(line, false));
    }

    private static boolean sent(Line line) {
        Reason reason = line.reason();
        return switch (line.verdict()) {
            case DELIVERED -> true;
            case DUPLICATE, REJECTED -> reason == null || !NOT_CALLED.contains(reason);
            case EXPIRED, HELD -> reason != null && CALLED.contains(reason);
            case SUPPRESSED, SKIPPED -> false;
            case null -> reason != null && CALLED.contains(reason);
        };
    }

    private static boolean accepted(Line line) {
        return outcome(line).accepted();
    }

    private static List<Why> reasons(Map<Line, Sum> lines) {
        Map<Disposition, Long> counts = new HashMap<>();
        lines.forEach((line, sum) -> counts.merge(outcome(line), sum.count(), Long::sum));
        List<Why> reasons = new ArrayList<>();
        counts.forEach((outcome, count) -> {
            Reason reason = outcome.reason();
            if (reason != null) {
                reasons.add(new Why(outcome.word(), reason.name(), reason.text(), count));
            }
        });
        reasons.sort(Comparator.comparingLong(Why::count)
                .reversed()
                .thenComparing(Why::verdict)
                .thenComparing(Why::reason));
        return reasons;
    }

    private static List<Worth> worth(Map<Line, Sum> lines, boolean bare, boolean asks) {
        Map<String, Worth> worth = new TreeMap<>();
        lines.forEach((line, sum) -> {
            BigDecimal value = sum.value();
            if (value.signum() != 0) {
                Worth one = new Worth(
                        line.currency().isEmpty() ? null : line.currency(),
                        value,
                        !bare && eligible(line, asks) ? value : BigDecimal.ZERO,
                        !bare && accepted(line) ? value : BigDecimal.ZERO);
                worth.merge(
                        line.currency(),
                        one,
                        (a, b) -> new Worth(
                                a.currency,
                                a.recorded.add(b.recorded),
                                a.eligible.add(b.eligible),
                                a.accepted.add(b.accepted)));
            }
        });
        return worth.values().stream()
                .map(one -> new Worth(one.currency, plain(one.recorded), plain(one.eligible), plain(one.accepted)))
                .toList();
    }

    /** The same sum is written in one way, whichever events it was made of and whether they are still there. */
    private static BigDecimal plain(BigDecimal value) {
        BigDecimal shortest = value.stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }
}
