package io.taghub.delivery;

import io.taghub.config.Defaults;
import io.taghub.config.TagConfig;
import io.taghub.store.LaneStore.Lease;
import io.taghub.store.LaneStore.Pause;
import io.taghub.store.Store;
import io.taghub.tag.Outcome;
import io.taghub.tag.Reason;
import io.taghub.time.Seldom;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a lane makes of its platform: whether it carries on, probes, rests or pauses. Written by its lane, read by anybody. */
final class Health {
    /** One event a request: few at a time, so that a slow answer holds up few. */
    private static final int SINGLES = 64;

    private static final int LARGEST_PAGE = 1000;
    private static final int PAGES_A_MINUTE = 12;
    private static final int LARGEST_UNREPEATABLE_BATCH = 25;
    private static final int HEAD_SUSPECT = 3;

    private static final int MOST_SUSPECTS = 64;
    private static final Duration PROBE_PAUSED = Duration.ofSeconds(30);
    private static final Duration HEED = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    private final String tag;
    private final Store store;
    private final Breaker breaker;
    private final Breaker asideBreaker;
    private final boolean severalWays;
    private final Seldom blocked = new Seldom();
    private volatile @Nullable Pause paused;
    private Instant probePausedAt = Instant.MAX;
    private long heededAt;
    private int unknownInARow;
    private volatile boolean waitsForPerson;

    Health(TagConfig config, Store store, Schedule schedule) {
        this.tag = config.name();
        this.severalWays = config.hasSeveralWays();
        int fullPage = fullPage(config);
        this.store = store;
        this.breaker = new Breaker(schedule, fullPage);
        this.asideBreaker = new Breaker(schedule, fullPage);
    }

    /**
     * Where a crash leaves a page's outcomes unknown, no more events than are on their way at once; and where the platform
     * wants few requests in a minute, no more than go out in a few seconds, so that their outcomes are soon written down.
     */
    private static int fullPage(TagConfig tag) {
        int batch = tag.limits().maxBatch();
        int perMinute = tag.limits().requestsPerMinute();
        long paced = perMinute == 0 ? LARGEST_PAGE : Math.max(1, perMinute / PAGES_A_MINUTE) * (long) batch;
        return (int) Math.min(paced, unpaced(tag, batch));
    }

    private static int unpaced(TagConfig tag, int batch) {
        return Aftermath.holds(tag)
                ? Defaults.IN_FLIGHT * Math.min(batch, LARGEST_UNREPEATABLE_BATCH)
                : batch == 1 ? SINGLES : LARGEST_PAGE;
    }

    Breaker breaker() {
        return breaker;
    }

    @Nullable
    Pause paused() {
        return paused;
    }

    /** The pause outlives the hub; a lane that takes over tries at once, with one event. */
    void recall(Instant now) {
        waitsForPerson = false;
        paused = store.lanes().paused(tag).orElse(null);
        probePausedAt = now;
        if (paused != null) {
            breaker.careful();
        }
    }

    /** Whether a person ended the pause. */
    void heed() {
        if (paused != null && store.lanes().paused(tag).isEmpty()) {
            paused = null;
            waitsForPerson = false;
            unknownInARow = 0;
            breaker.careful();
        }
    }

    /** The same, asked often: a person may have said it at another node. */
    void heedNowAndThen() {
        if (System.nanoTime() - heededAt > HEED.toNanos()) {
            heededAt = System.nanoTime();
            heed();
        }
    }

    /** The next probe goes at once. */
    void hurry(Instant now) {
        breaker.hurry(now);
        asideBreaker.hurry(now);
        probePausedAt = now;
    }

    boolean rests(Instant now) {
        return breaker.state(now) == Breaker.State.OPEN
                || waitsForPerson
                || (paused != null && now.isBefore(probePausedAt));
    }

    boolean asideRests(Instant now) {
        return asideBreaker.state(now) == Breaker.State.OPEN;
    }

    /** One request at a time until one succeeds. */
    boolean probing() {
        return breaker.failures() > 0 || paused != null;
    }

    /** Whether the last page was a full one, so that what fails now does so for the first time. */
    boolean unsuspecting() {
        return breaker.fullPages();
    }

    int page() {
        return Math.max(breaker.page(), 1 + suspects());
    }

