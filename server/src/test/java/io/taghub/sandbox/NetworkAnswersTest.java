package io.taghub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.RealPlatforms;
import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Event;
import io.taghub.event.EventJson;
import io.taghub.postback.PostbackTagType;
import io.taghub.tag.Auth;
import io.taghub.tag.BrowserIdRule;
import io.taghub.tag.ClickIdRule;
import io.taghub.tag.Form.Bound;
import io.taghub.tag.Outcome;
import io.taghub.tag.Plan;
import io.taghub.tag.Reading;
import io.taghub.tag.Request;
import io.taghub.tag.Response;
import io.taghub.tag.Secret;
import io.taghub.tag.Setup;
import io.taghub.tag.Tag;
import io.taghub.tag.TagType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.json.JsonMapper;

/** Each preset, found by its folder, understands what the network of the sandbox says: taken, had already, refused. */
class NetworkAnswersTest {
    private static final String CLICK = "0123456789abcdef0123456789abcdef01234567";
    private static final Path FOLDERS = Path.of("../templates/postbacks");

    private final FakePlatforms platforms = new FakePlatforms();

    @AfterEach
    void stop() {
        platforms.close();
    }

    /** A network's folder: what is sent is its golden case, what it answers its twin. */
    record Folder(String name, Map<String, Object> golden, Map<String, Object> twin) {
        static Folder at(Path folder) {
            return new Folder(
                    String.valueOf(folder.getFileName()),
                    yaml(folder.resolve("golden.yaml")),
                    yaml(folder.resolve("twin.yaml")));
        }

        /** What the cases that send something send, first things first. */
        List<Sent> sends(Function<String, Secret> secrets) {
            return ((List<?>) golden.get("cases"))
                    .stream()
                            .map(NetworkAnswersTest::map)
                            .filter(one -> map(one.get("expect")).containsKey("request"))
                            .map(one -> sent(one, secrets))
                            .toList();
        }

        private Sent sent(Map<String, Object> one, Function<String, Secret> secrets) {
            Map<String, Object> settings = new HashMap<>(Map.of("preset", name));
            settings.putAll(map(golden.get("settings")));
            settings.putAll(map(one.get("settings")));
            settings.values().removeIf("none"::equals);
            settings.replaceAll((key, value) -> withSecrets(value, secrets));
            Map<String, String> names = new HashMap<>();
            map(golden.get("event_names")).forEach((ours, theirs) -> names.put(ours, String.valueOf(theirs)));
            map(one.get("event_names")).forEach((ours, theirs) -> names.put(ours, String.valueOf(theirs)));
            Object event = one.get("events") instanceof List<?> several ? several.getFirst() : one.get("event");
            var parsed =
                    EventJson.parse(JsonMapper.shared().valueToTree(event), FakePlatforms.NOON, kind -> kind + "-1");
            return new Sent(tag(new PostbackTagType(), settings, names), ((EventJson.Parsed.Ok) parsed).event());
        }

        private static Object withSecrets(Object value, Function<String, Secret> secrets) {
            if (value instanceof String text && text.startsWith("${secret:")) {
                return secrets.apply(text.replaceAll("\\$\\{secret:|}", ""));
            }
            if (value instanceof Map<?, ?>) {
                Map<String, Object> inside = map(value);
                inside.replaceAll((key, one) -> withSecrets(one, secrets));
                return inside;
            }
            return value;
        }

        boolean answers(String kind) {
            return map(twin.get("replies")).containsKey(kind);
        }

