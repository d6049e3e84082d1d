package io.taghub.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One config in several files and for several places. */
class ProfilesTest {
    private static final String HUB = """
            site: { domain: shop.example }
            server_keys: { shop: "${env:TAGHUB_SERVER_KEY}" }
            """;
    private static final String META = """
            tags:
              meta-main: { type: meta, pixel_id: "1", access_token: "${env:META_TOKEN}", when: [purchase, registration] }
            """;
    private static final String PARTNER = """
            tags:
              partner: { type: postback, preset: voluum, domain: trk.partner.example, when: [purchase] }
            """;

    @TempDir
    Path folder;

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private Loaded read(@Nullable String profile) {
        return ConfigReader.read(folder.resolve("taghub.yaml"), profile, Configs.ENV::get, TestTypes.ALL);
    }

    private HubConfig valid(@Nullable String profile) {
        Loaded loaded = read(profile);
        assertThat(loaded).as(said(loaded).toString()).isInstanceOf(Loaded.Valid.class);
        return ((Loaded.Valid) loaded).config();
    }

    private List<String> said(Loaded loaded) {
        List<String> said = new ArrayList<>();
        switch (loaded) {
            case Loaded.Valid valid -> {
                valid.refused().forEach(one -> said.add("refused " + one));
                valid.warnings().forEach(one -> said.add("warning " + one));
            }
            case Loaded.Invalid invalid -> invalid.problems().forEach(one -> said.add("error " + one));
        }
        return said.stream().map(one -> one.replace(folder + "/", "")).toList();
    }

    @Test
    void tagsComeFromAsManyFilesAsThePatternFits() throws IOException {
        write("taghub.yaml", HUB + "include: tags/*.yaml\n");
        write("tags/b.yaml", PARTNER);
        write("tags/a.yaml", META + "events: { purchase: { conversion: true } }\n");
        write("tags/notes.txt", "not one of them");

        assertThat(valid(null).tags().keySet()).containsExactly("meta-main", "partner");
        assertThat(valid(null).rule("purchase").conversion()).isTrue();
        assertThat(said(read(null))).isEmpty();
        assertThat(read(null).files())
                .contains(folder.resolve("tags"), folder.resolve("tags/a.yaml"), folder.resolve("tags/b.yaml"));
    }

    @Test
    void whatIsWrongInAnIncludedFileIsShownThere() throws IOException {
        write("taghub.yaml", HUB + META + "include: [tags/one.yaml, tags/two.yaml]\n");
        write("tags/one.yaml", "tags:\n  meta-main: { type: meta }\n");
        write("tags/two.yaml", PARTNER.replace("domain", "domian") + "site: { prefix: abc, domain: b.example }\n");

        assertThat(said(read(null)))
                .containsExactly(
                        "error tags/one.yaml:2:3: the key 'meta-main' stands here a second time; the first is in taghub.yaml line 4",
                        "error tags/two.yaml:2:3: 'domain' is missing: host of the tracker",
                        "error tags/two.yaml:2:46: unknown key 'domian'; did you mean 'domain'?",
                        "error tags/two.yaml:3:22: the key 'domain' stands here a second time; the first is in taghub.yaml line 1");

        write("tags/two.yaml", "tags: {");
        assertThat(said(read(null))).singleElement().asString().startsWith("error tags/two.yaml:1:8: ");

        write("tags/two.yaml", "include: one.yaml\n");
        assertThat(said(read(null)).getFirst())
                .startsWith("error tags/two.yaml:1:1: only ")
                .endsWith("taghub.yaml includes files; name this one there");
    }

    @Test
    void whatIsIncludedMustBeThere() throws IOException {
        write("taghub.yaml", HUB + META + "include: [tags/none.yaml, tags/*.yaml, tags, { a: b }]\n");
        write("tags/README", "");

        assertThat(said(read(null)))
                .containsExactly(
                        "error taghub.yaml:5:11: there is no file tags/none.yaml",
                        "error taghub.yaml:5:40: 'tags' is a folder; for the files in it write tags/*.yaml",
                        "error taghub.yaml:5:46: 'include' names a file, or files by a pattern: include: tags/*.yaml");

        write("taghub.yaml", HUB + META + "include: tags/*.yaml\n");
        assertThat(said(read(null)))
                .containsExactly(
                        "warning taghub.yaml:5:10: no file fits 'tags/*.yaml'; in the folder tags no file is called '*.yaml'; there are README");
    }

    @Test
    void aFilePutIntoTheFolderLaterIsTakenUp() throws IOException {
        write("taghub.yaml", HUB + META + "include: tags/*.yaml\n");
        write("tags/a.yaml", "events: { purchase: { conversion: true } }\n");
        List<HubConfig> swapped = new ArrayList<>();
        ConfigWatch watch = new ConfigWatch(
                "taghub.yaml", read(null), () -> read(null), valid -> swapped.add(valid.config()), problems -> {});

        write("tags/b.yaml", PARTNER);
        for (int i = 0; i < 5; i++) {
            watch.look();
        }

        assertThat(swapped)
                .singleElement()
                .satisfies(config -> assertThat(config.tags()).containsKey("partner"));
    }

