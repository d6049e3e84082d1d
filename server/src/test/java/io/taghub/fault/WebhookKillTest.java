package io.taghub.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.bench.HubProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row 1w: kill -9 while others' webhooks come in. */
final class WebhookKillTest {
    private static final String SOURCE = """
            tags:
              partner:
                type: postback
                url: https://postback.partner.example/s2s?id={{ event.id }}
                on_unknown: resend
                when: [page_view]
            inbound:
              crm:
                verify: { type: bearer, secret: "${env:TAGHUB_SERVER_KEY}" }
                map: { event_id: $.number, name: { const: page_view }, user_id: $.player }
            """;
    private static final int SENDERS = 8;

    private final SplittableRandom random = new SplittableRandom(1);
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicInteger acked = new AtomicInteger();
    private volatile boolean enough;

    @TempDir
    Path folder;

    @Test
    void whatWasAnsweredIsDeliveredAndKeptAsItCame() throws Exception {
        int kills = Length.of(2, 20);
        try (Rig rig = new Rig(folder, SOURCE);
                HttpClient http = HttpClient.newHttpClient();
                ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            rig.hub().awaitReady();
            var running = IntStream.range(0, SENDERS)
                    .mapToObj(_ -> senders.submit(() -> send(rig, http)))
                    .toList();
            for (int kill = 0; kill < kills; kill++) {
                int goal = acked.get() + random.nextInt(50, Length.of(150, 1500));
                HubProcess.until(Rig.SOON, goal + " webhooks are answered", () -> acked.get() >= goal);
                rig.hub().kill();
                rig.restart();
            }
            enough = true;
            for (var sender : running) {
                sender.get();
            }
            long repeated = rig.delivered();
            long kept = rig.hub()
                    .api()
                    .get("/api/received?source=crm&limit=9999")
                    .path("received")
                    .size();
            Figures.say(
                    "1w",
                    "%d kills, %d webhooks answered, 0 lost, %d arrivals repeated, 0 after dedup by id, %d kept as they came",
                    kills,
                    acked.get(),
                    repeated,
                    kept);
            // A list shows this many at most.
            assertThat(kept).as("requests kept as they came").isGreaterThanOrEqualTo(Math.min(acked.get(), 1000));
        }
    }

    /** One webhook after the other, each until it is answered, as a sender does who repeats. */
    private Void send(Rig rig, HttpClient http) throws InterruptedException {
        while (!enough) {
            String id = "crm-" + numbers.incrementAndGet();
            HubProcess.until(Rig.SOON, "the webhook is answered", () -> answered(rig, http, id));
            rig.acks.write(id);
            acked.incrementAndGet();
        }
        return null;
    }

    private static boolean answered(Rig rig, HttpClient http, String id) {
        try {
            int status = http.send(
                            HttpRequest.newBuilder(URI.create(
                                            "http://127.0.0.1:" + rig.hub().port() + "/in/crm"))
                                    .header("Authorization", "Bearer " + HubProcess.KEY)
                                    .header("Content-Type", "application/json")
                                    .timeout(Duration.ofSeconds(10))
                                    .POST(BodyPublishers.ofString(
                                            "{\"number\":\"" + id + "\",\"player\":\"p-" + id + "\"}"))
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
            assertThat(status).isIn(200, 503);
            return status == 200;
        } catch (IOException killed) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
