package io.taghub.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hub's time: the machine's, as long as that goes on evenly, and in mode sandbox as far ahead of it as somebody moved
 * it. A jump of the machine's clock is noticed here, once for all: the wall clock is compared with a clock that only goes
 * on, and at the start with what the store saw last. Until a jump is confirmed (the wall clock kept its new course for an
 * hour, it came back, or a person says so) nothing may be forgotten, and {@link #settled} goes on as if it had not been.
 *
 * <p>The time shown follows the wall clock up to a day ahead of what is settled, because machines sleep and are set right
 * after a start; and at a start however far ahead, because a hub may have been off for weeks. Everything else would make
 * what waits look too old, or give events a time before their own, so there the hub goes on by its own time. Safe for
 * many threads: all of it is behind one lock.
 */
public final class HubClock implements InstantSource {
    /** Smaller steps are everyday life: a time server's, or a machine that stood still. */
    static final Duration STEP = Duration.ofMinutes(1);

    static final Duration PLAUSIBLE = Duration.ofDays(1);

    /** How long a new course has to be kept. */
    static final Duration PROBATION = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(HubClock.class);

    private final InstantSource wall;
    private final @Nullable LongSupplier nanos;
    private Duration ahead = Duration.ZERO;

    // The wall clock's course: since when it goes on evenly.
    private Instant courseWall;
    private long courseNanos;

    // As of the last look, by the wall clock's measure.
    private long lookedAt;
    private Instant shown;
    private Instant settled;
    private boolean suspected;

    private Duration setBack = Duration.ZERO;

    public HubClock() {
        this(InstantSource.system(), System::nanoTime);
    }

    /** A clock that shows {@code start} now and goes on from there. */
    public HubClock(Instant start) {
        this();
        ahead = Duration.between(shown, start);
    }

    /** @param nanos a clock that only goes on; null if the wall clock is to be believed whatever it shows */
    public HubClock(InstantSource wall, @Nullable LongSupplier nanos) {
        this.wall = wall;
        this.nanos = nanos;
        Instant now = wall.instant();
        lookedAt = nanos == null ? 0 : nanos.getAsLong();
        courseWall = now;
        courseNanos = lookedAt;
        shown = now;
        settled = now;
    }

    /** This source as the hub's clock, believed whatever it shows unless it is one already. */
    public static HubClock of(InstantSource source) {
        return source instanceof HubClock own ? own : new HubClock(source, null);
    }

    /**
     * What a store remembers of the clock.
     *
     * @param settled the latest time that was beyond doubt, as the machine measured it
     * @param shown the latest time that may have been written down
     */
    public record Memory(Instant settled, Instant shown) {}

    @Override
    public synchronized Instant instant() {
        look();
        return shown.plus(ahead);
    }

    /** A time that has certainly come: what is kept until then may be forgotten. */
    public synchronized Instant settled() {
        look();
        return settled.plus(ahead);
    }

    /** Whether the clock jumped and it is not yet clear that it is right. */
    public synchronized boolean suspected() {
        look();
        return suspected;
    }

    public synchronized Memory memory() {
        look();
        return new Memory(settled, shown.plus(ahead));
    }

    /** At the start: compares the clock with what the store remembers. */
    public synchronized void recall(Memory memory) {
        if (nanos == null) {
            return;
        }
        look();
        Instant now = shown;
        Duration gap = Duration.between(memory.settled, now);
        boolean back = gap.compareTo(STEP.negated()) < 0;
        if (back || gap.compareTo(PLAUSIBLE) > 0) {
            suspected = true;
            settled = memory.settled;
            shown = back ? settled : now;
            courseWall = now;
            courseNanos = lookedAt;
            LOG.warn("{}", suspicion());
        }
        Duration beyond = Duration.between(shown.plus(ahead), memory.shown);
        if (beyond.compareTo(STEP) > 0) {
            setBack = setBack.plus(beyond);
        }
    }

    /** At the start in mode sandbox: what was stamped with a time that somebody moved on is of no other after a restart. */
    public synchronized void resume(Memory memory) {
        Duration moved = Duration.between(memory.settled, memory.shown);
        if (moved.compareTo(STEP) > 0 && moved.compareTo(ahead) > 0) {
            ahead = moved;
        }
    }

    /** Moves the time on, deliberately; answers the new one. */
    public synchronized Instant advance(Duration by) {
        ahead = ahead.plus(by);
        return instant();
    }

    /** A person says that the machine's clock is right. */
    public synchronized void confirm() {
        look();
        if (suspected) {
            believe(wall.instant(), "confirmed");
        }
    }

    /** By how much the time shown went back since this was last asked: what was written down meanwhile is that far ahead. */
    public synchronized Duration takeSetBack() {
        look();
        Duration taken = setBack;
        setBack = Duration.ZERO;
        return taken;
    }

    /** What is wrong with the clock, in a sentence for people; null if nothing is. */
    public synchronized @Nullable String trouble() {
        look();
        return suspected ? suspicion() : null;
    }

    private String suspicion() {
        Instant now = wall.instant();
        Duration by = Duration.between(settled, now);
        String how = by.isNegative() ? "behind" : "ahead of";
        String own = Duration.between(shown, now).abs().compareTo(STEP) > 0
                ? " Until then the hub goes on by its own time, " + seconds(shown.plus(ahead)) + "."
                : "";
        long left = Math.max(1, PROBATION.minusNanos(lookedAt - courseNanos).toMinutes() + 1);
        return "The machine's clock shows " + seconds(now) + ", " + words(by.abs()) + " " + how
                + " what the hub's own reckoning says. Nothing is forgotten until it has kept that for another " + left
                + " min, is set right, or a person confirms it in the console." + own;
    }

    private static Instant seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    private static String words(Duration by) {
        return by.toDays() > 1
                ? by.toDays() + " days"
                : by.toHours() > 1 ? by.toHours() + " hours" : Math.max(1, by.toMinutes()) + " min";
    }

    private void look() {
        Instant now = wall.instant();
        if (nanos == null) {
            shown = now;
            settled = now;
            return;
        }
        long at = nanos.getAsLong();
        Duration passed = Duration.ofNanos(at - lookedAt);
        lookedAt = at;
        if (passed.compareTo(PLAUSIBLE) > 0) {
            // Whatever that was, no hub waits a day between two looks: both clocks jumped.
            courseNanos += passed.toNanos();
            passed = Duration.ZERO;
        }
        Duration kept = Duration.ofNanos(at - courseNanos);
        boolean jumped = isStep(Duration.between(courseWall.plus(kept), now));
        if (!suspected && !jumped) {
            shown = now;
            settled = now;
            courseWall = now;
            courseNanos = at;
            return;
        }
        settled = settled.plus(passed);
        show(follow(now, shown.plus(passed)), passed);
        if (jumped) {
            courseWall = now;
            courseNanos = at;
        }
        if (!isStep(Duration.between(settled, now))) {
            believe(now, "right again");
        } else if (jumped) {
            suspected = true;
            LOG.warn("{}", suspicion());
        } else if (kept.compareTo(PROBATION) >= 0) {
            believe(now, "believed, because it kept its course");
        }
    }

    private static boolean isStep(Duration difference) {
        return difference.abs().compareTo(STEP) > 0;
    }

    /** The wall clock where that can do no harm, else the hub's own course. */
    private Instant follow(Instant now, Instant own) {
        Instant day = settled.plus(PLAUSIBLE);
        Instant latest = day.isAfter(own) ? day : own.plus(STEP);
        return now.isBefore(settled.minus(STEP)) || now.isAfter(latest) ? own : now;
    }

    private void show(Instant next, Duration passed) {
        Duration back = Duration.between(next, shown.plus(passed));
        if (back.compareTo(STEP) > 0) {
            setBack = setBack.plus(back);
        }
        shown = next;
    }

    private void believe(Instant now, String why) {
        show(now, Duration.ZERO);
        settled = now;
        courseWall = now;
        courseNanos = lookedAt;
        if (suspected) {
            suspected = false;
            LOG.info("the machine's clock, {}, is {}", seconds(now), why);
        }
    }
}
