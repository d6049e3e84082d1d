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
        return on(CONFIG, day);
    }

    private static List<String> of(String tag, String day) {
        return on("site: { domain: shop.example }\ntags: { t: { " + tag + ", when: [purchase] } }", day);
    }

    private static List<String> on(String config, String day) {
        Loaded loaded = ConfigReader.parse(
                config, "taghub.yaml", Path.of("/nowhere"), name -> "fake-value-of-" + name, RealPlatforms.TYPES);
        assertThat(loaded).isInstanceOf(Loaded.Valid.class);
        HubConfig read = ((Loaded.Valid) loaded).config();
        return VersionEnd.of(read, LocalDate.parse(day)).stream()
                .map(VersionEnd::toString)
                .toList();
    }

    @Test
    void aVersionThatEndsIsToldNinetyDaysAhead() {
        assertThat(on("2026-10-22")).isEmpty();
        assertThat(on("2026-10-23"))
                .containsExactly("tag 'old': meta switches version v21.0 off on 2027-01-21; set 'api_version' to"
                        + " another, or leave it out to take the one this hub was made for");
    }

    @Test
    void andFromThatDayOnItIsOver() {
        assertThat(on("2027-01-20")).singleElement().asString().contains("switches");
        assertThat(on("2027-01-21")).singleElement().asString().contains("has switched off version v21.0 on");
    }

    @Test
    void whatIsOlderThanAnyThatIsKnownHasEndedWheneverThatWas() {
        String meta = "type: meta, pixel_id: \"1\", access_token: \"${env:T}\", api_version: ";
        assertThat(of(meta + "v20.0", "2026-11-29"))
                .singleElement()
                .asString()
                .contains("meta takes no version v20.0 any more: it is older than v21.0")
                .doesNotContain("2027");
        assertThat(of(meta + "v9.0", "2026-11-29")).hasSize(1);
        assertThat(of(meta + "v22.0", "2026-11-29")).isEmpty();
        assertThat(of("type: tiktok, pixel_code: C1, access_token: \"${env:T}\", api_version: v1.2", "2026-11-29"))
                .hasSize(1);
    }

    @Test
    void ofWhatIsNewerThanThisReleaseItIsSaidThatItIsNotKnown() {
        assertThat(of("type: meta, pixel_id: \"1\", access_token: \"${env:T}\", api_version: v99.0", "2026-11-29"))
                .singleElement()
                .asString()
                .startsWith("tag 't': meta is to be spoken to in version v99.0, which is not known to this release (the"
                        + " newest that is: v27.0)");
        assertThat(of("type: criteo, account_id: \"1\", api_version: s2s_v9", "2026-11-29"))
                .singleElement()
                .asString()
                .contains("s2s_v9, which is not known");
        assertThat(of("type: criteo, account_id: \"1\", api_version: s2s_v99999999999", "2026-11-29"))
                .singleElement()
                .asString()
                .contains("s2s_v99999999999, which is not known");
        assertThat(of("type: criteo, account_id: \"1\"", "2026-11-29")).isEmpty();
        String pinterest = "type: pinterest, ad_account_id: \"1\", conversion_token: \"${env:T}\", api_version: ";
        assertThat(of(pinterest + "v4", "2026-11-29"))
                .singleElement()
                .asString()
                .contains("pinterest takes no version v4 any more");
        assertThat(of(pinterest + "v5", "2026-11-29")).isEmpty();
    }

    @Test
    void aVersionIsNotThereBeforeItsMonth() {
        String linkedin =
                "type: linkedin, conversion_rules: { purchase: \"1\" }, access_token: \"${env:T}\", api_version: \"";
        assertThat(of(linkedin + "202508\"", "2026-11-29"))
                .singleElement()
                .asString()
                .contains("older than 202510")
                .doesNotContain("2026-10-15");
        assertThat(of(linkedin + "202510\"", "2026-11-29"))
                .singleElement()
                .asString()
                .contains("2026-10-15");
        assertThat(of(linkedin + "202607\"", "2026-11-29")).isEmpty();
        assertThat(of(linkedin + "202611\"", "2026-11-29")).isEmpty();
        assertThat(of(linkedin + "202612\"", "2026-11-29"))
                .singleElement()
                .asString()
                .contains("can have no version 202612 before 2026-12-01");
        assertThat(of("type: klaviyo, api_key: \"${env:T}\", api_version: 2027-01-15", "2026-11-29"))
                .singleElement()
                .asString()
                .contains("before 2027-01-15");
        assertThat(of("type: klaviyo, api_key: \"${env:T}\", api_version: 2026-04-15", "2026-11-29"))
                .isEmpty();
    }
}
