package io.taghub.hub;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.taghub.config.ConfigProblem;
import io.taghub.config.HubConfig;
import io.taghub.console.HubView;
import io.taghub.console.Masked;
import io.taghub.console.debug.DebugTokens;
import io.taghub.delivery.Lanes;
import io.taghub.delivery.Probe;
import io.taghub.delivery.replay.Replay;
import io.taghub.intake.RefusedEvents;
import io.taghub.intake.webhook.Mending;
import io.taghub.plan.Planned;
import io.taghub.quality.Coverage;
import io.taghub.quality.Surveys;
import io.taghub.store.Journal;
import io.taghub.store.Store;
import io.taghub.tag.Tag;
import io.taghub.time.HubClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The running hub as the console sees it. Safe for many threads: its parts are, and where it listens is volatile.
 */
final class LiveView implements HubView {
    private final Supplier<HubConfig> config;
    private final Supplier<List<ConfigProblem>> configProblems;
    private final Supplier<List<ConfigProblem>> configRefusals;
    private final Supplier<List<String>> waiting;
    private final HubClock clock;
    private final Lanes lanes;
    private final Upkeep upkeep;
    private final MeterRegistry meters;
    private final RefusedEvents refusedEvents;
    private final Store store;
    private final Replay replay;
    private final DebugTokens debugTokens;
    private final Surveys surveys;
    private final Plans plans;
    private final Mending mending;
    private final Rehearsals rehearsals;
    private volatile @Nullable URI demo;
    private volatile int publicPort;

    LiveView(
            Supplier<HubConfig> config,
            Supplier<List<ConfigProblem>> configProblems,
            Supplier<List<ConfigProblem>> configRefusals,
            Supplier<List<String>> waiting,
            HubClock clock,
            Store store,
            Lanes lanes,
            Upkeep upkeep,
            MeterRegistry meters,
            RefusedEvents refusedEvents,
            DebugTokens debugTokens,
            Surveys surveys,
            Plans plans,
            Mending mending) {
        this.config = config;
        this.configProblems = configProblems;
        this.configRefusals = configRefusals;
        this.waiting = waiting;
        this.clock = clock;
        this.lanes = lanes;
        this.upkeep = upkeep;
        this.meters = meters;
        this.refusedEvents = refusedEvents;
        this.debugTokens = debugTokens;
        this.surveys = surveys;
        this.plans = plans;
        this.mending = mending;
        this.store = store;
        this.rehearsals = new Rehearsals(config);
        this.replay = new Replay(store, config, clock);
    }

    @Override
    public HubConfig config() {
        return config.get();
    }

    @Override
    public Planned plan(PlanOrder order) {
        return plans.plan(order);
    }

    @Override
    public Mending.Answered tryWebhook(TriedWebhook webhook) {
        return mending.tried(webhook.source(), webhook.query(), webhook.headers(), webhook.body(), webhook.run());
    }

    @Override
    public Mending.Mended mend(MendOrder order) {
        return mending.mend(order.id(), order.source(), order.code(), order.dryRun());
    }

    @Override
    public List<String> configProblems() {
        return configProblems.get().stream().map(ConfigProblem::toString).toList();
    }

    @Override
    public List<String> configRefusals() {
        return configRefusals.get().stream().map(ConfigProblem::toString).toList();
    }

    @Override
    public List<RefusedEvent> refusedEvents() {
        return refusedEvents.latest().stream()
                .map(one -> new RefusedEvent(one.at(), one.channel(), one.given(), Masked.text(one.reason())))
                .toList();
    }

    @Override
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>(store.warnings());
        warnings.addAll(waiting.get());
        String trouble = store.trouble();
        if (trouble != null) {
            warnings.add(trouble);
        }
        String time = clock.trouble();
        if (time != null) {
            warnings.add(time);
        }
        return warnings;
    }

    @Override
    public boolean clockSuspected() {
        return clock.suspected();
    }

    @Override
    public void confirmClock() {
        clock.confirm();
        upkeep.poke();
        lanes.poke();
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public Instant advance(Duration by) {
        Instant now = clock.advance(by);
        // A hub that dies now goes on from there.
        store.remember(clock.memory());
        upkeep.poke();
        lanes.poke();
        return now;
    }

    @Override
    public LaneState lane(String tag) {
        Lanes.State state = lanes.state(tag);
        Map<String, Long> attempts = new TreeMap<>();
        meters.find("taghub.attempts")
                .tag("tag", tag)
                .timers()
                .forEach((Timer timer) ->
                        attempts.put(String.valueOf(timer.getId().getTag("class")), timer.count()));
        if (state == null) {
            return LaneState.QUIET;
        }
        // A database of our own is nobody else's: there a lane without a lease only waits for the store.
        boolean elsewhere = store.shared() && state.status() == Lanes.State.Status.ELSEWHERE;
        // What this node's lane rested for when it had the lease says nothing of the one that has it now.
        Instant next = elsewhere ? null : state.nextAttempt();
        Rest breaker = next == null ? Rest.CLOSED : next.isAfter(clock.instant()) ? Rest.OPEN : Rest.PROBING;
        return new LaneState(breaker, next, state.status() == Lanes.State.Status.STUCK, elsewhere, attempts);
    }

    @Override
    public ProbeReport probe(String tag) {
        HubConfig hub = config.get();
        Probe.Report report = Probe.of(Objects.requireNonNull(hub.tags().get(tag)), hub, clock);
        return new ProbeReport(report.result().name().toLowerCase(Locale.ROOT), report.text());
    }

    @Override
    public ProbeReport validate(String tag, long seq) {
        HubConfig hub = config.get();
        List<Journal.Entry> entries = store.journal().read(List.of(seq));
        if (entries.isEmpty()) {
            return new ProbeReport("unproven", "the event is no longer there");
        }
        Journal.Entry entry = entries.getFirst();
        Probe.Report report = Probe.opinion(
                Objects.requireNonNull(hub.tags().get(tag)),
                hub,
                entry,
                store.identity().known(List.of(entry.event())).getFirst(),
                clock);
        return new ProbeReport(report.result().name().toLowerCase(Locale.ROOT), report.text());
    }

    @Override
    public List<Coverage.Row> coverage(String tag) {
        return Coverage.of(tag, meters);
    }

    @Override
    public Surveys.Said quality(String tag) {
        return surveys.said(tag);
    }

    @Override
    public SortedMap<LocalDate, List<Tag.Grade>> qualityHistory(String tag) {
        return surveys.history(tag);
    }

    @Override
    public ProbeReport rehearse(String tag, String failure) {
        return rehearsals.play(tag, failure);
    }

    @Override
    public void resume(String tag) {
        lanes.resume(tag);
    }

    @Override
    public void wake(String tag) {
        lanes.poke();
    }

    @Override
    public Replay.Report replay(ReplayOrder order) {
        Replay.Report report = replay.run(order.tag(), order.from(), order.to(), order.reason(), order.dryRun());
        lanes.poke();
        return report;
    }

    @Override
    public Replay.@Nullable Progress replayed(String id) {
        return replay.progress(id);
    }

    /** @param withDemo whether the demo site runs there as well */
    void listensAt(int port, boolean withDemo) {
        publicPort = port;
        demo = withDemo ? URI.create("http://127.0.0.1:" + port + "/") : null;
    }

    @Override
    public int publicPort() {
        return publicPort;
    }

    @Override
    public String debugToken() {
        return debugTokens.issue();
    }

    @Override
    public @Nullable URI demo() {
        return demo;
    }
}
