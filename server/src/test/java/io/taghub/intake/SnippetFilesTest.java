package io.taghub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import io.taghub.intake.snippet.SnippetFiles;
import io.taghub.store.ScriptStore;
import io.taghub.store.Store;
import io.taghub.store.StoreUnavailableException;
import io.taghub.store.sql.Stores;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages pinned stays where it was through upgrades and on every node; what a browser has is not sent again. */
class SnippetFilesTest {
    private static final String PINNED_A = "h-1.0.0-aaaaaaaa.js";
    private static final String PINNED_B = "h-1.1.0-bbbbbbbb.js";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private Javalin server;

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void anUpgradeGoesOnServingWhatPagesPinned() throws Exception {
        try (Store store = store()) {
            serve(new SnippetFiles(build("1.0.0", "aaaaaaaa", "old()", Map.of()), store.scripts(), () -> now));
            assertThat(get(PINNED_A).body()).isEqualTo("old()");
            server.stop();
        }
        try (Store store = store()) {
            serve(new SnippetFiles(build("1.1.0", "bbbbbbbb", "young()", Map.of()), store.scripts(), () -> now));
            HttpResponse<String> pinned = get(PINNED_A);
            assertThat(pinned.statusCode()).isEqualTo(200);
            assertThat(pinned.body()).isEqualTo("old()");
            assertThat(pinned.headers().firstValue("Cache-Control")).contains("public, max-age=31536000, immutable");
            assertThat(pinned.headers().firstValue("Content-Type").orElseThrow())
                    .isEqualToIgnoringCase("text/javascript; charset=utf-8");
            assertThat(pinned.headers().firstValue("ETag")).contains("\"aaaaaaaa\"");
            assertThat(pinned.headers().firstValue("Access-Control-Allow-Origin"))
                    .contains("*");
            assertThat(new GZIPInputStream(new ByteArrayInputStream(CLIENT.send(
                                            request(PINNED_A)
                                                    .header("Accept-Encoding", "br, gzip")
                                                    .build(),
                                            BodyHandlers.ofByteArray())
                                    .body()))
                            .readAllBytes())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("old()");
            assertThat(get("h.js").body()).isEqualTo("young()");
            assertThat(get(PINNED_B).body()).isEqualTo("young()");
        }
    }

    @Test
    void aNodeThatIsOlderStillServesWhatANewerOneDoes() throws Exception {
        try (Store store = store()) {
            serve(new SnippetFiles(build("1.0.0", "aaaaaaaa", "old()", Map.of()), store.scripts(), () -> now));
            assertThat(get(PINNED_B).statusCode()).isEqualTo(404);
            assertThat(get(PINNED_B).headers().firstValue("Cache-Control")).contains("no-store");
            new SnippetFiles(build("1.1.0", "bbbbbbbb", "young()", Map.of()), store.scripts(), () -> now);
            now = now.plusSeconds(11);
            assertThat(get(PINNED_B).body()).isEqualTo("young()");
        }
    }

    @Test
    void earlierReleasesComeWithTheBuild() throws Exception {
        try (Store store = store()) {
            serve(new SnippetFiles(
                    build("1.1.0", "bbbbbbbb", "young()", Map.of("h-0.9.0-cccccccc.js", "ancient()")),
                    store.scripts(),
                    () -> now));
            assertThat(get("h-0.9.0-cccccccc.js").body()).isEqualTo("ancient()");
        }
    }

    @Test
    void theFirstReleasesFilesAreStillThere() throws Exception {
        try (Store store = store()) {
            serve(SnippetFiles.load(store.scripts(), () -> now));
            HttpResponse<String> pinned = get("h-0.1.0-07302411.js");
            assertThat(pinned.statusCode()).isEqualTo(200);
            assertThat(pinned.body()).startsWith("(()=>{").hasSize(2_701);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "snippet.properties",
                "earlier",
                "earlier%2Fh-0.9.0-cccccccc.js",
                "..%2F..%2Fh.js",
                "h-1.0.0-aaaaaaaa.js.gz",
                "h-1.0.0-AAAAAAAA.js",
                "h-%25-aaaaaaaa.js",
                "script%2Fh-1.0.0-aaaaaaaa.js",
                "key"
            })
    void anythingElseIsNotThere(String name) throws Exception {
        try (Store store = store()) {
            serve(new SnippetFiles(
                    build("1.0.0", "aaaaaaaa", "old()", Map.of("h-0.9.0-cccccccc.js", "ancient()")),
                    store.scripts(),
                    () -> now));
            HttpResponse<String> answer = get(name);
            assertThat(answer.statusCode()).isIn(400, 404);
            assertThat(answer.body()).doesNotContain("()");
        }
    }

