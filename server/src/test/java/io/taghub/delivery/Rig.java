package io.taghub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.taghub.chaos.ChaosSink;
import io.taghub.config.HubConfig;
import io.taghub.config.TagConfig;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.rule.Contract;
import io.taghub.rule.ContractReader;
import io.taghub.rule.Findings;
import io.taghub.rule.TagRule;
import io.taghub.store.Journal;
import io.taghub.store.LaneStore;
import io.taghub.store.LaneStore.Fate;
import io.taghub.store.Parked;
import io.taghub.store.Store;
import io.taghub.store.Verdict;
import io.taghub.store.sql.Stores;
import io.taghub.tag.Limits;
import io.taghub.tag.Reason;
import io.taghub.tag.Tag;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A hub without its doors: a real store in a folder, real lanes, a sink for a platform, and a clock the test moves. */
final class Rig implements AutoCloseable {
    static final Duration TWO_DAYS = Duration.ofHours(48);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final TestClock clock = new TestClock();
    final ChaosSink sink = ChaosSink.start();
    private final String url;
    private final Map<String, TagConfig> tags = new LinkedHashMap<>();
    private final Map<String, HubConfig.EventRule> events = new LinkedHashMap<>();
    private HubConfig.ConsentRules consent = new HubConfig.ConsentRules("granted", "honour", Duration.ofMinutes(30));
    /** While set, nothing can be committed. */
    final AtomicBoolean diskFull = new AtomicBoolean();

    Store store;
    Lanes lanes;

    Rig(Path folder) {
        this("sqlite:" + folder.resolve("hub.db"));
    }

    /** @param url of the store */
    Rig(String url) {
        this.url = url;
        this.store = Stores.open(url, null, null, clock);
        this.lanes = new Lanes(
                CrampedStore.around(store, diskFull), clock, new SimpleMeterRegistry(), new SplittableRandom(7));
    }

    /** A tag that sends to the sink's {@code /NAME}. */
    Rig tag(String name, Limits limits) {
        return tag(name, new LineTag(sink.url("/" + name), limits));
    }

    Rig tag(String name, Tag tag) {
        return tag(name, tag, config -> config);
    }

    Rig tag(String name, Tag tag, UnaryOperator<TagConfig> change) {
        tags.put(name, change.apply(config(name, tag)));
        return apply();
    }

    Rig without(String name) {
        tags.remove(name);
        return apply();
    }

    Rig unsetMeansNo() {
        consent = new HubConfig.ConsentRules("denied", "honour", Duration.ofMinutes(30));
        return apply();
    }

    /** What events of this name must be, as it stands in a config. */
    Rig contract(String event, Map<String, Object> written) {
        Findings findings = new Findings();
        Contract contract = new ContractReader(findings).read(new HashMap<>(written));
        assertThat(findings.errors()).isEmpty();
        HubConfig.EventRule plain = HubConfig.EventRule.ordinary(event);
        events.put(
                event,
                new HubConfig.EventRule(
                        plain.conversion(), plain.from(), plain.pair(), plain.dedup(), plain.once(), contract, null));
        return apply();
    }

    private Rig apply() {
        lanes.apply(hub());
        tags.keySet()
                .forEach(name -> until(name + " has begun", () -> {
                    Lanes.State state = lanes.state(name);
                    return state != null && (diskFull.get() || state.status() != Lanes.State.Status.ELSEWHERE);
                }));
        return this;
    }

    HubConfig hub() {
        return new HubConfig(
                new HubConfig.Site("shop.example", "x7k2qd", "v", null, List.of()),
                HubConfig.Mode.LIVE,
                URI.create("http://127.0.0.1:9"),
                new HubConfig.StoreSettings("sqlite:hub.db", null, null),
                Map.of(),
                Map.copyOf(events),
                new LinkedHashMap<>(tags),
                null,
                consent,
                new HubConfig.IdentityRules(true, Duration.ofHours(72)),
                List.of(),
                List.of(),
                new HubConfig.Retention(
                        Duration.ofDays(7), Duration.ofDays(30), Duration.ofDays(90), Duration.ofDays(30)),
                new HubConfig.NetworkRules(List.of(), List.of("127.0.0.0/8"), null),
                Map.of(),
                tags.keySet(),
                HubConfig.Written.NOTHING);
    }

    static TagConfig config(String name, Tag tag) {
        return new TagConfig(
                name,
                "line",
                tag,
                Set.of("purchase"),
                TagRule.NONE,
                Set.of(Consent.Purpose.AD_STORAGE),
                HubConfig.Mode.LIVE,
                new TagConfig.ClickTerms(TagConfig.AttributionModel.LAST, null),
                null,
                List.of(),
                tag.limits(),
                TagConfig.OnUnknown.HOLD,
                false,
                Set.of(),
                name + System.identityHashCode(tag),
                null);
    }

    /** The same tag for these events, with every click id it is given. */
    static TagConfig when(TagConfig tag, Set<String> events) {
        return with(tag, events, tag.repeats(), tag.clickIds(), tag.onUnknown());
    }

    static TagConfig clicks(TagConfig tag, List<String> names) {
        return with(tag, tag.when(), tag.repeats(), names, tag.onUnknown());
    }

    static TagConfig repeats(TagConfig tag, TagConfig.RepeatPolicy policy) {
        return with(tag, tag.when(), policy, tag.clickIds(), tag.onUnknown());
    }

    static TagConfig resends(TagConfig tag) {
        return with(tag, tag.when(), tag.repeats(), tag.clickIds(), TagConfig.OnUnknown.RESEND);
    }

