package io.taghub.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.taghub.RealPlatforms;
import io.taghub.chaos.ChaosSink;
import io.taghub.config.ConfigReader;
import io.taghub.config.HubConfig;
import io.taghub.config.Loaded;
import io.taghub.store.Store;
import io.taghub.store.sql.Stores;
import io.taghub.tag.Tag;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a platform says once a day, through a real connection and a real store. */
class SurveysTest {
    private static final String ANSWER = """
            {"web": [{"event_name": "Purchase",
              "event_match_quality": {"composite_score": 7.5,
                "match_key_feedback": [{"identifier": "email", "coverage": {"percentage": 83.5}}],
                "diagnostics": [{"name": "Few phones", "solution": "Send more"}]},
              "event_coverage": {"percentage": 91}}]}""";

    private final ChaosSink sink = ChaosSink.start();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T11:00:00Z"));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Store store;
    private Surveys surveys;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = Stores.open("sqlite:" + folder.resolve("taghub.db"), null, null, now::get);
        surveys = surveys("one");
    }

    @AfterEach
    void close() {
        store.close();
        sink.close();
    }

    private Surveys surveys(String token) {
        Loaded loaded = ConfigReader.parse(
                """
                site: { domain: shop.example }
                mode: sandbox
                sandbox: %s
                tags:
                  main: { type: meta, pixel_id: "77", access_token: "${env:EVENTS}", quality: { access_token: "${env:%s}" }, when: [purchase] }
                  other: { type: meta, pixel_id: "78", access_token: "${env:EVENTS}", when: [purchase] }
                """.formatted(sink.url(""), token),
                "taghub.yaml",
                Path.of("/nowhere"),
                name -> "token-" + name,
                RealPlatforms.TYPES);
        assertThat(loaded).isInstanceOf(Loaded.Valid.class);
        HubConfig config = ((Loaded.Valid) loaded).config();
        return new Surveys(() -> config, store, now::get, tag -> true, meters);
    }

    private void until(BooleanSupplier done) {
        Instant deadline = Instant.now().plusSeconds(30);
        while (!done.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void whatItSaysIsKeptByDayAndShownAsMetrics() {
        sink.always(ChaosSink.answer(200, ANSWER));
        surveys.look();
        until(() -> surveys.said("main").day() != null);
        Surveys.Said said = surveys.said("main");
        assertThat(said.day()).isEqualTo(LocalDate.of(2026, 11, 22));
        assertThat(said.grades())
                .containsExactly(new Tag.Grade(
                        "Purchase",
                        Map.of("match_quality", 7.5, "coverage_email", 83.5, "coverage", 91.0),
                        List.of("Few phones: Send more")));
        assertThat(sink.received())
                .singleElement()
                .satisfies(request -> assertThat(request.path())
                        .startsWith("/graph.facebook.com/v27.0/dataset_quality?dataset_id=77&fields=web%7Bevent_name")
                        .endsWith("&access_token=token-one"));
        until(() -> meters.find("taghub.quality").tag("figure", "match_quality").gauge() != null);
        assertThat(meters.get("taghub.quality")
                        .tag("figure", "match_quality")
                        .gauge()
                        .value())
                .isEqualTo(7.5);
        assertThat(surveys.said("other").day()).isNull();

        // Once a day, also after a restart.
        surveys.look();
        surveys("one").look();
        now.updateAndGet(at -> at.plus(Duration.ofHours(17)));
        surveys.look();
        until(() -> surveys.history("main").size() == 2);
        assertThat(sink.requests()).isEqualTo(2);
    }

    @Test
    void whoMayNotAskIsNotAskedAgainUntilTheSettingsChange() {
        sink.always(ChaosSink.status(403));
        surveys.look();
        until(() -> surveys.said("main").trouble().contains("does not let 'quality' ask (HTTP 403)"));
        now.updateAndGet(at -> at.plus(Duration.ofDays(3)));
        surveys.look();
        sink.always(ChaosSink.answer(200, ANSWER));
        Surveys mended = surveys("two");
        mended.look();
        until(() -> mended.said("main").day() != null);
        assertThat(sink.requests()).isEqualTo(2);
        assertThat(mended.said("main").trouble()).isEmpty();
    }

    @Test
    void aPlatformThatIsDownIsAskedAnHourLater() {
        sink.always(ChaosSink.status(503));
        surveys.look();
        until(() -> surveys.said("main").trouble().equals("the platform answers HTTP 503"));
        surveys.look();
        now.updateAndGet(at -> at.plus(Duration.ofMinutes(61)));
        sink.always(ChaosSink.answer(200, "{\"web\": []}"));
        surveys.look();
        until(() -> surveys.said("main").day() != null);
        assertThat(sink.requests()).isEqualTo(2);
        assertThat(surveys.said("main").grades()).isEmpty();
    }
}
