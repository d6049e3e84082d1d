package io.taghub.store;

import io.taghub.tag.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP exchange, or the try at it, already redacted.
 *
 * @param seqs the events it carried
 * @param took from the first byte out to the last byte in
 * @param result {@code delivered}, {@code accepted}, {@code duplicate}, {@code retryable}, {@code rejected},
 *     {@code refused}, {@code misconfigured} or {@code unknown}; {@code shadow} where it was built and not sent
 * @param status HTTP status, 0 where no answer came
 * @param config hash of the config by which it was made, empty where nobody wrote it down
 * @param others what it came to for those of its events for which it came to something else
 */
public record Attempt(
        List<Long> seqs,
        Instant at,
        Duration took,
        String result,
        @Nullable Reason reason,
        String detail,
        int status,
        String request,
        String response,
        String config,
        List<EventResult> others) {
    public Attempt(
            List<Long> seqs,
            Instant at,
            Duration took,
            String result,
            @Nullable Reason reason,
            String detail,
            int status,
            String request,
            String response) {
        this(seqs, at, took, result, reason, detail, status, request, response, "", List.of());
    }

    /** What an attempt came to for one of its events, in the attempt's words. */
    public record EventResult(
            long seq, String result, @Nullable Reason reason, String detail) {}

    /** The same exchange with what it came to for this event. */
    public Attempt of(long seq) {
        return others.stream()
                .filter(own -> own.seq == seq)
                .findFirst()
                .map(own -> new Attempt(
                        seqs, at, took, own.result, own.reason, own.detail, status, request, response, config, others))
                .orElse(this);
    }

    /** The same with another remark beside its detail. */
    public Attempt saying(String more) {
        String both = detail.isEmpty() ? more : detail + "; " + more;
        return new Attempt(seqs, at, took, result, reason, both, status, request, response, config, others);
    }

    /** The result of a request that mode shadow built and did not send. */
    public static final String SHADOW = "shadow";

    /** The result of a request that may have arrived although no usable answer came. */
    public static final String UNKNOWN = "unknown";
}
