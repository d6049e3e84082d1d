package io.taghub.console.tags;

import io.taghub.config.TagConfig;
import io.taghub.console.HubView;
import io.taghub.console.Masked;
import io.taghub.console.events.Standing;
import io.taghub.quality.Coverage;
import io.taghub.quality.Surveys;
import io.taghub.store.Journal;
import io.taghub.store.LaneStore;
import io.taghub.store.Store;
import io.taghub.tag.Reason;
import io.taghub.tag.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How one tag is doing. {@code GET /api/tags} answers {@code {"now", "config", "tags": [...]}} with these keys in snake_case.
 *
 * @param state {@code running}, {@code paused} (set up wrongly, waits for a person), {@code resting} (breaker),
 *     {@code stuck} (the tag's own code does not come back) or {@code elsewhere} (another hub on the same database runs it
 *     and knows whether it rests; sums, pauses, held events, replay and resume are the same at every hub)
 * @param reason why it is paused or rests, a name of {@link io.taghub.tag.Reason}; of a tag that goes on, why the platform
 *     refuses to say what became of some of its events, or to take them one of several ways
 * @param since since when it is paused
 * @param nextAttempt when a resting tag tries again
 * @param concerned events admitted since the tag was set up; {@code concerned = sum(verdicts) + ahead + aside}
 * @param verdicts by verdict word
 * @param reasons by verdict and reason, most frequent first
 * @param waiting the events put aside by what they wait for, most frequent first
 * @param ahead events the tag has not come to: its lag in events
 * @param aside events put aside for a later attempt or answer
 * @param lagSeconds age of the oldest event ahead, 0 where there is none
 * @param oldestWaiting when the oldest event ahead or aside was received
 * @param coverage how many of the events that the platform took since the start went out with which identifier;
 *     missing where none did
 * @param quality what the platform said last of them; null where it is not asked
 */
public record TagHealth(
        String tag,
        String type,
        String mode,
        String state,
        @Nullable String reason,
        String reasonText,
        String detail,
        @Nullable Instant since,
        @Nullable Instant nextAttempt,
        long concerned,
        Map<String, Long> verdicts,
        List<Sum> reasons,
        List<Sum> waiting,
        long ahead,
        long aside,
        long lagEvents,
        double lagSeconds,
        @Nullable Instant oldestWaiting,
        List<Coverage.Row> coverage,
        Surveys.@Nullable Said quality) {

    private static final String ELSEWHERE = "another hub on the same database runs it";

    public record Sum(String verdict, @Nullable String reason, String reasonText, long count) {
        static final Comparator<Sum> MOST_FIRST = Comparator.comparingLong(Sum::count)
                .reversed()
                .thenComparing(Sum::verdict)
                .thenComparing(Sum::reasonText);

        public static Sum of(String verdict, @Nullable Reason reason, long count) {
            return new Sum(verdict, reason == null ? null : reason.name(), reason == null ? "" : reason.text(), count);
        }

        public static List<Sum> of(Map<LaneStore.Count, Long> counts) {
            return counts.entrySet().stream()
                    .map(entry -> of(
                            Standing.word(entry.getKey().verdict()),
                            entry.getKey().reason(),
                            entry.getValue()))
                    .sorted(MOST_FIRST)
                    .toList();
        }
    }

    public static TagHealth of(TagConfig tag, Store store, HubView view) {
        LaneStore.Sums sums = store.lanes().sums(tag.name());
        LaneStore.@Nullable Pause pause = store.lanes().paused(tag.name()).orElse(null);
        HubView.LaneState lane = view.lane(tag.name());
        boolean resting = lane.breaker() != HubView.Rest.CLOSED;
        Reason hampered = sums.waiting().keySet().stream()
                .filter(Reason::isOfSettings)
                .min(Comparator.naturalOrder())
                .orElse(null);
        Reason stops = pause != null ? pause.reason() : resting ? Reason.BREAKER_OPEN : hampered;
        String going = lane.elsewhere() ? "elsewhere" : resting ? "resting" : "running";
        Map<String, Long> verdicts = new TreeMap<>();
        sums.verdicts().forEach((key, n) -> verdicts.merge(Standing.word(key.verdict()), n, Long::sum));
        return new TagHealth(
                tag.name(),
                tag.type(),
                tag.mode().name().toLowerCase(Locale.ROOT),
                lane.stuck() ? "stuck" : pause != null ? "paused" : going,
                stops == null ? null : stops.name(),
                stops != null ? stops.text() : lane.elsewhere() ? ELSEWHERE : "",
                pause != null ? Masked.text(pause.detail()) : "",
                pause == null ? null : pause.since(),
                pause == null && resting ? lane.nextAttempt() : null,
                sums.concerned(),
                verdicts,
                Sum.of(sums.verdicts()),
                sums.waiting().entrySet().stream()
                        .map(entry -> Sum.of(Standing.WAITING, entry.getKey(), entry.getValue()))
                        .sorted(Sum.MOST_FIRST)
                        .toList(),
                sums.ahead(),
                sums.aside(),
                sums.ahead(),
                lag(tag, sums, store, view),
                sums.oldestWaiting(),
                view.coverage(tag.name()),
                quality(tag, view));
    }

    private static Surveys.@Nullable Said quality(TagConfig tag, HubView view) {
        return tag.tag() instanceof Tag.Graded graded && graded.survey().isPresent() ? view.quality(tag.name()) : null;
    }

    private static double lag(TagConfig tag, LaneStore.Sums sums, Store store, HubView view) {
        if (sums.ahead() == 0) {
            return 0;
        }
        List<Journal.Entry> next =
                store.journal().read(store.lanes().position(tag.name()).passed(), 1);
        return next.isEmpty() ? 0 : seconds(next.getFirst().event().received(), view.now());
    }

    public static double seconds(@Nullable Instant from, Instant now) {
        return from == null ? 0 : Math.max(0, Duration.between(from, now).toMillis() / 1000.0);
    }
}