        /** Some answer everything alike. */
        boolean refuses(String kind) {
            Map<String, Object> replies = map(twin.get("replies"));
            return answers(kind) && !replies.get(kind).equals(replies.getOrDefault("delivered", "200 OK"));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    record Sent(Tag tag, Event event) {
        Request request() {
            return switch (tag.plan(event)) {
                case Plan.Send(var item) -> tag.request(List.of(item));
                case Plan.Skip skip -> throw new AssertionError(skip);
            };
        }
    }

    static Stream<Folder> networks() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDERS)) {
            return folders
                    .filter(folder ->
                            Files.exists(folder.resolve("golden.yaml")) && Files.exists(folder.resolve("twin.yaml")))
                    .sorted()
                    .map(Folder::at)
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void whatTheSandboxTakesIsDelivered(Folder network) {
        Sent first = network.sends(Secret::new).getFirst();

        assertThat(send(first)).isEqualTo("delivered");
        assertThat(platforms.problems(first.request().url().getHost())).isEmpty();
        assertThat(send(first)).isEqualTo(network.answers("repeat") ? "duplicate" : "delivered");
    }

    /** Else what its twin says would never be asked for. */
    @ParameterizedTest
    @MethodSource("networks")
    void aTwinIsFoundByWhatItsPresetSends(Folder network) {
        List<Sent> sends = network.sends(Secret::new);
        sends.forEach(this::send);

        Set<String> found = new TreeSet<>();
        sends.forEach(sent -> platforms
                .conversions(sent.request().url().getHost())
                .forEach(counted -> found.add(counted.path("platform").stringValue())));
        assertThat(found).contains(network.twin().containsKey("at") ? network.name() : "unknown");
    }

    @ParameterizedTest
    @MethodSource("networks")
    void whatTheSandboxRefusesIsNotDelivered(Folder network) {
        Sent first = network.sends(Secret::new).getFirst();
        String click = String.valueOf(network.twin().get("click")).replaceAll("\\|.*", "");
        Request request = first.request();
        String without = request.url().toString().replaceFirst("(?<=[?&])" + click + "=[^&]*&?", "");

        if (network.refuses("missing") || network.refuses("missing " + click)) {
            assertThat(send(first.tag(), bodyWithout(click, request), without)).startsWith("Rejected");
        }
        List<String> hidden = new ArrayList<>();
        List<Sent> sends = network.sends(secret -> {
            hidden.add(secret);
            return new Secret("revoked");
        });
        if (network.refuses("bad_token") && !hidden.isEmpty()) {
            assertThat(sends.stream().map(this::send))
                    .anyMatch(outcome -> outcome.matches("(Rejected|Misconfigured).*"));
        }
    }

    private static Request bodyWithout(String key, Request request) {
        if (request.body() == null || !request.bodyText().startsWith("{")) {
            return request;
        }
        Map<String, Object> body = map(JsonMapper.shared().readValue(request.body(), Object.class));
        body.remove(key);
        return new Request(
                request.method(),
                request.url(),
                request.headers(),
                JsonMapper.shared().writeValueAsBytes(body));
    }

    /** In a parameter, a header or the path: a network's folder says where, and nobody else. */
    @ParameterizedTest
    @MethodSource("networks")
    void aNetworksSecretIsNotShown(Folder network) {
        List<String> hidden = new ArrayList<>();
        List<Sent> sends = network.sends(secret -> {
            hidden.add("hush-" + hidden.size() + "-hush");
            return new Secret(hidden.getLast());
        });
        sends.forEach(this::send);

        String shown = platforms.get("_sandbox/requests").body();
        assertThat(shown).doesNotContain("hush-");
        // A click id that is called like one is not shown either.
        boolean calledSo = "token".equals(network.twin().get("click"));
        assertThat(shown.contains("***")).isEqualTo(!hidden.isEmpty() || calledSo);
    }

    /** A cookie of a platform's own pixel that was seen after Awin's click did not win the sale. */
    @Test
    void browserIdsWinNoSale() {
        Set<String> clicks = new TreeSet<>(
                RealPlatforms.CLICKS.clickIds().stream().map(ClickIdRule::name).toList());
        List<ClickId> ids = new ArrayList<>(List.of(new ClickId("awc", CLICK, FakePlatforms.NOON)));
        RealPlatforms.CLICKS.browserIds().stream()
                .map(BrowserIdRule::name)
                .filter(name -> !clicks.contains(name))
                .forEach(name -> ids.add(new ClickId(name, "x", FakePlatforms.NOON.plusSeconds(1))));
        Tag tag = tag(new PostbackTagType(), Map.of("preset", "awin", "merchant", "12345"), Map.of());

        assertThat(ids).hasSizeGreaterThan(5);
        assertThat(new Sent(tag, ftd(ids)).request().url().getQuery()).contains("&ch=aw&");
        ids.add(new ClickId("msclkid", "y", FakePlatforms.NOON.plusSeconds(1)));
        assertThat(new Sent(tag, ftd(ids)).request().url().getQuery()).contains("&ch=other&");
    }

    private static Event ftd(List<ClickId> ids) {
        return Event.named("ftd", "dep-1", FakePlatforms.NOON.plusSeconds(60))
                .clickIds(ClickIds.of(ids))
                .money("49.99", "EUR")
                .build();
    }

    private static <F> Tag tag(TagType<F> type, Map<String, Object> settings, Map<String, String> names) {
        return switch (type.form(settings).bind(settings)) {
            case Bound.Filled<F>(F filled) ->
                type.create(filled, new Setup(names, null, URI.create("https://shop.example/")));
            case Bound.Invalid<F>(var problems) -> throw new AssertionError(problems);
        };
    }

    private static Map<String, Object> yaml(Path file) {
        try {
            return map(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file)));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private static Map<String, Object> map(Object written) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (written instanceof Map<?, ?> entries) {
            entries.forEach((key, value) -> map.put(String.valueOf(key), value));
        }
        return map;
    }

    private String send(Sent sent) {
        Request request = sent.request();
        return send(sent.tag(), request, request.url().toString());
    }

    private String send(Tag tag, Request request, String url) {
        String secret =
                tag.auth() instanceof Auth.Query(String name, Secret value) ? "&" + name + "=" + value.reveal() : "";
        List<String> headers = new ArrayList<>(List.of("Content-Type", "application/json"));
        if (tag.auth() instanceof Auth.Header(String name, String prefix, Secret value)) {
            headers.addAll(List.of(name, prefix + value.reveal()));
        }
        HttpResponse<String> answer = platforms.send(
                request.method(),
                url.replaceFirst("^https?://", "") + secret,
                request.bodyText(),
                headers.toArray(String[]::new));
        Reading reading = tag.read(Response.of(answer.statusCode(), answer.body()), 1);
        return switch (((Reading.Each) reading).outcomes().getFirst()) {
            case Outcome.Delivered _ -> "delivered";
            case Outcome.Duplicate() -> "duplicate";
            case Outcome other -> String.valueOf(other);
        };
    }
}
