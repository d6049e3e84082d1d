package io.taghub.console.operations;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.taghub.config.TagConfig;
import io.taghub.console.HubView;
import io.taghub.console.events.Standing;
import io.taghub.console.tags.TagHealth;
import io.taghub.store.Journal;
import io.taghub.store.LaneStore;
import io.taghub.store.Store;
import io.taghub.store.StoreUnavailableException;

/** Counts at every scrape what the store knows, so that metrics survive restarts and agree with the pages. */
final class HubCollector implements MultiCollector {
    private final Store store;
    private final HubView view;

    HubCollector(Store store, HubView view) {
        this.store = store;
        this.view = view;
    }

    /** Nothing while the store cannot be asked; the hub's other metrics say that. */
    @Override
    public MetricSnapshots collect() {
        try {
            return counted();
        } catch (StoreUnavailableException unavailable) {
            return new MetricSnapshots();
        }
    }

    private MetricSnapshots counted() {
        var admitted = counter("taghub_admitted", "Events admitted, each once");
        var duplicates = counter("taghub_duplicates", "Copies of events that were already there");
        var twins = gauge("taghub_waiting_for_twin", "Events waiting for the copy from the other channel");
        var concerned = counter("taghub_concerned", "Events admitted since the tag was set up");
        // No counter: a replay takes verdicts back, and a person decides what was held.
        var claims = counter(
                "taghub_identity_claims",
                "Browsers that claimed to be a user who was known from another browser; a back end's word outranks them");
        var verdicts = gauge("taghub_verdicts", "Events the tag is done with or holds, by verdict and reason");
        var lagEvents = gauge("taghub_lag_events", "Events the tag has not come to");
        var lagSeconds = gauge("taghub_lag_seconds", "Age of the oldest event the tag has not come to");
        var parked = gauge("taghub_parked", "Events put aside for a later attempt or answer");
        var oldest = gauge("taghub_oldest_waiting_seconds", "Age of the oldest event ahead or aside");
        var attempts = counter("taghub_attempts", "HTTP attempts since the start by class of outcome");
        var breaker = gauge("taghub_breaker_state", "0 closed, 1 probing, 2 open");
        var stuck = gauge("taghub_stuck", "1 while the tag's own code does not come back; only a restart helps");
        var config = gauge("taghub_config_problems", "Problems of the last edit of the config, which is not in force");
        var paused = gauge("taghub_paused", "1 while the tag waits for a person to correct its settings");

        Journal.Counts counts = store.journal().counts();
        add(admitted, counts.admitted(), Labels.EMPTY);
        add(duplicates, counts.duplicates(), Labels.EMPTY);
        add(claims, counts.claims(), Labels.EMPTY);
        set(config, view.configProblems().size(), Labels.EMPTY);
        set(twins, counts.waiting(), Labels.EMPTY);
        for (TagConfig tag : view.config().tags().values()) {
            Labels labels = Labels.of("tag", tag.name());
            LaneStore.Sums sums = store.lanes().sums(tag.name());
            TagHealth health = TagHealth.of(tag, store, view);
            sums.verdicts()
                    .forEach((key, count) -> set(
                            verdicts,
                            count,
                            Labels.of(
                                    "tag",
                                    tag.name(),
                                    "verdict",
                                    Standing.word(key.verdict()),
                                    "reason",
                                    key.reason() == null ? "" : key.reason().name())));
            add(concerned, sums.concerned(), labels);
            set(lagEvents, sums.ahead(), labels);
            set(lagSeconds, health.lagSeconds(), labels);
            set(parked, sums.aside(), labels);
            set(oldest, TagHealth.seconds(sums.oldestWaiting(), view.now()), labels);
            HubView.LaneState lane = view.lane(tag.name());
            lane.attempts().forEach((kind, n) -> add(attempts, n, Labels.of("tag", tag.name(), "class", kind)));
            set(breaker, lane.breaker().ordinal(), labels);
            set(stuck, lane.stuck() ? 1 : 0, labels);
            set(paused, health.state().equals("paused") ? 1 : 0, labels);
        }
        return new MetricSnapshots(
                admitted.build(),
                duplicates.build(),
                claims.build(),
                twins.build(),
                concerned.build(),
                verdicts.build(),
                lagEvents.build(),
                lagSeconds.build(),
                parked.build(),
                oldest.build(),
                attempts.build(),
                breaker.build(),
                stuck.build(),
                config.build(),
                paused.build());
    }

    private static CounterSnapshot.Builder counter(String name, String help) {
        return CounterSnapshot.builder().name(name).help(help);
    }

    private static GaugeSnapshot.Builder gauge(String name, String help) {
        return GaugeSnapshot.builder().name(name).help(help);
    }

    private static void add(CounterSnapshot.Builder counter, double value, Labels labels) {
        counter.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                .value(value)
                .labels(labels)
                .build());
    }

    private static void set(GaugeSnapshot.Builder gauge, double value, Labels labels) {
        gauge.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                .value(value)
                .labels(labels)
                .build());
    }
}
