package io.taghub.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every look is made by hand, so nothing depends on time. */
class ConfigWatchTest {
    private static final String FIRST = """
            site: { domain: shop.example }
            tags:
              meta-main: { type: meta, pixel_id: "1", access_token: "${file:token}", when: [ftd] }
            """;

    @TempDir
    Path folder;

    private final List<HubConfig> swapped = new ArrayList<>();
    private final List<String> reported = new ArrayList<>();
    private Runnable duringRead = () -> {};
    private boolean refuse;
    private ConfigWatch watch;

    @BeforeEach
    void start() throws IOException {
        write(FIRST);
        Files.writeString(folder.resolve("token"), "first");
        watch = new ConfigWatch(
                "taghub.yaml",
                read(),
                this::reread,
                this::swap,
                problems -> problems.forEach(
                        problem -> reported.add(problem.line() + ":" + problem.column() + ": " + problem.message())));
    }

    @Test
    void nothingHappensWhileNothingChanges() {
        looks(5);

        assertThat(swapped).isEmpty();
        assertThat(reported).isEmpty();
    }

    @Test
    void aChangeIsTakenUpOnceWhenItHasSettled() throws IOException {
        write(FIRST.replace("[ftd]", "[ftd, purchase]"));

        watch.look();
        assertThat(swapped).as("it could still be written to").isEmpty();
        looks(4);

        assertThat(swapped)
                .singleElement()
                .satisfies(config ->
                        assertThat(config.tags().get("meta-main").when()).containsExactly("ftd", "purchase"));
    }

    @Test
    void aFileThatGrowsWithEveryLookIsLeftAlone() throws IOException {
        String whole = FIRST.replace("shop.example", "new.example");
        for (int end = 31; end < whole.length(); end += 10) { // its first line alone would be a valid config
            write(whole.substring(0, end));
            watch.look();
        }
        write(whole);
        watch.look();
        assertThat(swapped).isEmpty();

        watch.look();
        assertThat(swapped)
                .singleElement()
                .extracting(config -> config.site().domain())
                .isEqualTo("new.example");
        assertThat(reported).isEmpty();
    }

    @Test
    void aChangeWhileReadingWaitsForTheNextLook() throws IOException {
        write(FIRST.replace("shop.example", "second.example"));
        watch.look();
        duringRead = () -> {
            duringRead = () -> {};
            write(FIRST.replace("shop.example", "third.example"));
        };
        watch.look();
        assertThat(swapped).isEmpty();

        looks(2);
        assertThat(swapped)
                .singleElement()
                .extracting(config -> config.site().domain())
                .isEqualTo("third.example");
    }

    @Test
    void aBrokenEditIsReportedOnceAndMendedByTheNext() throws IOException {
        write(FIRST.replace("pixel_id", "pixle_id"));
        looks(4);
        assertThat(reported)
                .containsExactly(
                        "3:3: 'pixel_id' is missing: id of the pixel",
                        "3:28: unknown key 'pixle_id'; did you mean 'pixel_id'?");
        assertThat(swapped).isEmpty();

        write(FIRST);
        looks(2);
        assertThat(swapped).hasSize(1);
        assertThat(reported).hasSize(2);
    }

    @Test
    void aRotatedSecretChangesTheTagsFingerprint() throws IOException {
        write(FIRST + "# touched\n");
        looks(2);
        Files.writeString(folder.resolve("token"), "other");
        looks(2);

        assertThat(swapped).hasSize(2);
        assertThat(swapped.get(1).tags().get("meta-main").secrets()).containsExactly("other");
        assertThat(swapped.get(1).tags().get("meta-main").fingerprint())
                .isNotEqualTo(swapped.get(0).tags().get("meta-main").fingerprint());
    }

    @Test
    void aSecretFileThatArrivesMendsTheConfig() throws IOException {
        write(FIRST.replace("${file:token}", "${file:later}"));
        looks(2);
        assertThat(reported).containsExactly("3:57: there is no file later");

        Files.writeString(folder.resolve("later"), "here it is\n");
        looks(2);
        assertThat(swapped)
                .singleElement()
                .satisfies(config ->
                        assertThat(config.tags().get("meta-main").secrets()).containsExactly("here it is"));
    }

    @Test
    void anAtomicReplacementOfTheSameSizeAndTimeIsSeen() throws IOException {
        Path file = folder.resolve("taghub.yaml");
        FileTime time = Files.getLastModifiedTime(file);
        Path beside = folder.resolve("new.yaml");
        Files.writeString(beside, FIRST.replace("shop.example", "ship.example"));
        Files.setLastModifiedTime(beside, time);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

        looks(2);

        assertThat(swapped)
                .singleElement()
                .extracting(config -> config.site().domain())
                .isEqualTo("ship.example");
    }

    @Test
    void aFileThatVanishesKeepsTheOldConfig() throws IOException {
        Files.delete(folder.resolve("taghub.yaml"));
        looks(3);

        assertThat(reported).containsExactly("1:1: there is no such file");
        assertThat(swapped).isEmpty();
    }

    @Test
    void aHubThatCannotTakeItUpIsReportedAndLookingGoesOn() throws IOException {
        refuse = true;
        write(FIRST.replace("shop.example", "second.example"));
        looks(3);
        assertThat(reported).containsExactly("1:1: the new config could not be taken up: IllegalStateException");

        refuse = false;
        write(FIRST.replace("shop.example", "third.example"));
        looks(2);
        assertThat(swapped).hasSize(1);
    }

    @Test
    void aReadThatFailsIsReportedAndLookingGoesOn() throws IOException {
        duringRead = () -> {
            throw new IllegalStateException("no");
        };
        write(FIRST.replace("shop.example", "second.example"));
        looks(3);
        assertThat(reported).containsExactly("1:1: the new config could not be read: IllegalStateException");

        duringRead = () -> {};
        write(FIRST.replace("shop.example", "third.example"));
        looks(2);
        assertThat(swapped).hasSize(1);
    }

    private Loaded reread() {
        Loaded loaded = read();
        duringRead.run();
        return loaded;
    }

    private Loaded read() {
        return ConfigReader.read(folder.resolve("taghub.yaml"), Configs.ENV::get, TestTypes.ALL);
    }

    private void swap(Loaded.Valid valid) {
        if (refuse) {
            throw new IllegalStateException("no");
        }
        swapped.add(valid.config());
    }

    private void looks(int count) {
        for (int i = 0; i < count; i++) {
            watch.look();
        }
    }

    private void write(String text) {
        try {
            Files.writeString(folder.resolve("taghub.yaml"), text);
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }
}
