package io.taghub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.RealPlatforms;
import io.taghub.config.ConfigReader;
import io.taghub.config.HubConfig;
import io.taghub.config.Loaded;
import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.Person;
import io.taghub.sandbox.Sandbox;
import io.taghub.sandbox.Settings;
import io.taghub.store.Agreed;
import io.taghub.store.IdentityStore.Known;
import io.taghub.store.Journal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the sandbox's validation servers say of an event, and who is not asked. */
class ProbeOpinionTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Consent ALL = new Consent(Map.of(
            Consent.Purpose.AD_STORAGE, Consent.State.GRANTED,
            Consent.Purpose.AD_USER_DATA, Consent.State.GRANTED,
            Consent.Purpose.ANALYTICS_STORAGE, Consent.State.GRANTED));

    private final Sandbox sandbox = Sandbox.start(0, InstantSource.fixed(NOON), Settings.DEFAULT);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private Probe.Report ask(String tag, Event event) {
        String yaml = """
                site: { domain: shop.example, prefix: x7k2qd }
                mode: sandbox
                sandbox: "%s"
                store: sqlite:taghub.db
                tags:
                  ga4: { type: ga4, measurement_id: G-ABC1234567, api_secret: "${env:S}", when: [purchase, page_view] }
                  google:
                    type: google-data-manager
                    account_id: "1234567890"
                    conversion_actions: { purchase: "987" }
                    oauth: { client_id: c, client_secret: "${env:S}", refresh_token: "${env:S}" }
                    when: [purchase]
                  revoked:
                    type: google-data-manager
                    account_id: "1234567890"
                    conversion_actions: { purchase: "987" }
                    oauth: { client_id: c, client_secret: "${env:S}", refresh_token: "${env:REVOKED}" }
                    when: [purchase]
                  meta: { type: meta, pixel_id: "1", access_token: "${env:S}", when: [purchase] }
                """.formatted(sandbox.url());
        HubConfig config = switch (ConfigReader.parse(
                yaml,
                "taghub.yaml",
                Path.of("."),
                name -> name.equals("S") ? "hush" : "revoked",
                RealPlatforms.TYPES)) {
            case Loaded.Valid valid -> valid.config();
            case Loaded.Invalid invalid -> throw new AssertionError(invalid.problems());
        };
        Journal.Entry entry = new Journal.Entry(1, event, Agreed.said(event.consent()));
        return Probe.opinion(config.tags().get(tag), config, entry, Known.NOTHING, InstantSource.fixed(NOON));
    }

    private static Event purchase() {
        return Event.named("purchase", "order-1", NOON.minusSeconds(60))
                .user(new Person("u-1", "ada@example.com", null, null, null, null, null, null, null, null, null))
                .clickIds(ClickIds.of(new ClickId("ga", "1.2", NOON)))
                .money("49.99", "EUR")
                .consent(ALL)
                .build();
    }

    @Test
    void whatIsRightMeetsNoObjectionAndCountsNothing() {
        assertThat(ask("ga4", purchase()).result()).isEqualTo(Probe.Result.OK);
        Probe.Report google = ask("google", purchase());
        assertThat(google.result()).as(google.text()).isEqualTo(Probe.Result.OK);
        assertThat(google.text()).contains("nothing was counted");
    }

    @Test
    void aPlatformThatDoesNotTakeTheTokenHasNoOpinion() {
        Probe.Report google = ask("revoked", purchase());

        assertThat(google.result()).isEqualTo(Probe.Result.FAILED);
        assertThat(google.text()).doesNotContain("objects", "ada@example.com");
    }

    @Test
    void whoseEventMayNotGoOutIsNotToldOfEither() {
        Probe.Report denied = ask(
                "ga4",
                purchase().toBuilder()
                        .consent(ALL.with(Consent.Purpose.ANALYTICS_STORAGE, Consent.State.DENIED))
                        .build());
        assertThat(denied.result()).isEqualTo(Probe.Result.UNPROVEN);
        assertThat(denied.text()).contains("does not go out", "did not consent");
        assertThat(ask("meta", purchase()).text()).isEqualTo("this platform cannot be asked");
    }
}
