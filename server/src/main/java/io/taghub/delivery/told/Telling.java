package io.taghub.delivery.told;

import io.taghub.store.LaneStore.Decision;
import io.taghub.store.LaneStore.Fate;
import io.taghub.store.TakenLines;
import io.taghub.store.Verdict;
import io.taghub.tag.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a receiver has an event, by what became of it at its tag. */
final class Telling {
    /** It has what it reported itself; and what is only shown is judged as if it had been sent. */
    private static final Set<Reason> HAS = Set.of(Reason.OWN_REPORT, Reason.SHADOW);

    private Telling() {}

    /** Of what nothing is known any more it is taken to have it. */
    static boolean is(@Nullable Fate fate) {
        return switch (fate) {
            case null -> true;
            case Fate.Decided(var decision) ->
                switch (decision.verdict()) {
                    case DELIVERED -> true;
                    case DUPLICATE -> decision.reason() != Reason.ONCE;
                    case SKIPPED ->
                        (decision.reason() != null && HAS.contains(decision.reason())) || tookSome(decision);
                    case REJECTED, EXPIRED, SUPPRESSED -> tookSome(decision);
                    case HELD -> false;
                };
            case Fate.Before _ -> true;
            case Fate.Aside _, Fate.Ahead _ -> false;
        };
    }

    private static boolean tookSome(Decision decision) {
        return !TakenLines.of(decision.detail()).isEmpty();
    }

    /** Whether it is over and done with at the tag, whatever became of it. */
    static boolean isOver(@Nullable Fate fate) {
        return switch (fate) {
            case null -> true;
            case Fate.Decided _, Fate.Before _ -> true;
            case Fate.Aside _, Fate.Ahead _ -> false;
        };
    }

    /** Which lines of an order it has, where it did not take all; else empty. */
    static Set<Integer> lines(@Nullable Fate fate) {
        return fate instanceof Fate.Decided(var decision) ? TakenLines.of(decision.detail()) : Set.of();
    }

    /**
     * When to ask again what becomes of it; null where that is known.
     *
     * @param soon for what the lane comes to next
     * @param person how long to leave it to a person who has to decide
     */
    static @Nullable Instant undecided(@Nullable Fate fate, Instant now, Instant soon, Duration person) {
        return switch (fate) {
            case null -> null;
            case Fate.Decided _, Fate.Before _ -> null;
            case Fate.Ahead _ -> soon;
            case Fate.Aside(var parked) -> {
                Instant due = parked.due() == null ? now.plus(person) : parked.due();
                yield (due.isBefore(now) ? now : due).plusSeconds(1);
            }
        };
    }

    /** In brackets, why the last of them was not told. */
    static String why(List<@Nullable Fate> fates) {
        return fates.isEmpty() || !(fates.getLast() instanceof Fate.Decided(var decision)) || decision.reason() == null
                ? ""
                : " (" + (decision.verdict() == Verdict.REJECTED ? "rejected, " : "") + decision.reason() + ")";
    }
}
