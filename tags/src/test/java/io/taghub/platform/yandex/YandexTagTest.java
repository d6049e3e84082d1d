package io.taghub.platform.yandex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Event;
import io.taghub.tag.Outcome;
import io.taghub.tag.Plan;
import io.taghub.tag.Reading;
import io.taghub.tag.Response;
import io.taghub.tag.Secret;
import io.taghub.tag.Setup;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a file goes, so that none holds what is too old by then, and what proves the token. */
class YandexTagTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private static YandexTag tag(Duration uploadEvery, Duration maxAge) {
        return new YandexTag(
                new YandexPlatform.Settings("1", new Secret("y0"), true, true, uploadEvery, maxAge),
                new Setup(Map.of(), null, URI.create("https://shop.example")));
    }

    /** Of an event that comes in at noon. */
    @ParameterizedTest
    @CsvSource(nullValues = "at once", textBlock = """
            PT15M, P21D, 2026-11-22T11:59:00Z, 2026-11-22T12:15:00Z
            PT12H, P1D, 2026-11-22T11:00:00Z, 2026-11-23T00:00:00Z
            PT12H, P1D, 2026-11-22T00:02:00Z, 2026-11-23T00:00:00Z
            PT12H, P1D, 2026-11-22T00:00:30Z, at once
            PT12H, P1D, 2026-11-21T23:00:00Z, at once
            PT12H, P1D, 2026-11-22T12:00:00Z, 2026-11-23T00:00:00Z
            PT0S, P1D, 2026-11-22T11:00:00Z, at once
            """)
    void whatWouldBeTooOldWhenItsFileGoesDoesNotWaitForIt(Duration every, Duration maxAge, Instant time, Instant goes) {
        Event event = Event.named("ftd", "d-1", time)
                .received(NOON)
                .clickIds(ClickIds.of(List.of(new ClickId("yclid", "7893456123890", time))))
                .build();

        assertThat(tag(every, maxAge).plan(event))
                .isInstanceOfSatisfying(
                        Plan.Send.class,
                        send -> assertThat(send.item().notBefore()).isEqualTo(goes));
    }

    @ParameterizedTest
    @CsvSource({"P1D, PT12H", "PT15M, PT10M", "PT15M, PT15M"})
    void aFileThatGoesLaterThanItsEventsMayBeOldIsAnError(Duration every, Duration maxAge) {
        assertThatThrownBy(() -> tag(every, maxAge))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'max_age' must be longer than 'upload_every'");
    }

    @Test
    void onlyAListOfUploadsProvesTheToken() {
        YandexTag tag = tag(Duration.ofMinutes(15), Duration.ofDays(21));

        assertThat(tag.readProbe(Response.of(200, "{\"uploadings\":[]}"))).isEqualTo(Reading.all(1, Outcome.DELIVERED));
        for (String other : new String[] {"{}", "<html>Log in</html>", "[]"}) {
            assertThat(tag.readProbe(Response.of(200, other)))
                    .isEqualTo(Reading.all(
                            1, new Outcome.Unknown("HTTP 200 with an answer that is no list of Metrica's uploads")));
        }
        assertThat(tag.readProbe(Response.of(401, "{}")).toString()).contains("BAD_CREDENTIALS");
    }
}
