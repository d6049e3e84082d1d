package io.taghub.report;

import io.taghub.event.Money;
import io.taghub.store.Verdict;
import io.taghub.tag.Reason;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An event, and what became of it at a tag.
 *
 * @param id null where its body is gone
 * @param worth as the sender said
 * @param told as the tag's rules make of it, null where that is not known any more or nothing
 * @param order mark of its order, 0 where it had none
 * @param verdict null while it waits
 * @param reason null with {@link Verdict#SKIPPED} where the event is older than the tag
 */
record OurEvent(
        long seq,
        String name,
        @Nullable String id,
        Instant time,
        Instant received,
        @Nullable Money worth,
        @Nullable Money told,
        long order,
        @Nullable Verdict verdict,
        @Nullable Reason reason) {
    private static final Set<Reason> OLD = EnumSet.of(Reason.TOO_OLD, Reason.CLICK_TOO_OLD);
    private static final Set<Reason> NAMELESS =
            EnumSet.of(Reason.NO_CLICK_ID, Reason.NO_MATCH_KEY, Reason.MISSING_FIELD, Reason.CLICK_AMBIGUOUS);

    /** Whether the receiver took it, once or before. */
    boolean accepted() {
        return verdict == Verdict.DELIVERED
                || (verdict == Verdict.DUPLICATE && reason != Reason.ONCE)
                || (verdict == null && reason == Reason.PENDING_VERDICT);
    }

    /** Whether the tag was to send it. */
    boolean asked() {
        return verdict != Verdict.SKIPPED
                || (reason != null && reason != Reason.NOT_TRIGGERED && reason != Reason.DISABLED);
    }

    /** Why the receiver does not have it, or need not count it; {@link Cause#UNKNOWN_TO_THEM} where it took it. */
    Cause absence() {
        if (verdict == Verdict.DUPLICATE) {
            return Cause.DUPLICATE;
        }
        if (accepted()) {
            return Cause.UNKNOWN_TO_THEM;
        }
        if (reason != null && OLD.contains(reason)) {
            return Cause.OUT_OF_WINDOW;
        }
        if (reason != null && NAMELESS.contains(reason)) {
            return Cause.MISSING_ID;
        }
        return verdict == Verdict.REJECTED ? Cause.REJECTED : Cause.NOT_SENT;
    }

    /** What became of it, in words. */
    String standing() {
        if (verdict == Verdict.SKIPPED && reason == null) {
            return "recorded before the tag was set up";
        }
        String word = verdict == null ? "waiting" : verdict.name().toLowerCase(Locale.ROOT);
        return "with us " + word + (reason == null ? "" : ", " + reason.name() + ": " + reason.text());
    }
}
