package io.taghub.console.tags;

import io.taghub.console.events.Standing;
import io.taghub.delivery.replay.Replay;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of a replay so far, in snake_case: {@code chosen} is the sum of {@code results}.
 *
 * @param sent how many went out at least once since
 * @param pending how many had no turn yet
 * @param tagState as in {@link TagHealth}
 * @param tagReasonText why the tag does not run, empty where it does
 * @param results by verdict and reason, {@code waiting} among them, most frequent first
 */
public record ReplayState(
        String tag,
        long chosen,
        long sent,
        long pending,
        String tagState,
        String tagReasonText,
        List<TagHealth.Sum> results) {

    public static ReplayState of(Replay.Progress progress, TagHealth tag) {
        List<TagHealth.Sum> results = new ArrayList<>(TagHealth.Sum.of(progress.decided()));
        progress.waiting().forEach((reason, n) -> results.add(TagHealth.Sum.of(Standing.WAITING, reason, n)));
        results.sort(TagHealth.Sum.MOST_FIRST);
        return new ReplayState(
                progress.tag(),
                progress.chosen(),
                progress.sent(),
                progress.pending(),
                tag.state(),
                tag.reasonText(),
                List.copyOf(results));
    }
}
