package io.taghub.plan;

import io.taghub.config.HubConfig;
import io.taghub.config.TagConfig;
import io.taghub.delivery.Repeats;
import io.taghub.delivery.Triage;
import io.taghub.delivery.Triage.Judgement;
import io.taghub.delivery.told.Earlier;
import io.taghub.event.Event;
import io.taghub.event.Marks;
import io.taghub.store.IdentityStore.Known;
import io.taghub.store.Journal.Entry;
import io.taghub.store.LaneStore.Fate;
import io.taghub.store.LaneStore.Once;
import io.taghub.store.Store;
import io.taghub.store.Verdict;
import io.taghub.tag.Item;
import io.taghub.tag.Reason;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The tags of one config, which judge events in the journal's order. */
final class Judges {
    /** An event may wait for the visitor's word, then for the user's visitor, then for the platform. */
    private static final int WAITS = 5;

    private final HubConfig config;
    private final Store store;
    private final Instant now;
    private final Map<String, Judge> judges = new LinkedHashMap<>();

    /** @param told null where it would not be sent */
    record Judged(Forecast forecast, @Nullable Told told) {}

    /** @param fates of conversions, for those that take them back or change them */
    private record Judge(
            TagConfig tag, Triage triage, Repeats repeats, SeenOnce seen, Earlier earlier, Map<Long, Fate> fates) {}

    Judges(HubConfig config, Store store, Instant now) {
        this.config = config;
        this.store = store;
        this.now = now;
        Map<String, Triage> triages = Triage.of(config);
        config.tags().forEach((name, tag) -> {
            Map<Long, Fate> fates = new HashMap<>();
            judges.put(
                    name,
                    new Judge(
                            tag,
                            Objects.requireNonNull(triages.get(name)),
                            new Repeats(tag, config, store),
                            new SeenOnce(),
                            new Earlier(tag, store, seqs -> fates),
                            fates));
        });
    }

    /** {@link Forecast#OFF} where the tag is switched off, null where there is no such tag. */
    @Nullable
    Judged judge(String name, Entry entry, Known known) {
        Judge judge = judges.get(name);
        if (judge == null) {
            return config.tagNames().contains(name) ? unsent(Forecast.OFF) : null;
        }
        Event event = entry.event();
        boolean taken = event.channels().isEmpty()
                || !Collections.disjoint(config.rule(event.name()).from(), event.channels());
        // It would not even have come in.
        Judged judged =
                taken ? told(judge, entry, known) : unsent(Forecast.of(Verdict.SKIPPED, Reason.CHANNEL_NOT_ALLOWED));
        if (Marks.isConversion(event)) {
            judge.fates.put(entry.seq(), judged.forecast.fate(entry.seq()));
        }
        return judged;
    }

    /** Of the conversion's own user and click, where it speaks of one that the tag would have been told of. */
    private Judged told(Judge judge, Entry entry, Known known) {
        return switch (judge.earlier.of(entry, true, now)) {
            case Earlier.Found.As(Entry whole) ->
                judge(
                        judge,
                        whole,
                        whole.event().equals(entry.event())
                                ? known
                                : store.identity().known(List.of(whole.event())).getFirst());
            case Earlier.Found.Undecided _ -> unsent(Forecast.waiting(Reason.ONCE));
            case Earlier.Found.Untold _ -> unsent(Forecast.of(Verdict.SKIPPED, Reason.NO_REVERSAL));
            case Earlier.Found.Repeat _ -> unsent(Forecast.of(Verdict.DUPLICATE, Reason.ONCE));
            case Earlier.Found.Over _ -> unsent(Forecast.of(Verdict.SKIPPED, Reason.ILLEGAL_MOVE));
        };
    }

    private Judged judge(Judge judge, Entry entry, Known known) {
        Instant at = entry.event().received();
        Reason waits = Reason.MIN_DELAY;
        for (int i = 0; i < WAITS; i++) {
            switch (judge.triage.call(entry.event(), entry.agreed(), known, at)) {
                case Judgement.Send(Event whole, Item item) -> {
                    Forecast forecast = sent(judge, entry.seq(), whole);
                    boolean told = forecast.equals(Forecast.SENT) || judge.tag.mode() == HubConfig.Mode.SHADOW;
                    return told
                            ? new Judged(
                                    forecast,
                                    Told.of(judge.tag.tag(), judge.tag.shaped(whole, config.rule(whole.name())), item))
                            : unsent(forecast);
                }
                case Judgement.Decide decide -> {
                    return unsent(Forecast.of(decide.verdict(), decide.reason()));
                }
                case Judgement.Hold _ -> {
                    return unsent(Forecast.of(Verdict.HELD, Reason.CONTRACT));
                }
                case Judgement.Wait wait -> {
                    waits = wait.reason();
                    Instant end = wait.end();
                    if (end.isAfter(now) || !end.isAfter(at)) {
                        return unsent(Forecast.waiting(waits));
                    }
                    at = end;
                }
            }
        }
        return unsent(Forecast.waiting(waits));
    }

    private static Judged unsent(Forecast forecast) {
        return new Judged(forecast, null);
    }

    private static Forecast sent(Judge judge, long seq, Event whole) {
        // What is only shown never counts, so nothing repeats it.
        if (judge.tag.mode() == HubConfig.Mode.SHADOW) {
            return Forecast.of(Verdict.SKIPPED, Reason.SHADOW);
        }
        boolean labelled = judge.tag.repeats() == TagConfig.RepeatPolicy.NEW_OR_REPEATED;
        List<Once> once = labelled ? List.of() : judge.repeats.all(seq, whole);
        return once.stream().anyMatch(judge.seen::repeats)
                ? Forecast.of(Verdict.DUPLICATE, Reason.ONCE)
                : Forecast.SENT;
    }
}
