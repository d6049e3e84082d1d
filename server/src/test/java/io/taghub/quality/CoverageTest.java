package io.taghub.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.taghub.RealPlatforms;
import io.taghub.config.ConfigReader;
import io.taghub.config.Loaded;
import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Client;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.Person;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CoverageTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private static Event ada(String id, Consent consent) {
        return Event.named("purchase", id, NOW)
                .user(new Person(
                        "u-1",
                        "ada@example.com",
                        "+442071838750",
                        "Ada",
                        "Lovelace",
                        null,
                        null,
                        null,
                        null,
                        null,
                        null))
                .client(new Client("198.41.128.7", "Mozilla/5.0 (X11)"))
                .money("49.99", "EUR")
                .clickIds(ClickIds.of(
                        new ClickId("tblci", "GiDx_AbC", NOW),
                        new ClickId("yclid", "7893456123890", NOW),
                        new ClickId("fbclid", "IwAR2_test", NOW)))
                .consent(consent)
                .build();
    }

    private List<Coverage.Row> of(String tag, Event... events) {
        Loaded loaded = ConfigReader.parse(
                "site: { domain: shop.example }\ntags: { t: { " + tag + ", when: [purchase] } }",
                "taghub.yaml",
                Path.of("/nowhere"),
                name -> "token-" + name,
                RealPlatforms.TYPES);
        assertThat(loaded).isInstanceOf(Loaded.Valid.class);
        Coverage coverage = new Coverage(((Loaded.Valid) loaded).config().tags().get("t"), meters);
        List.of(events).forEach(coverage::count);
        return Coverage.of("t", meters);
    }

    @Test
    void whatAPlatformIsNeverToldIsNotCounted() {
        assertThat(of("type: taboola", ada("a", Consent.UNSET), ada("b", Consent.UNSET)))
                .containsExactly(new Coverage.Row("purchase", 2, Map.of("tblci", 2L)));
    }

    @Test
    void whatGoesOutIs() {
        assertThat(of("type: meta, pixel_id: \"1\", access_token: \"${env:T}\"", ada("a", Consent.UNSET)))
                .singleElement()
                .satisfies(row -> assertThat(row.with())
                        .containsOnlyKeys("email", "phone", "user_id", "name", "ip", "user_agent", "fbclid"));
    }

    @Test
    void whoDeniedTheUseOfTheirDataIsKnownByTheClickAlone() {
        Consent denied = new Consent(Map.of(Consent.Purpose.AD_USER_DATA, Consent.State.DENIED));
        String yandex = "type: yandex-metrica, counter_id: \"1\", access_token: \"${env:T}\"";
        assertThat(of(yandex, ada("a", Consent.UNSET), ada("b", denied)))
                .containsExactly(new Coverage.Row("purchase", 2, Map.of("yclid", 2L, "user_id", 1L)));
    }
}
