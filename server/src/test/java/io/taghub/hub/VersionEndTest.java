package io.taghub.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.RealPlatforms;
import io.taghub.config.ConfigReader;
import io.taghub.config.HubConfig;
import io.taghub.config.Loaded;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class VersionEndTest {
    private static final String CONFIG = """
            site: { domain: shop.example }
            tags:
              old: { type: meta, pixel_id: "1", access_token: "${env:TOKEN}", api_version: v21.0, when: [purchase] }
              new: { type: meta, pixel_id: "2", access_token: "${env:TOKEN}", when: [purchase] }
              ga4: { type: ga4, measurement_id: G-ABC1234567, api_secret: "${env:TOKEN}", when: [purchase] }
            """;

    private static List<String> on(String day) {
        Loaded loaded = ConfigReader.parse(
                CONFIG, "taghub.yaml", Path.of("/nowhere"), name -> "fake-value-of-" + name, RealPlatforms.TYPES);
        assertThat(loaded).isInstanceOf(Loaded.Valid.class);
        HubConfig config = ((Loaded.Valid) loaded).config();
        return VersionEnd.of(config, LocalDate.parse(day)).stream()
                .map(VersionEnd::toString)
                .toList();
    }

    @Test
    void aVersionThatEndsIsToldNinetyDaysAhead() {
        assertThat(on("2026-10-22")).isEmpty();
        assertThat(on("2026-10-23"))
                .containsExactly("tag 'old': meta switches version v21.0 off on 2027-01-21; set 'api_version' to a"
                        + " later one, or leave it out to take the one this hub was made for");
    }

    @Test
    void andFromThatDayOnItIsOver() {
        assertThat(on("2027-01-20")).singleElement().asString().contains("switches");
        assertThat(on("2027-01-21")).singleElement().asString().contains("has switched off version v21.0 on");
    }
}