    @Test
    void aProfileSaysWhatIsOtherwise() throws IOException {
        write("taghub.yaml", HUB + META + """
                profiles:
                  staging:
                    mode: sandbox
                    site: { domain: staging.shop.example }
                    tags:
                      meta-main: { when: [purchase], test_event_code: TEST1 }
                      partner: { type: postback, preset: voluum, domain: trk.partner.example, when: [purchase] }
                  quiet:
                    tags: { meta-main: null }
                """);

        assertThat(valid(null).mode()).isEqualTo(HubConfig.Mode.LIVE);
        assertThat(valid(null).tags().keySet()).containsExactly("meta-main");
        HubConfig staging = valid("staging");
        assertThat(staging.mode()).isEqualTo(HubConfig.Mode.SANDBOX);
        assertThat(staging.site().domain()).isEqualTo("staging.shop.example");
        assertThat(staging.tags().keySet()).containsExactly("meta-main", "partner");
        assertThat(staging.tags().get("meta-main").when()).containsExactly("purchase");
        assertThat(staging.tags().get("meta-main").secrets()).isNotEmpty();
        assertThat(valid("quiet").tags()).isEmpty();
        assertThat(said(read("stagin")))
                .containsExactly(
                        "error taghub.yaml:5:1: there is no profile 'stagin', but staging, quiet; did you mean 'staging'?");
    }

    @Test
    void whatIsWrongInAProfileIsShownThereAndRefusedWithoutItToo() throws IOException {
        write("taghub.yaml", HUB + META + """
                profiles:
                  staging:
                    mode: sandbx
                    tags: { meta-main: { whn: [purchase] } }
                """);

        assertThat(said(read("staging")))
                .containsExactly(
                        "error taghub.yaml:7:5: 'mode' takes live, sandbox, shadow; did you mean 'sandbox'?",
                        "error taghub.yaml:8:26: unknown key 'whn'; did you mean 'when'?");
        assertThat(said(read(null)))
                .containsExactly(
                        "refused taghub.yaml:7:5: in the profile 'staging': 'mode' takes live, sandbox, shadow; did you mean 'sandbox'?",
                        "refused taghub.yaml:8:26: in the profile 'staging': unknown key 'whn'; did you mean 'when'?");
    }

    @Test
    void whereMoneyIsRealNothingIsOnlyTried() throws IOException {
        write("taghub.yaml", HUB + META + """
                  shadowed: { type: meta, pixel_id: "2", access_token: "${env:META_TOKEN}", when: [lead], mode: shadow }
                  off: { type: meta, pixel_id: "3", access_token: "${env:META_TOKEN}", when: [lead], mode: shadow, enabled: false }
                mode: sandbox
                profiles:
                  production:
                    production: true
                    tags: { meta-main: { test_event_code: TEST1 } }
                """);

        assertThat(said(read(null)))
                .containsExactly(
                        "refused taghub.yaml:5:91: in the profile 'production': in mode shadow no platform is told anything; production: true refuses it",
                        "refused taghub.yaml:7:1: in the profile 'production': in mode sandbox no platform is told anything; production: true refuses it",
                        "refused taghub.yaml:11:26: in the profile 'production': 'test_event_code' is for tests, and production: true refuses it");
        assertThat(said(read("production")))
                .containsExactly(
                        "error taghub.yaml:5:91: in mode shadow no platform is told anything; production: true refuses it",
                        "error taghub.yaml:7:1: in mode sandbox no platform is told anything; production: true refuses it",
                        "error taghub.yaml:11:26: 'test_event_code' is for tests, and production: true refuses it");
    }

    /** Continuous integration checks the config as it stands, and it runs somewhere else. */
    @Test
    void whatStandsBesideAProfileMayBeWrongByIt() throws IOException {
        write("taghub.yaml", HUB + "mode: sandbox\nprofiles: { production: { production: true } }\n" + META);
        assertThat(said(read("production"))).anyMatch(one -> one.startsWith("error"));
        assertThat(said(read(null)))
                .anyMatch(one -> one.startsWith("refused taghub.yaml:") && one.contains("in the profile 'production'"));
    }

    @Test
    void aProfileThatIsCalledProductionHadBetterSayIt() throws IOException {
        write("taghub.yaml", HUB + META + "profiles: { prod: { mode: live, include: x.yaml } }\n");

        assertThat(said(read("prod"))).containsExactly("error taghub.yaml:5:33: 'include' cannot stand in a profile");

        write("taghub.yaml", HUB + META + "profiles: { prod: { mode: live } }\n");
        assertThat(said(read("prod")))
                .containsExactly(
                        "warning taghub.yaml:5:13: write production: true here, and test codes and the modes sandbox and shadow are refused in it");
    }
}
