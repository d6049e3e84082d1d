package io.taghub.delivery;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Lets a lane sleep and wakes it. */
final class Bell {
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private volatile @Nullable Thread sleeper;
    private volatile boolean rung;
    private volatile boolean hurried;

    /** From now on it is this thread that is woken. */
    void hear() {
        sleeper = Thread.currentThread();
    }

    /** Ends a sleep; one that has not begun ends at once. */
    void wake() {
        Thread thread = sleeper;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    /** Wakes, and is remembered until it was {@link #answered}. */
    void ring() {
        rung = true;
        wake();
    }

    /** Rings because a person does not want to wait. */
    void hurry() {
        hurried = true;
        ring();
    }

    /** Whether it rang since it was last asked. */
    boolean answered() {
        boolean rang = rung;
        rung = false;
        return rang;
    }

    /** Whether a person was in a hurry since it was last asked. */
    boolean hurried() {
        boolean was = hurried;
        hurried = false;
        return was;
    }

    /** Sleeps that long whatever rings, which is heard afterwards: so that nothing that fails is repeated without a wait. */
    void rest(Duration least, BooleanSupplier unless) {
        long end = System.nanoTime() + least.toNanos();
        long left = least.toNanos();
        while (left > 0 && !unless.getAsBoolean()) {
            LockSupport.parkNanos(left);
            left = end - System.nanoTime();
        }
    }

    void sleep(Duration most) {
        if (!rung) {
            LockSupport.parkNanos(most.compareTo(SHORTEST) < 0 ? SHORTEST.toNanos() : most.toNanos());
        }
    }
}
