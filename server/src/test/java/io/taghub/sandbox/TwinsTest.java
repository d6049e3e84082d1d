package io.taghub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.platform.Platform;
import io.taghub.postback.twin.NetworkTwin;
import io.taghub.tag.Described;
import io.taghub.tag.FormType;
import io.taghub.tag.Secret;
import io.taghub.tag.TagType;
import io.taghub.twin.Answer;
import io.taghub.twin.Call;
import io.taghub.twin.Ledger;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TwinsTest {
    private static final List<Platform> SHIPPED = Platform.in(Platform.class.getClassLoader());

    @Test
    void noTwoPlatformsOfTheHubLiveAtOneHost() {
        TwinSetup setup = new TwinSetup(new Ledger(1), "revoked", Duration.ZERO);

        assertThat(SHIPPED.stream().flatMap(platform -> platform.twins(setup).keySet().stream()))
                .hasSizeGreaterThan(4)
                .doesNotHaveDuplicates();
    }

    /** As its tag type takes the place of the hub's own of the same name. */
    @Test
    void aPluginsTwinTakesThePlaceOfTheHubsOwn() {
        String host = SHIPPED.stream()
                .flatMap(platform ->
                        platform.twins(new TwinSetup(new Ledger(1), "revoked", Duration.ZERO)).keySet().stream())
                .findFirst()
                .orElseThrow();
        Twin twin = call -> Answer.text("mine", List.of());
        List<Platform> all = new ArrayList<>(SHIPPED);
        all.add(new Platform() {
            @Override
            public TagType<?> type() {
                return SHIPPED.getFirst().type();
            }

            @Override
            public Map<String, Twin> twins(TwinSetup setup) {
                return Map.of(host, twin);
            }
        });

        Twins twins = new Twins(all, new Ledger(1), Settings.DEFAULT);

        assertThat(twins.at(host)).isSameAs(twin);
        assertThat(twins.at("trk.partner.example")).isInstanceOf(NetworkTwin.class);
    }

    record Passcode(@Described("a passcode") Secret passcode) {}

    /** A plugin's secrets have names of their own, and only its hosts mean them. */
    @Test
    void whatATwinAndAFormCallSecretIsMasked() {
        Platform plugin = new Platform() {
            @Override
            public TagType<?> type() {
                return new FormType<>("beacon", "Beacon.", Passcode.class, (settings, setup) -> null);
            }

            @Override
            public Map<String, Twin> twins(TwinSetup setup) {
                return Map.of("api.beacon.example", new Twin() {
                    @Override
                    public Answer answer(Call call) {
                        return Answer.text("", List.of());
                    }

                    @Override
                    public Set<String> secrets(Call call) {
                        return Set.of("header X-Beacon", "path 2", "auth.pin");
                    }
                });
            }
        };
        Twins twins = new Twins(List.of(plugin), new Ledger(1), Settings.DEFAULT);

        Recorded at = recorded(twins, "api.beacon.example");
        assertThat(at.json().toString()).doesNotContain("hush").contains("kept");
        assertThat(at.path()).isEqualTo("/v1/***/send");
        Recorded elsewhere = recorded(twins, "trk.partner.example");
        assertThat(elsewhere.headers().get("x-beacon")).isEqualTo("hush");
        assertThat(elsewhere.headers().get("x-other-key")).startsWith("***");
        assertThat(elsewhere.path()).isEqualTo("/v1/hush/send");
    }

    private static Recorded recorded(Twins twins, String host) {
        Call call = new Call(
                1,
                Instant.EPOCH,
                host,
                "POST",
                "/v1/hush/send",
                Map.of("passcode", List.of("hush")),
                Map.of("x-beacon", "hush", "x-other-key", "hush", "passcode", "hush"),
                """
                {"note":"\\"pin\\":\\"kept\\"","auth":{"pin":"hu\\"sh"},"list":["a",":","b"],"apiKey" : "hush"}""");
        return Recorded.of(call, "", twins.masking(call, ""), 200, List.of(), null);
    }
}
