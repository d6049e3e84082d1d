package io.taghub.console.events;

import io.taghub.config.TagConfig;
import io.taghub.console.Masked;
import io.taghub.store.LaneStore;
import io.taghub.store.Parked;
import io.taghub.store.Verdict;
import io.taghub.tag.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How one event stands at one tag, in the words that are shown.
 *
 * @param nextAttempt when its lane looks at it again
 * @param until when its wait is over whatever happens: what waits for somebody's word is looked at several times
 * @param config hash of the config that decided, empty where none has or nobody wrote it down
 */
public record Standing(
        TagConfig tag,
        String verdict,
        @Nullable Reason reason,
        String detail,
        @Nullable Instant nextAttempt,
        @Nullable Instant until,
        String config) {
    public static final String WAITING = "waiting";

    public static Standing decided(TagConfig tag, LaneStore.Decision decision) {
        return new Standing(
                tag, word(decision.verdict()), decision.reason(), decision.detail(), null, null, decision.config());
    }

    public static Standing waiting(TagConfig tag, @Nullable Reason reason, String detail, @Nullable Instant next) {
        return new Standing(tag, WAITING, reason, detail, next, next, "");
    }

    public static Standing aside(TagConfig tag, Parked parked) {
        return switch (parked.parking()) {
            case HELD -> new Standing(tag, word(Verdict.HELD), parked.reason(), parked.detail(), null, null, "");
            case RETRY, DELAY, ACCEPTED ->
                new Standing(tag, WAITING, parked.reason(), parked.detail(), parked.due(), parked.end(), "");
        };
    }

    /** Will be decided when its twin has come or its time is up; what comes of it is clear already. */
    public static Standing untriggered(TagConfig tag) {
        return new Standing(tag, word(Verdict.SKIPPED), Reason.NOT_TRIGGERED, "", null, null, "");
    }

    public static Standing before(TagConfig tag) {
        String detail = "the tag was set up after this event had come in";
        return new Standing(tag, word(Verdict.SKIPPED), Reason.DISABLED, detail, null, null, "");
    }

    public static String word(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }

    public EventRow.Chip chip(Instant now) {
        return new EventRow.Chip(tag.name(), verdict, reason == null ? null : reason.name(), until, waitsFor(now));
    }

    /** What has to happen before anything more is sent, in the words of {@link EventRow.Chip}. */
    private @Nullable String waitsFor(Instant now) {
        if (!verdict.equals(WAITING)) {
            return null;
        }
        boolean due = nextAttempt != null && !nextAttempt.isAfter(now);
        if (reason == Reason.PENDING_VERDICT) {
            return due ? "hub" : null;
        }
        if (nextAttempt != null) {
            return due ? "hub" : "time";
        }
        // Of a tag that only has not come to it there is nothing to say; of one that cannot go on there is a reason.
        return reason == null ? "hub" : "person";
    }

    public EventTrace.TagTrace trace(List<EventTrace.AttemptTrace> attempts) {
        return new EventTrace.TagTrace(
                tag.name(),
                tag.type(),
                tag.mode().name().toLowerCase(Locale.ROOT),
                verdict,
                reason == null ? null : reason.name(),
                reason == null ? "" : reason.text(),
                Masked.text(detail),
                until,
                config.isEmpty() ? null : config,
                List.of(),
                attempts);
    }
}