    @Test
    void strangersWhoGuessNamesCostOneQuestionInTenSeconds() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        ScriptStore counting = new ScriptStore() {
            @Override
            public void keep(Map<String, byte[]> files) {}

            @Override
            public Map<String, byte[]> all() {
                asked.incrementAndGet();
                return Map.of();
            }
        };
        serve(new SnippetFiles(build("1.0.0", "aaaaaaaa", "old()", Map.of()), counting, () -> now));
        now = now.plusSeconds(60);
        for (int i = 0; i < 50; i++) {
            assertThat(get("h-1.0.0-%08x.js".formatted(i)).statusCode()).isEqualTo(404);
        }
        assertThat(asked).hasValue(2);
    }

    @Test
    void aStoreThatCannotWriteKeepsNoScriptFromAnybodyAndIsTriedAgain() throws Exception {
        Map<String, byte[]> kept = new HashMap<>();
        AtomicInteger failures = new AtomicInteger(1);
        ScriptStore full = new ScriptStore() {
            @Override
            public void keep(Map<String, byte[]> files) {
                if (failures.getAndDecrement() > 0) {
                    throw new StoreUnavailableException("the disk is full", new IOException());
                }
                kept.putAll(files);
            }

            @Override
            public Map<String, byte[]> all() {
                return kept;
            }
        };
        serve(new SnippetFiles(build("1.0.0", "aaaaaaaa", "old()", Map.of()), full, () -> now));
        assertThat(get(PINNED_A).body()).isEqualTo("old()");
        assertThat(kept).isEmpty();
        now = now.plus(Duration.ofMinutes(1));
        assertThat(get(PINNED_A).body()).isEqualTo("old()");
        assertThat(kept).containsOnlyKeys(PINNED_A);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"aaaaaaaa\"                    | 304",
                "W/\"aaaaaaaa\"                  | 304",
                "*                               | 304",
                "\"x\", \"aaaaaaaa\"             | 304",
                "\"x\",W/\"y\" , W/\"aaaaaaaa\"  | 304",
                "\"a,b\", \"aaaaaaaa\"           | 304",
                ", \"aaaaaaaa\",                 | 304",
                "\"bbbbbbbb\"                    | 200",
                "W/\"bbbbbbbb\", \"c\"           | 200",
                "\"x,\"aaaaaaaa\"                | 200",
                "aaaaaaaa                        | 200",
                "w/\"aaaaaaaa\"                  | 200",
                "\"*\"                           | 200",
                "\"AAAAAAAA\"                    | 200",
            })
    void whatTheBrowserHasIsNotSentAgain(String ifNoneMatch, int status) throws Exception {
        try (Store store = store()) {
            serve(new SnippetFiles(build("1.0.0", "aaaaaaaa", "old()", Map.of()), store.scripts(), () -> now));
            for (String name : new String[] {"h.js", PINNED_A}) {
                HttpResponse<String> answer = CLIENT.send(
                        request(name).header("If-None-Match", ifNoneMatch).build(), BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(status);
                assertThat(answer.body()).isEqualTo(status == 304 ? "" : "old()");
                assertThat(answer.headers().firstValue("ETag")).contains("\"aaaaaaaa\"");
                assertThat(answer.headers().allValues("Content-Type"))
                        .containsExactly("text/javascript; charset=utf-8");
            }
        }
    }

    @Test
    void tagsMayComeInSeveralLines() throws Exception {
        try (Store store = store()) {
            serve(new SnippetFiles(build("1.0.0", "aaaaaaaa", "old()", Map.of()), store.scripts(), () -> now));
            assertThat(CLIENT.send(
                                    request("h.js")
                                            .header("If-None-Match", "\"x\"")
                                            .header("If-None-Match", "W/\"aaaaaaaa\"")
                                            .build(),
                                    BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(304);
        }
    }

    private Store store() {
        return Stores.open("sqlite:" + folder.resolve("t.db"), null, null, () -> now);
    }

    private void serve(SnippetFiles files) {
        server = Javalin.create(javalin -> {
                    javalin.startup.showJavalinBanner = false;
                    javalin.startup.showOldJavalinVersionWarning = false;
                    javalin.routes.get("/p/{file}", context -> files.serve(context, context.pathParam("file")));
                })
                .start("127.0.0.1", 0);
    }

    private HttpResponse<String> get(String name) throws IOException, InterruptedException {
        return CLIENT.send(request(name).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String name) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/p/" + name));
    }

    /** A build with one script. */
    private static SnippetFiles.Build build(String version, String hash, String text, Map<String, String> earlier) {
        Map<String, String> files = new HashMap<>();
        files.put("h.js", text);
        files.put(
                "snippet.properties",
                "version=" + version + "\nh.js.hash=" + hash + "\nearlier=" + String.join(" ", earlier.keySet())
                        + "\n");
        earlier.forEach((name, bytes) -> files.put("earlier/" + name, bytes));
        return name -> {
            String file = files.get(name);
            return file == null ? null : file.getBytes(StandardCharsets.UTF_8);
        };
    }
}
