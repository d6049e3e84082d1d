package io.taghub.delivery;

import io.taghub.outbound.Exchange;
import io.taghub.tag.Request;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Requests of one tag on their way, several at a time. Only the waiting is done elsewhere: everything of the tag runs on
 * the thread of its lane, where nothing it does can hurt another tag.
 */
final class Flight {
    /** What came back, and how long it took from the first byte out to the last byte in. */
    record Landing(Exchange exchange, Duration took) {}

    private record Landed(Landing landing, Consumer<Landing> then) {}

    private final Function<Request, Exchange> outbound;
    private final BlockingQueue<Landed> landed = new LinkedBlockingQueue<>();
    private int inFlight;

    Flight(Function<Request, Exchange> outbound) {
        this.outbound = outbound;
    }

    int size() {
        return inFlight;
    }

    boolean empty() {
        return inFlight == 0;
    }

    /** @param then gets the answer, on the thread that calls {@link #land} */
    void send(Request request, Consumer<Landing> then) {
        inFlight++;
        Thread.startVirtualThread(() -> {
            long began = System.nanoTime();
            Exchange exchange = outbound.apply(request);
            landed.add(new Landed(new Landing(exchange, Duration.ofNanos(System.nanoTime() - began)), then));
        });
    }

    /** Waits for the next answer and hands it over. */
    void land() {
        try {
            Landed next = landed.take();
            inFlight--;
            next.then.accept(next.landing);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending", stopped);
        }
    }
}
