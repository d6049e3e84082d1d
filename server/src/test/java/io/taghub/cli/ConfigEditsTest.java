package io.taghub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.config.ConfigWatch;
import io.taghub.config.HubConfig;
import io.taghub.config.Loaded;
import io.taghub.hub.Configs;
import io.taghub.hub.Hub;
import io.taghub.time.HubClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an edit of a running hub's files comes to, and what the hub says of it. */
class ConfigEditsTest {
    private static final String PRESET = """
            about: North, a network of our own.
            url: https://trk.north.example/pb
            query: { cid: "{{ click.id | required }}", v: "%s" }
            capture: [north_cid]
            """;

    @TempDir
    Path folder;

    private Loaded read(Path config) {
        return Configs.reread(config, null, name -> PartnerHub.KEY);
    }

    @Test
    void anEditOfAPresetTakesEffectLikeOneOfTheConfig() throws IOException {
        Path preset = folder.resolve("postbacks/north/preset.yaml");
        Files.createDirectories(preset.getParent());
        Files.writeString(preset, PRESET.formatted("{{ value | money }}"));
        Path config = Files.writeString(folder.resolve("taghub.yaml"), """
                site: { domain: shop.example }
                tags:
                  partner: { type: postback, preset: north, when: [ftd] }
                """);
        Loaded running = read(config);
        assertThat(running).isInstanceOf(Loaded.Valid.class);
        List<HubConfig> swapped = new ArrayList<>();
        List<String> reported = new ArrayList<>();
        ConfigWatch watch = new ConfigWatch(
                "taghub.yaml",
                running,
                () -> read(config),
                valid -> swapped.add(valid.config()),
                problems -> problems.forEach(problem -> reported.add(problem.message())));

        Files.writeString(preset, PRESET.formatted("{{ currency }}"));
        look(watch);

        assertThat(swapped).hasSize(1);
        assertThat(swapped.getFirst().tags().get("partner").fingerprint())
                .as("the lane gets another tag")
                .isNotEqualTo(
                        ((Loaded.Valid) running).config().tags().get("partner").fingerprint());

        Files.writeString(preset, PRESET.formatted("{{ nothing }}"));
        look(watch);
        Files.writeString(folder.resolve("postbacks/north.yaml"), PRESET.formatted(""));
        look(watch);

        assertThat(swapped).hasSize(1);
        assertThat(reported)
                .hasSize(2)
                .anyMatch(message -> message.startsWith("the preset north is wrong at 'query.v'"))
                .anyMatch(message -> message.startsWith("the preset north is there twice"));
    }

    @Test
    void aMistakeInAPresetIsShownInItsFile() throws Exception {
        Files.createDirectories(folder.resolve("postbacks/north"));
        Path config = Files.writeString(
                folder.resolve("taghub.yaml"),
                "site: { domain: shop.example }\ntags:\n  p: { type: postback, preset: north, when: [ftd] }\n");
        Files.writeString(
                folder.resolve("postbacks/north/preset.yaml"),
                "about: North.\nurl: https://t.example.com/p\nquery:\n  a: \"1\"\n  c: \"{{ clik.id }}\"\n");
        assertThat(wrong(config)).contains("preset.yaml:5:3: the preset north is wrong at 'query.c': ");
        Files.writeString(
                folder.resolve("postbacks/north/preset.yaml"), "about: North.\nurl: 'https://t\nquery: x: y\n");
        assertThat(wrong(config)).contains("preset.yaml:2:6: the preset north is wrong: ");
        Files.writeString(
                folder.resolve("postbacks/north/preset.yaml"),
                "about: North.\nurl: https://t.example.com/p\nquery:\n  c: 1\n  d: 2\n  c: 3\n");
        assertThat(wrong(config))
                .contains(
                        "preset.yaml:6:3: the preset north is wrong: the key 'c' stands here a second time; the first is in ");
    }

    private String wrong(Path config) {
        return ((Loaded.Invalid) read(config)).problems().getFirst().toString();
    }

    private static void look(ConfigWatch watch) {
        for (int i = 0; i < 5; i++) {
            watch.look();
        }
    }

    @Test
    void healthWarnsOfAnEditThatIsNotInForceAndOfWhatWaitsForAStart() throws Exception {
        Path config = PartnerHub.config(folder, "");
        try (Hub hub = PartnerHub.start(config, folder.resolve("data"), new HubClock())) {
            assertThat(health(hub)).isEqualTo("ok");
            assertThat(healthLines(hub))
                    .contains("config " + hub.config().written().hash());

            PartnerHub.config(folder, "colour: blue");
            until(
                    hub,
                    "ok, but: an edit of the config is not in force, because it has a problem; `taghub check` names it.");

            PartnerHub.config(folder, "store: sqlite:elsewhere.db");
            until(hub, "ok, but: 'store' was changed in the config; that takes effect at the next start.");

            PartnerHub.config(folder, "");
            until(hub, "ok");
        }
    }

    /** The hub looks at its files by itself. */
    private static void until(Hub hub, String wanted) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        String said = health(hub);
        while (!said.equals(wanted) && System.nanoTime() < end) {
            Thread.onSpinWait();
            said = health(hub);
        }
        assertThat(said).isEqualTo(wanted);
    }

    /** Without its second line, by which config the hub goes. */
    private static String health(Hub hub) throws Exception {
        List<String> lines = healthLines(hub);
        assertThat(lines).hasSize(2);
        assertThat(lines.getLast()).matches("config [0-9a-f]{8}");
        return lines.getFirst();
    }

    private static List<String> healthLines(Hub hub) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.port() + "/health"))
                                .build(),
                        BodyHandlers.ofString())
                .body()
                .lines()
                .toList();
    }
}
