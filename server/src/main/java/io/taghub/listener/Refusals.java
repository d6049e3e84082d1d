package io.taghub.listener;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what strangers could not finish, in place of a log line for each: {@code taghub_http_refused_total}. */
public final class Refusals {
    private final Counter slowHead;
    private final Counter slowBody;
    private final Counter crowded;

    /** @param listener {@code public}, {@code console} or {@code sandbox} */
    public Refusals(MeterRegistry meters, String listener) {
        slowHead = counter(meters, listener, "slow_headers");
        slowBody = counter(meters, listener, "slow_body");
        crowded = counter(meters, listener, "too_many_connections");
    }

    private static Counter counter(MeterRegistry meters, String listener, String reason) {
        return Counter.builder("taghub.http.refused")
                .description("Requests and connections that were ended because they took too long or were too many")
                .tag("listener", listener)
                .tag("reason", reason)
                .register(meters);
    }

    void slowHead() {
        slowHead.increment();
    }

    void slowBody() {
        slowBody.increment();
    }

    void crowded(int connections) {
        crowded.increment(connections);
    }
}
