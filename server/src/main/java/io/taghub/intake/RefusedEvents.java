package io.taghub.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.taghub.event.Channel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * The latest events that were refused, and how many there were: nobody at a browser reads the answer that says so. Safe for
 * many threads by its lock.
 */
public final class RefusedEvents {
    private static final int KEPT = 50;

    private final MeterRegistry meters;
    private final InstantSource clock;
    private final Deque<One> latest = new ArrayDeque<>();

    public RefusedEvents(MeterRegistry meters, InstantSource clock) {
        this.meters = meters;
        this.clock = clock;
        for (Channel channel : Channel.values()) {
            counter(channel, "name");
        }
    }

    /**
     * @param channel {@code browser} or {@code server}
     * @param given what was refused, by its form
     * @param reason as the sender is told
     */
    public record One(Instant at, String channel, String given, String reason) {}

    /** @param fault {@code name}, {@code id}, {@code json}, or {@code channel} where it came by the wrong one */
    void add(Channel channel, String fault, String given, String reason) {
        counter(channel, fault).increment();
        synchronized (latest) {
            if (latest.size() == KEPT) {
                latest.removeLast();
            }
            latest.addFirst(new One(clock.instant(), word(channel), given, reason));
        }
    }

    /** The latest first. */
    public List<One> latest() {
        synchronized (latest) {
            return List.copyOf(latest);
        }
    }

    private static String word(Channel channel) {
        return channel.name().toLowerCase(Locale.ROOT);
    }

    private Counter counter(Channel channel, String fault) {
        return Counter.builder("taghub.events.refused")
                .description(
                        "Events that were not taken, by what was at fault: name, id, json, or the channel they came by")
                .tag("channel", word(channel))
                .tag("fault", fault)
                .register(meters);
    }
}
