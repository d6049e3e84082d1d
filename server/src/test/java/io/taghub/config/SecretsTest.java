package io.taghub.config;

import static io.taghub.config.Configs.load;
import static io.taghub.config.Configs.valid;
import static io.taghub.config.Configs.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.config.TestTypes.Made;
import io.taghub.config.TestTypes.Pixel;
import io.taghub.tag.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    private static final String META = """
            site: { domain: shop.example }
            mode: %s
            tags:
              meta-main: { type: meta, pixel_id: "%s", access_token: "%s", when: [ftd] }
            """;

    @Test
    void aFileIsReadFromTheConfigsFolderAndItsLastNewlineTrimmed(@TempDir Path folder) throws Exception {
        Files.createDirectory(folder.resolve("secrets"));
        Files.writeString(folder.resolve("secrets/meta"), "from a file\n");

        Loaded loaded = load(META.formatted("live", "1", "${file:secrets/meta}"), folder);

        Loaded.Valid valid = (Loaded.Valid) loaded;
        assertThat(pixel(valid.config()).accessToken()).isEqualTo(new Secret("from a file"));
        assertThat(valid.files())
                .containsExactlyInAnyOrder(folder.resolve("taghub.yaml"), folder.resolve("secrets/meta"));
    }

    @Test
    void aFileThatIsMissingIsWatchedTooSoThatItCanArrive(@TempDir Path folder) {
        Loaded loaded = load(META.formatted("live", "1", "${file:not/there}"), folder);

        assertThat(loaded).isInstanceOf(Loaded.Invalid.class);
        assertThat(loaded.files()).contains(folder.resolve("not/there"));
    }

    @Test
    void aReferenceMayStandInAnyText() {
        HubConfig config = valid("""
                site: { domain: "${env:SHORT}.example" }
                store: postgresql://hub:${env:META_TOKEN}@db/taghub
                tags:
                  partner: { type: postback, url: "https://a.example/${env:META_TOKEN}/x", when: [ftd] }
                """);

        assertThat(config.site().domain()).isEqualTo("abc.example");
        assertThat(config.store().url()).isEqualTo("postgresql://hub@db/taghub");
        assertThat(config.store().password()).isEqualTo(new Secret("EAAB-secret-token-of-meta"));
        assertThat(config.tags().get("partner").secrets()).containsExactly("EAAB-secret-token-of-meta");
    }

    @Test
    void whatIsMissingIsMadeUpInSandboxModeOnly() {
        String yaml = META.formatted("sandbox", "${env:PIXEL}", "${env:NOPE}");

        assertThat(pixel(valid(yaml))).isEqualTo(new Pixel("1234567890", new Secret("sandbox-NOPE"), null));
        assertThat(warnings(yaml))
                .containsExactly(
                        "taghub.yaml:4:38: the environment variable PIXEL is not set; in mode sandbox a made-up value will do",
                        "taghub.yaml:4:68: the environment variable NOPE is not set; in mode sandbox a made-up value will do");
        assertThat(Configs.problems(META.formatted("shadow", "1", "${env:NOPE}")))
                .containsExactly("taghub.yaml:4:57: the environment variable NOPE is not set");
    }

    @Test
    void aTagThatSendsForRealNeedsItsSecretAlsoInASandboxedHub() {
        String yaml = META.formatted("sandbox", "1", "${env:NOPE}").replace("type: meta", "type: meta, mode: live");

        assertThat(Configs.problems(yaml))
                .containsExactly("taghub.yaml:4:69: the environment variable NOPE is not set");
    }

    @Test
    void aSecretThatIsWrittenOutIsRefusedAndNotRepeated() {
        assertThat(Configs.problems(META.formatted("live", "1", "EAAB-in-the-open")))
                .singleElement()
                .asString()
                .isEqualTo(
                        "taghub.yaml:4:43: 'access_token' must be a reference to a secret, ${env:NAME} or ${file:PATH};"
                                + " secrets do not stand in the config");
        assertThat(Configs.problems(META.formatted("live", "1", "Bearer ${env:META_TOKEN}")))
                .hasSize(1);
    }

    @Test
    void noSecretShowsInAnyTextOfTheConfig() {
        String token = Configs.ENV.get("META_TOKEN");
        HubConfig config = valid(META.formatted("live", "1", "${env:META_TOKEN}")
                + "server_keys: { shop: \"${env:TAGHUB_SERVER_KEY}\" }\nstore_password: ${env:META_TOKEN}\n");
        String wrong = META.formatted("${env:META_TOKEN}", "${env:META_TOKEN}", "${env:META_TOKEN}");

        assertThat(config.toString()).doesNotContain(token).doesNotContain(Configs.ENV.get("TAGHUB_SERVER_KEY"));
        assertThat(Configs.problems(wrong)).hasSize(2).noneMatch(line -> line.contains(token));
    }

    private static Pixel pixel(HubConfig config) {
        return (Pixel) ((Made) config.tags().get("meta-main").tag()).settings();
    }
}
