package io.taghub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.config.inbound.ReadySources;
import io.taghub.event.EventJson;
import io.taghub.inbound.hook.Hook;
import io.taghub.store.Journal;
import io.taghub.store.ReceivedStore.Arrival;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;

/** Each ready source's golden requests through the real listener: signed as its sender signs, answered as it wants, and the events. */
class ReadySourcesTest {
    private static final Path SOURCES = Path.of("../templates/sources");
    private static final String SECRET = "another-key-of-another-back-end-1";

    /** Nobody but the sender can sign with its key, so the test is the sender. */
    private static final KeyPair GOHIGHLEVEL = keys();

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new AssertionError(everyJdkHasIt);
        }
    }

    private static Hook signedByItsKey(Hook hook) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(GOHIGHLEVEL.getPrivate());
        signature.update(hook.body());
        return hook.header("X-GHL-Signature") != null
                ? hook
                : hook.with("X-GHL-Signature", Base64.getEncoder().encodeToString(signature.sign()));
    }

    @TempDir
    Path folder;

    @Test
    void eachSaysWhatItIsAndWhatIsUnsure() {
        assertThat(ReadySources.all()).hasSizeGreaterThanOrEqualTo(29).allSatisfy((name, ready) -> {
            assertThat(ready.about()).as(name).containsKeys("title", "docs", "unsure");
            assertThat(SOURCES.resolve(name).resolve("golden.yaml")).exists();
        });
    }

    @TestFactory
    Stream<DynamicTest> golden() {
        return ReadySources.all().keySet().stream()
                .flatMap(name -> cases(name).stream()
                        .map(one -> DynamicTest.dynamicTest(name + ": " + one.get("case"), () -> play(name, one))));
    }

    private static List<Map<?, ?>> cases(String name) {
        try {
            String yaml = Files.readString(SOURCES.resolve(name).resolve("golden.yaml"));
            List<Map<?, ?>> cases = new ArrayList<>();
            for (Object one : (List<?>) new Load(LoadSettings.builder().build()).loadFromString(yaml)) {
                cases.add((Map<?, ?>) one);
            }
            return cases;
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private void play(String name, Map<?, ?> one) throws Exception {
        Map<String, Object> verify = new LinkedHashMap<>();
        if (one.get("verify") instanceof Map<?, ?> own) {
            own.forEach((key, value) -> verify.put(String.valueOf(key), value));
        }
        if (name.equals("gohighlevel")) {
            byte[] key = GOHIGHLEVEL.getPublic().getEncoded();
            verify.put("public_key", Base64.getEncoder().encodeToString(key));
        } else {
            verify.put("secret", "${env:HOOK}");
        }
        String config = """
                site: { domain: shop.example, prefix: x7k2qd }
                mode: sandbox
                inbound: { %s: { source: %s, verify: %s } }
                tags: {}
                """.formatted(name, name, Hook.JSON.writeValueAsString(verify));
        Path own = Files.createTempDirectory(folder, "case");
        try (RunningIntake hub = RunningIntake.configured(own, config)) {
            RunningIntake.Answer answer = hub.hook(
                    name.equals("gohighlevel") ? signedByItsKey(request(hub, name, one)) : request(hub, name, one));
            assertThat(answer.status() + " " + answer.body()).isEqualTo(one.get("reply"));
            List<Arrival> kept = hub.store.received().latest(null, null, 10);
            if (one.get("code") != null) {
                assertThat(kept).singleElement().satisfies(received -> {
                    assertThat(received.code()).isEqualTo(one.get("code"));
                    assertThat(new String(received.content(), StandardCharsets.UTF_8))
                            .doesNotContain(SECRET);
                });
            } else {
                assertThat(kept).isEmpty();
            }
            List<JsonNode> events = hub.store.journal().latest(20).stream()
                    .map(Journal.Found::event)
                    .map(event -> (JsonNode) EventJson.write(event))
                    .toList();
            List<?> wanted = one.get("events") instanceof List<?> list ? list : List.of();
            assertThat(events).hasSameSizeAs(wanted);
            for (Object event : wanted) {
                JsonNode expected = Hook.JSON.valueToTree(event);
                assertThat(events).as("%s", expected).anySatisfy(actual -> holds("", expected, actual, name));
            }
        }
    }

    private static Hook request(RunningIntake hub, String name, Map<?, ?> one) {
        Map<?, ?> request = (Map<?, ?>) Objects.requireNonNull(one.get("request"));
        Map<String, String> headers = new LinkedHashMap<>();
        if (request.get("headers") instanceof Map<?, ?> given) {
            given.forEach((key, value) -> headers.put(String.valueOf(key), String.valueOf(value)));
        }
        String body = "";
        if (request.get("json") != null) {
            body = Hook.JSON.writeValueAsString(request.get("json"));
            headers.put("Content-Type", "application/json");
        } else if (request.get("form") != null) {
            body = String.valueOf(request.get("form")).replace("hush-hush-hush", SECRET);
            headers.put("Content-Type", "application/x-www-form-urlencoded");
        }
        String query = request.get("query") == null ? "" : "?" + request.get("query");
        Hook hook = new Hook(
                String.valueOf(request.get("method")),
                hub.address("/in/" + name + query.replace("{", "%7B").replace("}", "%7D")),
                headers,
                body.getBytes(StandardCharsets.UTF_8));
        return Boolean.TRUE.equals(one.get("unsigned"))
                ? hook
                : Objects.requireNonNull(hub.config.inbound().get(name))
                        .verifier()
                        .signed(hook, RunningIntake.NOW);
    }

    /** What is expected is there; more may be. */
    private static void holds(String path, JsonNode expected, @Nullable JsonNode actual, String source) {
        assertThat(actual).as(path).isNotNull();
        if (expected.isObject() && Objects.requireNonNull(actual).isObject()) {
            expected.properties()
                    .forEach(field ->
                            holds(path + "." + field.getKey(), field.getValue(), actual.get(field.getKey()), source));
        } else if (expected.isObject()) {
            holds(path, expected.path("value"), actual, source);
        } else if (expected.isArray()) {
            assertThat(Objects.requireNonNull(actual).size()).as(path).isEqualTo(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                holds(path + "[" + i + "]", expected.get(i), actual.get(i), source);
            }
        } else if (expected.isNumber()) {
            assertThat(Objects.requireNonNull(actual).asDecimal()).as(path).isEqualByComparingTo(expected.asDecimal());
        } else {
            String text = expected.asString("").replace("SOURCE:", source + ":");
            JsonNode one = Objects.requireNonNull(actual);
            assertThat(one.isArray() ? one.path(0).asString("") : one.asString(""))
                    .as(path)
                    .isEqualTo(text);
        }
    }
}
