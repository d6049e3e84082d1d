package io.taghub.report;

import io.taghub.store.Verdict;
import io.taghub.tag.Reason;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What became of an event at a tag.
 *
 * @param verdict null while it waits
 * @param reason null with {@link Verdict#SKIPPED} where the event is older than the tag
 */
record Disposition(@Nullable Verdict verdict, @Nullable Reason reason) {
    /** The tag had not come to it. */
    static final Disposition AHEAD = new Disposition(null, null);

    static final Disposition OLDER = new Disposition(Verdict.SKIPPED, null);
    static final Disposition UNTRIGGERED = new Disposition(Verdict.SKIPPED, Reason.NOT_TRIGGERED);

    private static final Set<Reason> NOT_FOR_IT = EnumSet.of(Reason.NOT_TRIGGERED, Reason.DISABLED);
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
        return verdict != Verdict.SKIPPED || (reason != null && !NOT_FOR_IT.contains(reason));
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

    /** The verdict in a word. */
    String word() {
        return verdict == null ? "waiting" : verdict.name().toLowerCase(Locale.ROOT);
    }

    /** The whole in words. */
    String text() {
        return equals(OLDER)
                ? "recorded before the tag was set up"
                : "with us " + word() + (reason == null ? "" : ", " + reason.name() + ": " + reason.text());
    }
}
