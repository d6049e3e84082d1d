package io.taghub.console;

import io.taghub.config.HubConfig;
import io.taghub.config.TagConfig;
import io.taghub.delivery.replay.Replay;
import io.taghub.event.Event;
import io.taghub.rule.TagRule;
import io.taghub.store.LaneStore.Count;
import io.taghub.store.Verdict;
import io.taghub.tag.Item;
import io.taghub.tag.Limits;
import io.taghub.tag.Plan;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Request;
import io.taghub.tag.Response;
import io.taghub.tag.Tag;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A hub whose lanes do what a test says. */
public final class FakeHub implements HubView {
    public Instant now = Instant.parse("2026-11-22T15:05:00Z");
    public final Map<String, LaneState> lanes = new HashMap<>();
    public final List<String> calls = new ArrayList<>();
    public List<String> configProblems = List.of();
    public List<RefusedEvent> refusedEvents = List.of();
    public @Nullable URI demo = URI.create("http://localhost:8080/");
    private final HubConfig config;

    /** @param tags instance name and type, alternating */
    public FakeHub(HubConfig.Mode mode, String... tags) {
        Map<String, TagConfig> configured = new LinkedHashMap<>();
        for (int i = 0; i < tags.length; i += 2) {
            configured.put(tags[i], tag(tags[i], tags[i + 1], mode));
        }
        config = new HubConfig(
                new HubConfig.Site("shop.example", "x7k2qd", "_h", null, List.of()),
                mode,
                URI.create("http://127.0.0.1:9090"),
                new HubConfig.StoreSettings("sqlite:data/taghub.db", null, null),
                Map.of(),
                Map.of(),
                configured,
                "US",
                new HubConfig.ConsentRules("granted", "honour", Duration.ofMinutes(30)),
                new HubConfig.IdentityRules(true, Duration.ofHours(72)),
                List.of(),
                List.of(),
                new HubConfig.Retention(
                        Duration.ofDays(90), Duration.ofDays(30), Duration.ofDays(400), Duration.ofDays(30)),
                new HubConfig.NetworkRules(List.of(), List.of(), null),
                Map.of(),
                configured.keySet(),
                HubConfig.Written.NOTHING);
    }

    private static TagConfig tag(String name, String type, HubConfig.Mode mode) {
        return new TagConfig(
                name,
                type,
                new Silent(),
                Set.of("purchase"),
                TagRule.NONE,
                Set.of(),
                mode,
                TagConfig.AttributionModel.LAST,
                null,
                List.of(),
                Limits.SINGLE,
                TagConfig.OnUnknown.HOLD,
                false,
                Set.of(),
                name,
                null);
    }

    /** The console never asks a tag anything. */
    private static final class Silent implements Tag {
        @Override
        public Plan plan(Event event) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Request request(List<Item> items) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Reading read(Response response, int size) {
            throw new UnsupportedOperationException();
        }
    }

    @Override
    public List<RefusedEvent> refusedEvents() {
        return refusedEvents;
    }

    @Override
    public HubConfig config() {
        return config;
    }

    @Override
    public List<String> configProblems() {
        return configProblems;
    }

    @Override
    public ProbeReport validate(String tag, long seq) {
        calls.add("validate " + tag);
        return new ProbeReport("failed", tag + " objects");
    }

    @Override
    public ProbeReport probe(String tag) {
        calls.add("probe " + tag);
        return new ProbeReport("failed", "the platform does not accept the credentials: code 190");
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public Instant advance(Duration by) {
        now = now.plus(by);
        return now;
    }

    @Override
    public LaneState lane(String tag) {
        return lanes.getOrDefault(tag, LaneState.QUIET);
    }

    @Override
    public ProbeReport rehearse(String tag, String failure) {
        calls.add("rehearse " + tag + " " + failure);
        return new ProbeReport("ok", "played");
    }

    @Override
    public void resume(String tag) {
        calls.add("resume " + tag);
    }

    @Override
    public void wake(String tag) {
        calls.add("wake " + tag);
    }

    @Override
    public Replay.Report replay(ReplayOrder order) {
        calls.add(order.toString());
        Map<Count, Long> found = Map.of(new Count(Verdict.EXPIRED, Reason.TOO_OLD), 7L);
        return order.dryRun()
                ? new Replay.Report("", 7, 0, found, found)
                : new Replay.Report("r1", 7, 7, found, Map.of());
    }

    @Override
    public Replay.@Nullable Progress replayed(String id) {
        return id.equals("r1")
                ? new Replay.Progress(
                        "ga4",
                        7,
                        4,
                        1,
                        Map.of(new Count(Verdict.DELIVERED, null), 4L),
                        Map.of(Reason.REOPENED, 1L, Reason.MIN_DELAY, 2L))
                : null;
    }

    @Override
    public String debugToken() {
        return "1.signed";
    }

    @Override
    public @Nullable URI demo() {
        return demo;
    }
}
