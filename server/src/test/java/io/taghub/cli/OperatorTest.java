package io.taghub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.chaos.ChaosSink;
import io.taghub.cli.report.ProgressBar;
import io.taghub.hub.Hub;
import io.taghub.time.HubClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does with a running hub from the command line: replays and held events, down to the exit code. */
class OperatorTest {
    @RegisterExtension
    final Terminal terminal = new Terminal();

    private final HubClock clock = new HubClock(Instant.parse("2026-11-22T12:00:00Z"));
    private Path config;
    private ChaosSink sink;
    private Hub hub;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        sink = ChaosSink.start();
        config = PartnerHub.config(folder, "sandbox: " + sink.url(""));
        hub = PartnerHub.start(config, folder.resolve("data"), clock);
    }

    @AfterEach
    void stop() {
        hub.close();
        sink.close();
    }

    private void deposit(String id) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.port() + "/v1/events"))
                .header("Authorization", "Bearer a-key-of-the-shop")
                .POST(HttpRequest.BodyPublishers.ofString("""
                        {"name":"ftd","id":"%s","value":50,"currency":"EUR","click_ids":{"btag":"b_1"}}""".formatted(id)))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        }
        until(id, "waiting");
    }

    /** Until the event is past this state. */
    private void until(String id, String state) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        ConsoleClient console = new ConsoleClient(hub.consolePort());
        while (console.json("/api/events/" + id)
                .path("tags")
                .path(0)
                .path("verdict")
                .asString()
                .equals(state)) {
            assertThat(System.nanoTime()).as(id).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private int taghub(String... words) {
        terminal.clear();
        List<String> typed = new ArrayList<>(List.of(words));
        typed.addAll(List.of("--console-port", String.valueOf(hub.consolePort())));
        return TagHub.run(typed.toArray(String[]::new));
    }

    private List<String> shown() {
        return terminal.out().lines().toList();
    }

    private String said() {
        return terminal.err().strip();
    }

    @Test
    void aReplayShowsHowFarItIsAndReports() throws Exception {
        assertThat(taghub("replay", "--tag", "partner")).isZero();
        assertThat(shown()).singleElement().asString().startsWith("nothing matches");

        sink.always(ChaosSink.status(400));
        deposit("d1");
        deposit("d2");
        assertThat(taghub("replay", "--tag", "partner", "--dry-run")).isZero();
        assertThat(shown())
                .containsExactly(
                        "chosen:",
                        "        2  rejected, REJECTED_BY_PLATFORM, the platform refused the event",
                        "of these, as things are now:",
                        "        2  would be sent");

        sink.always(ChaosSink.ok());
        assertThat(taghub("replay", "--tag", "partner", "--reason", "rejected_by_platform"))
                .isZero();
        assertThat(shown())
                .contains("100 %  2 of 2 events had their turn")
                .endsWith("        2  chosen", "        2  sent", "        2  delivered");

        assertThat(taghub("replay", "--tag", "partner")).as("a second time").isZero();
        assertThat(shown()).singleElement().asString().startsWith("nothing matches");
    }

    @Test
    void aReplayThatFailsAgainIsAProblem() throws Exception {
        sink.always(ChaosSink.status(400));
        deposit("d1");
        assertThat(taghub("replay", "--tag", "partner")).isEqualTo(1);
        assertThat(shown()).endsWith("        1  rejected again: REJECTED_BY_PLATFORM, the platform refused the event");
    }

    @Test
    void aReplayIsToldWhatIsWrongWithIt() {
        assertThat(taghub("replay", "--tag", "partner", "--reason", "TO_OLD")).isEqualTo(2);
        assertThat(said())
                .contains("there is no reason 'TO_OLD'; did you mean 'TOO_OLD'?")
                .contains("CONSENT               the visitor did not consent");
        assertThat(taghub(
                        "replay", "--tag", "partner", "--from", "2026-11-22T00:00:00Z", "--to", "2026-11-21T00:00:00Z"))
                .isEqualTo(2);
        assertThat(said()).startsWith("taghub: --from must be before --to");
        assertThat(taghub("replay", "--tag", "partnr")).isEqualTo(1);
        assertThat(said()).isEqualTo("taghub: There is no tag of this name; there are partner.");
    }

    @Test
    void aDayIsAWholeDay() throws Exception {
        sink.always(ChaosSink.reset());
        deposit("d1");
        String today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString();
        taghub("held", "--tag", "partner", "--discard", "d1");
        shown();
        for (String span : List.of("--from " + today, "--to " + today, "--from " + today + " --to " + today)) {
            assertThat(taghub(("replay --tag partner --reason DISCARDED --dry-run " + span).split(" ")))
                    .isZero();
            assertThat(shown()).first().isEqualTo("chosen:");
        }
        taghub(
                "replay",
                "--tag",
                "partner",
                "--to",
                LocalDate.parse(today).minusDays(1).toString());
        assertThat(shown()).first().asString().startsWith("nothing matches");
    }

    @Test
    void theScriptTagComesWithThePortInUse() throws Exception {
        assertThat(taghub("snippet", "--config", config.toString())).isZero();
        assertThat(shown()).anyMatch(line -> line.contains("proxy_pass http://127.0.0.1:" + hub.port() + ";"));
    }

    @Test
    void heldEventsAreListedAndDecidedOnce() throws Exception {
        assertThat(taghub("held")).isZero();
        assertThat(shown()).containsExactly("nothing is held");

        sink.always(ChaosSink.reset());
        deposit("d1");
        deposit("d2");
        sink.always(ChaosSink.ok());
        assertThat(taghub("held", "--tag", "partner")).isZero();
        assertThat(shown())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("partner  ftd  d")
                        .contains("  50 EUR  btag=b_1  sent ", "it was sent and no answer came"));

        assertThat(taghub("held", "--tag", "partner", "--delivered", "d1")).isZero();
        assertThat(taghub("held", "--tag", "partner", "--delivered", "d1"))
                .as("twice")
                .isEqualTo(1);
        assertThat(said()).isEqualTo("taghub: d1 is not held at partner, or no longer");
        assertThat(taghub("held", "--tag", "partner", "--resend", "d2", "d3")).isEqualTo(1);
        assertThat(said()).isEqualTo("taghub: d3 is not held at partner, or no longer");
        until("d2", "waiting");
        assertThat(sink.requests()).isEqualTo(3);

        assertThat(taghub("held", "--tag", "partner", "d1")).isEqualTo(2);
        assertThat(taghub("held", "--resend", "d1")).isEqualTo(2);
        assertThat(taghub("held", "--tag", "partner", "--resend", "--discard", "d1"))
                .isEqualTo(2);
        assertThat(taghub("held", "--tag", "nobody")).isEqualTo(1);
    }

    @Test
    void aBarRedrawsItself() {
        ByteArrayOutputStream drawn = new ByteArrayOutputStream();
        ProgressBar bar = new ProgressBar("events", new PrintStream(drawn, true, StandardCharsets.UTF_8), true);
        bar.show(500, 2000);
        bar.show(2000, 2000);
        bar.done();
        assertThat(drawn.toString(StandardCharsets.UTF_8))
                .isEqualTo("\r[#######.......................]  25 %  500 of 2,000 events"
                        + "\r[##############################] 100 %  2,000 of 2,000 events" + System.lineSeparator());
    }
}
