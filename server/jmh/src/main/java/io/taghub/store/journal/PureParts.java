package io.taghub.store.journal;

import io.taghub.event.Event;
import io.taghub.event.EventJson;
import io.taghub.platform.meta.MetaPlatform;
import io.taghub.postback.PostbackTagType;
import io.taghub.store.Journal.Admission;
import io.taghub.store.Journal.Incoming;
import io.taghub.store.engine.Copy;
import io.taghub.store.engine.Nanos;
import io.taghub.store.seal.Draft;
import io.taghub.store.seal.EventCodec;
import io.taghub.store.seal.EventKey;
import io.taghub.store.seal.Keys;
import io.taghub.store.seal.Sealer;
import io.taghub.tag.Form.Bound;
import io.taghub.tag.Plan;
import io.taghub.tag.Request;
import io.taghub.tag.Secret;
import io.taghub.tag.Setup;
import io.taghub.tag.Tag;
import io.taghub.tag.TagType;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.json.JsonMapper;

/** What one event costs on its way in and out where nothing is waited for; in this package for the decision's sake. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class PureParts {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final byte[] KEY = new byte[32];
    private static final String TEXT = """
            {"name":"purchase","id":"order-1001","time":"2026-11-22T12:00:00.000Z","visitor":"v-100",\
            "user":{"id":"u-100","email":"ada@example.com"},"value":49.99,"currency":"EUR",\
            "click_ids":{"clickid":"abc123"},"page":{"url":"https://shop.example/boots?colour=brown"},\
            "client":{"ip":"203.0.113.7","user_agent":"Mozilla/5.0 (X11; Linux x86_64)"}}""";

    private final byte[] text = TEXT.getBytes(StandardCharsets.UTF_8);
    private final Event event = event();
    private final EventCodec codec = new EventCodec(new Sealer(KEY), new Keys(KEY));
    private final Draft draft = codec.draft(event);
    private final Copy copy = new Copy(EventKey.of(event), draft, new Incoming(event, Duration.ofDays(2), null));
    private final Tag meta =
            tag(new MetaPlatform().type(), Map.of("pixel_id", "1111111111", "access_token", new Secret("a-token")));
    private final Tag postback = tag(
            new PostbackTagType(),
            Map.of("url", "https://network.example/c?click={{ click.id }}&id={{ event.id }}", "click_id", "clickid"));

    private static <F> Tag tag(TagType<F> type, Map<String, Object> settings) {
        return switch (type.form(settings).bind(settings)) {
            case Bound.Filled<F>(F filled) ->
                type.create(filled, new Setup(type.eventNames(), null, URI.create("https://shop.example/")));
            case Bound.Invalid<F>(var problems) -> throw new IllegalArgumentException(problems.toString());
        };
    }

    private Event event() {
        return switch (parse()) {
            case EventJson.Parsed.Ok ok -> ok.event();
            case EventJson.Parsed.Bad bad -> throw new IllegalArgumentException(bad.reason());
        };
    }

    @Benchmark
    public EventJson.Parsed parse() {
        return EventJson.parse(JSON.readTree(text), NOON, name -> null);
    }

    @Benchmark
    public EventKey eventKey() {
        return EventKey.of(event);
    }

    @Benchmark
    public Draft encodeAndSeal() {
        return codec.draft(event);
    }

    @Benchmark
    public Event openAndDecode() {
        return codec.read(draft.body());
    }

    /** A new event, then its copy. */
    @Benchmark
    public Admission decideTwice() {
        Deduplication decided = new Deduplication(41, Nanos.of(NOON), Nanos.of(NOON), codec, Set.of());
        decided.admit(copy);
        return decided.admit(copy);
    }

    @Benchmark
    public Request mapToMeta() {
        return request(meta);
    }

    @Benchmark
    public Request mapToPostback() {
        return request(postback);
    }

    private Request request(Tag tag) {
        return switch (tag.plan(event)) {
            case Plan.Send(var item) -> tag.request(List.of(item));
            case Plan.Skip skip -> throw new IllegalStateException(skip.toString());
        };
    }
}