    int asidePage() {
        return Math.min(breaker.page(), asideBreaker.page());
    }

    /**
     * How many events at the head the next probe passes over: when the head fails again and again, it may be the events
     * there that the platform fails at, so every other probe is one further on, then two, four...
     */
    int suspects() {
        int failures = breaker.failures();
        boolean further = paused == null && failures >= HEAD_SUSPECT && failures % 2 == 1;
        return further ? Math.min(MOST_SUSPECTS, 1 << Math.min(20, (failures - HEAD_SUSPECT) / 2)) : 0;
    }

    /**
     * When it may be worth another look, null if nothing is known.
     *
     * @param due when something put aside is due
     */
    @Nullable
    Instant next(Instant now, @Nullable Instant due) {
        Instant next = null;
        for (Instant one : new @Nullable Instant[] {
            due, breaker.openUntil(), asideBreaker.openUntil(), paused == null || waitsForPerson ? null : probePausedAt
        }) {
            if (one != null && one.isAfter(now) && (next == null || one.isBefore(next))) {
                next = one;
            }
        }
        return next;
    }

    /** The hub itself failed at a step. */
    void stumbled(Instant now) {
        breaker.failed(now, null, false);
    }

    /**
     * What a delivery says about the platform.
     *
     * @param lease of the lane that made it; a pause is not for a lane to set or end that was taken over
     * @param fresh whether the events were tried for the first time: that what was put aside fails again says little
     * @return whether the platform works
     */
    boolean judge(Lease lease, Courier.Report report, boolean fresh, Instant now) {
        Duration asked = null;
        boolean slowDown = false;
        boolean failed = true;
        String strange = null;
        for (SentItem sent : report.sent()) {
            if (sent.outcome() instanceof Outcome.Misconfigured wrong && !severalWays) {
                pause(lease, wrong.reason(), wrong.detail(), now);
                return false;
            }
            if (sent.outcome() instanceof Outcome.Misconfigured(Reason reason, var _)) {
                blocked.tell(times -> LOG.warn(
                        "tag {}: one of its ways is set up wrongly, {}; its events wait, the others go on ({} x)",
                        tag,
                        reason.text(),
                        times));
                failed = false;
            } else if (Tried.isFailure(sent.outcome())
                    && sent.outcome() instanceof Outcome.Retryable(Reason reason, Duration after, var _)) {
                slowDown |= reason == Reason.RATE_LIMITED;
                asked = after != null && (asked == null || after.compareTo(asked) > 0) ? after : asked;
            } else if (sent.outcome() instanceof Outcome.Unknown(String detail)) {
                unknownInARow++;
                strange = detail;
            } else {
                failed = false;
                unknownInARow = 0;
                strange = null;
            }
        }
        // What a probe may do after a wrong token it may not do here: each probe is one more event nobody knows about.
        boolean again = paused != null && paused.reason() == Reason.UNKNOWN_ANSWERS;
        if (strange != null && (again || unknownInARow >= Defaults.UNKNOWN_IN_A_ROW)) {
            pause(lease, Reason.UNKNOWN_ANSWERS, strange, now);
            waitsForPerson = true;
            return false;
        }
        if (!failed && !slowDown && asked == null) {
            works(lease, fresh);
        } else if (fresh || probing() || slowDown || asked != null) {
            breaker.failed(now, asked, slowDown);
        } else {
            asideBreaker.failed(now, null, false);
        }
        return !failed;
    }

    private void works(Lease lease, boolean fresh) {
        if (!fresh) {
            asideBreaker.succeeded();
        }
        if (fresh || probing()) {
            breaker.succeeded();
        }
        if (paused != null) {
            LOG.info("tag {}: works again", tag);
            store.lanes().pause(lease, null, "");
            paused = null;
        }
    }

    private void pause(Lease lease, Reason reason, String detail, Instant now) {
        Pause before = paused;
        if (before == null) {
            LOG.warn("tag {}: paused, {}; nothing is lost, the events wait", tag, reason.text());
        }
        if (before == null || before.reason() != reason) {
            store.lanes().pause(lease, reason, detail);
            paused = new Pause(reason, detail, now);
        }
        probePausedAt = now.plus(PROBE_PAUSED);
        breaker.careful();
    }
}
