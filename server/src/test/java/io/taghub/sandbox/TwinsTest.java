package io.taghub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.platform.Platform;
import io.taghub.postback.twin.NetworkTwin;
import io.taghub.tag.TagType;
import io.taghub.twin.Answer;
import io.taghub.twin.Ledger;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
}
