package io.taghub.delivery;

import io.taghub.config.TagConfig;
import io.taghub.outbound.Redactor;
import io.taghub.store.Attempt;
import io.taghub.store.LaneStore.Decision;
import io.taghub.store.Verdict;
import io.taghub.tag.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Mode shadow: everything but the sending. What would have gone out is kept for the console, each request of it. */
final class Shadow {
    private final TagConfig tag;
    private final Redactor redactor;
    private final List<Attempt> attempts = new ArrayList<>();

    Shadow(TagConfig tag) {
        this.tag = tag;
        this.redactor = Redactor.of(tag);
    }

    List<Attempt> attempts() {
        return attempts;
    }

    /** Builds the request of one event; a tag that cannot fails in shadow as it would for real. */
    Decision build(Ready one, Instant now) {
        List<String> requests;
        try {
            requests = tag.tag().lines(one.item()).stream()
                    .map(line -> redactor.request(tag.tag().request(List.of(line)), List.of(one.event())))
                    .toList();
        } catch (RuntimeException | LinkageError | StackOverflowError broken) {
            return new Decision(
                    one.seq(),
                    Verdict.REJECTED,
                    Reason.TAG_FAILED,
                    broken.getClass().getSimpleName());
        }
        requests.forEach(request -> attempts.add(new Attempt(
                List.of(one.seq()), now, Duration.ZERO, Attempt.SHADOW, Reason.SHADOW, "", 0, request, "")));
        return new Decision(
                one.seq(), Verdict.SKIPPED, Reason.SHADOW, one.item().remark());
    }
}
