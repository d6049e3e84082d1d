package io.taghub.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A hub's console: its sums, and its clock in mode sandbox. */
public final class HubApi {
    private static final JsonMapper JSON = new JsonMapper();

    private static final Duration CONSOLE_STARTS = Duration.ofSeconds(30);

    private final int port;

    public HubApi(int consolePort) {
        this.port = consolePort;
    }

    /**
     * One tag's sums.
     *
     * @param concerned events admitted since the tag was set up
     * @param verdicts by word
     * @param ahead the tag has not come to
     * @param aside to be tried again
     */
    public record Sums(long concerned, Map<String, Long> verdicts, long ahead, long aside) {
        /** The conservation equation: whether every admitted event is in exactly one place. */
        public boolean match() {
            return concerned
                    == verdicts.values().stream().mapToLong(Long::longValue).sum() + ahead + aside;
        }

        public boolean drained() {
            return ahead == 0 && aside == 0;
        }

        public long verdict(String word) {
            return verdicts.getOrDefault(word, 0L);
        }
    }

    public Map<String, Sums> sums() {
        Map<String, Sums> sums = new TreeMap<>();
        for (JsonNode tag : get("/api/tags").path("tags")) {
            Map<String, Long> verdicts = new TreeMap<>();
            tag.path("verdicts")
                    .properties()
                    .forEach(entry ->
                            verdicts.put(entry.getKey(), entry.getValue().asLong()));
            sums.put(
                    tag.path("tag").asString(),
                    new Sums(
                            tag.path("concerned").asLong(),
                            verdicts,
                            tag.path("ahead").asLong(),
                            tag.path("aside").asLong()));
        }
        return sums;
    }

    /** Waits until no tag has anything left to do; answers the sums then. */
    public Map<String, Sums> awaitDrained(Duration most) throws InterruptedException {
        HubProcess.until(
                most,
                "every tag has come to every event, " + sums(),
                () -> sums().values().stream().allMatch(Sums::drained));
        return sums();
    }

    /** Events in the journal. */
    public long admitted() throws IOException {
        return text("/metrics", "")
                .lines()
                .filter(line -> line.startsWith("taghub_admitted_total"))
                .map(line ->
                        Double.valueOf(line.substring(line.lastIndexOf(' '))).longValue())
                .findFirst()
                .orElseThrow();
    }

    /** Moves the clock of a hub in mode sandbox on. */
    public void advance(Duration by) {
        try {
            ask("/api/test/clock", "{\"advance\":\"" + by + "\"}");
        } catch (IOException noAnswer) {
            throw new UncheckedIOException(noAnswer);
        }
    }

    public JsonNode get(String path) {
        long end = System.nanoTime() + CONSOLE_STARTS.toNanos();
        while (true) {
            try {
                return ask(path, "");
            } catch (ConnectException notYet) {
                // A hub takes events a moment before its console is there.
                if (System.nanoTime() - end > 0) {
                    throw new UncheckedIOException(notYet);
                }
                LockSupport.parkNanos(10_000_000);
            } catch (IOException noAnswer) {
                throw new UncheckedIOException(noAnswer);
            }
        }
    }

    private JsonNode ask(String path, String body) throws IOException {
        return JSON.readTree(text(path, body));
    }

    /** Posts the body where there is one. */
    private String text(String path, String body) throws IOException {
        URLConnection connection =
                URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        connection.setReadTimeout(60_000);
        connection.setRequestProperty("Connection", "close");
        if (!body.isEmpty()) {
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/json");
            connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        }
        try (InputStream answer = connection.getInputStream()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