    private static TagConfig with(
            TagConfig tag,
            Set<String> when,
            TagConfig.@Nullable RepeatPolicy repeats,
            List<String> clickIds,
            TagConfig.OnUnknown onUnknown) {
        return new TagConfig(
                tag.name(),
                tag.type(),
                tag.tag(),
                when,
                tag.rule(),
                tag.consent(),
                tag.mode(),
                tag.clicks(),
                repeats,
                clickIds,
                tag.limits(),
                onUnknown,
                tag.bots(),
                tag.secrets(),
                tag.fingerprint(),
                tag.claim());
    }

    /** Admits purchases with these ids, all at once. */
    Rig admit(String... ids) {
        return admit(Arrays.stream(ids).map(this::purchase).toArray(Event[]::new));
    }

    Rig admit(Event... events) {
        store.journal()
                .admit(Arrays.stream(events)
                        .map(event -> new Journal.Incoming(event, Duration.ofDays(7), null))
                        .toList());
        return this;
    }

    /** Admits n purchases, {@code p0} and on. */
    Rig admit(int n) {
        return admit(IntStream.range(0, n).mapToObj(i -> "p" + i).toArray(String[]::new));
    }

    Event purchase(String id) {
        return Event.named("purchase", id, clock.instant())
                .received(clock.instant())
                .visitor("v-" + id)
                .money("49.99", "EUR")
                .build();
    }

    /** Moves the clock and lets the lanes look at it. */
    Rig after(Duration time) {
        clock.advance(time);
        lanes.poke();
        return this;
    }

    Rig at(Instant time) {
        clock.set(time);
        lanes.poke();
        return this;
    }

    LaneStore.Sums sums(String tag) {
        return store.lanes().sums(tag);
    }

    long count(String tag, Verdict verdict) {
        return sums(tag).verdicts().entrySet().stream()
                .filter(entry -> entry.getKey().verdict() == verdict)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    long count(String tag, Verdict verdict, Reason reason) {
        return sums(tag).verdicts().getOrDefault(new LaneStore.Count(verdict, reason), 0L);
    }

    long aside(String tag) {
        return sums(tag).aside();
    }

    Fate fate(String tag, String id) {
        return store.lanes().fate(tag, seq(id));
    }

    long seq(String id) {
        Long seq = store.journal().find(id).getFirst().seq();
        assertThat(seq).isNotNull();
        return seq;
    }

    Parked parked(String tag, String id) {
        return ((Fate.Aside) fate(tag, id)).parked();
    }

    /** Waits until so many have the verdict, and checks the books. */
    Rig untilCount(long n, String tag, Verdict verdict) {
        until(n + " " + verdict + " at " + tag, () -> count(tag, verdict) == n);
        return balanced(tag);
    }

    Rig untilDelivered(long n, String tag) {
        return untilCount(n, tag, Verdict.DELIVERED);
    }

    Rig untilAside(long n, String tag) {
        until(n + " aside at " + tag, () -> aside(tag) == n);
        return balanced(tag);
    }

    Rig untilFailures(int n, String tag) {
        until(n + " failures of " + tag, () -> lanes.state(tag).failures() >= n);
        return balanced(tag);
    }

    Rig untilRequests(int n) {
        until(n + " requests", () -> sink.requests() >= n);
        return this;
    }

    /** {@code concerned = sum(verdicts) + ahead + aside}. */
    Rig balanced(String tag) {
        LaneStore.Sums sums = sums(tag);
        long decided =
                sums.verdicts().values().stream().mapToLong(Long::longValue).sum();
        assertThat(decided + sums.ahead() + sums.aside())
                .as("the books of %s: %s", tag, sums)
                .isEqualTo(sums.concerned());
        return this;
    }

    /**
     * The tag's turn has come and gone, and it did nothing: two looks at the clock change nothing. A lane does not say that it
     * looked and found nothing, so it is given the time; on a machine that is slower a test sees less, and none fails.
     */
    Rig settled(String tag) {
        int before;
        do {
            before = sink.requests();
            lanes.poke();
            pause(Duration.ofMillis(80));
        } while (sink.requests() != before);
        return balanced(tag);
    }

    /** What is waited for is in the store or in a lane's own thread, which tell nobody: it is asked again and again. */
    static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain for: %s", what).isLessThan(deadline);
            pause(Duration.ofMillis(5));
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException impatient) {
            throw new IllegalStateException(impatient);
        }
    }

    /** The ids at the sink, in order of arrival, repeats included. */
    List<String> arrived() {
        return sink.lines().stream()
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    List<String> arrived(String tag) {
        List<String> ids = new ArrayList<>();
        for (ChaosSink.Received request : sink.received()) {
            if (request.path().equals("/" + tag)) {
                request.lines().forEach(line -> ids.add(line.substring(0, line.indexOf(' '))));
            }
        }
        return ids;
    }

    /** The store goes away under the lanes, as in a crash; then a new hub comes up on the same folder. */
    Rig crash() {
        return crash(clock);
    }

    /** @param theirs what the new hub's lanes go by */
    Rig crash(InstantSource theirs) {
        store.close();
        lanes.close();
        store = Stores.open(url, null, null, clock);
        lanes = new Lanes(
                CrampedStore.around(store, diskFull), theirs, new SimpleMeterRegistry(), new SplittableRandom(7));
        return apply();
    }

    @Override
    public void close() {
        sink.close();
        lanes.close();
        store.close();
    }
}
