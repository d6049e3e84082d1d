package io.taghub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.RealPlatforms;
import io.taghub.config.ConfigReader;
import io.taghub.config.HubConfig;
import io.taghub.config.Loaded;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.Person;
import io.taghub.store.Agreed;
import io.taghub.store.IdentityStore.Known;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Some events a platform takes for longer than the others. */
class AgeOfAnEventTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private static String reason(String limits, Event event) {
        String yaml = """
                site: { domain: shop.example, prefix: x7k2qd }
                store: sqlite:taghub.db
                tags:
                  meta: { type: meta, pixel_id: "1", access_token: "${env:S}", when: [purchase]%s }
                """.formatted(limits);
        HubConfig config =
                switch (ConfigReader.parse(yaml, "taghub.yaml", Path.of("."), name -> "hush", RealPlatforms.TYPES)) {
                    case Loaded.Valid valid -> valid.config();
                    case Loaded.Invalid invalid -> throw new AssertionError(invalid.problems());
                };
        Triage triage = new Triage(config.tags().get("meta"), config);
        return switch (triage.call(event, Agreed.said(event.consent()), Known.NOTHING, NOON)) {
            case Triage.Judgement.Send _ -> "SENT";
            case Triage.Judgement.Hold _ -> "HELD";
            case Triage.Judgement.Wait wait -> "waits " + wait.reason();
            case Triage.Judgement.Decide decide -> decide.reason().name();
        };
    }

    private static Event sale(String source, int days) {
        return Event.named("purchase", "order-1", NOON.minus(Duration.ofDays(days)))
                .user(Person.of("u-1"))
                .money("49.99", "EUR")
                .consent(new Consent(Map.of(
                        Consent.Purpose.AD_STORAGE, Consent.State.GRANTED,
                        Consent.Purpose.AD_USER_DATA, Consent.State.GRANTED)))
                .properties(Map.of("action_source", source))
                .build();
    }

    @Test
    void aStoresSalesAreTakenForTwoMonths() {
        assertThat(reason("", sale("physical_store", 30))).isEqualTo("SENT");
        assertThat(reason("", sale("phone_call", 30))).isEqualTo("TOO_OLD");
        assertThat(reason("", sale("physical_store", 63))).isEqualTo("TOO_OLD");
        assertThat(reason("", sale("phone_call", 6))).isEqualTo("SENT");
    }

    @Test
    void theOperatorsOwnLimitHoldsForAll() {
        assertThat(reason(", limits: { max_age: 20d }", sale("physical_store", 30)))
                .isEqualTo("TOO_OLD");
    }
}
