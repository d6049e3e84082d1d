package io.taghub.intake;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.taghub.RealPlatforms;
import io.taghub.config.ConfigReader;
import io.taghub.config.HubConfig;
import io.taghub.config.Loaded;
import io.taghub.event.Event;
import io.taghub.hub.Intakes;
import io.taghub.inbound.hook.Hook;
import io.taghub.listener.Listener;
import io.taghub.store.IdentityStore.Known;
import io.taghub.store.Journal;
import io.taghub.store.Store;
import io.taghub.store.sql.Stores;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The real public listener on a free port with a real SQLite store and a clock that stands still. */
final class RunningIntake implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    static final String KEY = "0123456789abcdef0123456789abcdef";
    static final String BROWSER =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
    private static final String CONFIG = """
            site: { domain: shop.example, prefix: x7k2qd, origins: ["https://blog.example"] }
            mode: sandbox
            server_keys: { backend: "${env:KEY}", other: "${env:OTHER}" }
            events:
              purchase: { conversion: true }
              ftd: { conversion: true, from: [server] }
              scroll: { from: [browser] }
            tags: {}
            """;

    final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    /** How much later it is at the next look at the clock. */
    volatile Duration tick = Duration.ZERO;

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Store store;
    final HubConfig config;
    final InstantSource clock = () -> now.getAndUpdate(time -> time.plus(tick));
    final RefusedEvents refused = new RefusedEvents(meters, clock);
    private final PublicListener listener;
    private final HttpClient client = HttpClient.newHttpClient();

    private RunningIntake(Store store, String config) {
        this(store, config, "127.0.0.1", Listener.USUAL);
    }

    private RunningIntake(Store store, String config, String host, Listener limits) {
        this.store = store;
        HubConfig hub = config(config);
        this.config = hub;
        this.listener = Intakes.start(host, 0, store, () -> hub, clock, meters, refused, List.of(), limits, List::of);
    }

    static RunningIntake in(Path folder) {
        return in(folder, "");
    }

    static RunningIntake in(Path folder, String more) {
        return new RunningIntake(Stores.open("sqlite:" + folder.resolve("t.db"), null, null, () -> NOW), CONFIG + more);
    }

    /** On other addresses of this machine too, or less patient. */
    static RunningIntake in(Path folder, String host, Listener limits) {
        Store store = Stores.open("sqlite:" + folder.resolve("t.db"), null, null, () -> NOW);
        return new RunningIntake(store, CONFIG, host, limits);
    }

    /** With a whole config of its own. */
    static RunningIntake configured(Path folder, String config) {
        return new RunningIntake(Stores.open("sqlite:" + folder.resolve("t.db"), null, null, () -> NOW), config);
    }

    static RunningIntake configured(Store store, String config) {
        return new RunningIntake(store, config);
    }

    static RunningIntake with(Store store) {
        return new RunningIntake(store, CONFIG);
    }

    static HubConfig config(String yaml) {
        Loaded loaded = ConfigReader.parse(
                yaml,
                "taghub.yaml",
                Path.of("."),
                name -> name.equals("KEY") ? KEY : "another-key-of-another-back-end-1",
                RealPlatforms.TYPES);
        return switch (loaded) {
            case Loaded.Valid valid -> valid.config();
            case Loaded.Invalid invalid ->
                throw new AssertionError(invalid.problems().toString());
        };
    }

    Answer events(String body) {
        return events(body.getBytes(StandardCharsets.UTF_8));
    }

    Answer events(byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri("/v1/events"))
                .header("Authorization", "Bearer " + KEY)
                .POST(BodyPublishers.ofByteArray(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    Answer snippet(String body, String... headers) {
        return snippet(body.getBytes(StandardCharsets.UTF_8), headers);
    }

    Answer snippet(byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri("/x7k2qd/e"))
                .setHeader("User-Agent", BROWSER)
                .POST(BodyPublishers.ofByteArray(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return send(request);
    }

    /** A kept connection may be closed by the hub just when it is used again; then the request is sent once more. */
    Answer send(HttpRequest.Builder request) {
        try {
            try {
                return new Answer(client.send(request.build(), BodyHandlers.ofString()));
            } catch (IOException closed) {
                return new Answer(client.send(request.build(), BodyHandlers.ofString()));
            }
        } catch (IOException broken) {
            throw new AssertionError(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    /** As somebody else's webhook or postback. */
    Answer hook(Hook hook) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(hook.url()))
                .method(
                        hook.method(),
                        hook.body().length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(hook.body()));
        hook.headers().forEach(request::setHeader);
        return send(request);
    }

    String address(String path) {
        return "http://127.0.0.1:" + listener.port() + path;
    }

    int port() {
        return listener.port();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + listener.port() + path);
    }

    /** Sends these bytes, says that nothing follows, and answers the status line; empty where the hub only hung up. */
    String raw(String request) throws IOException {
        return answer(request).lines().findFirst().orElse("");
    }

    /** Sends these bytes, says that nothing follows, and answers all that comes. */
    String answer(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", listener.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    Event only() {
        List<Journal.Found> latest = store.journal().latest(10);
        if (latest.size() != 1) {
            throw new AssertionError("expected one event, there are " + latest.size());
        }
        return latest.getFirst().event();
    }

    Event newest() {
        return store.journal().latest(1).getFirst().event();
    }

    Known known(Event event) {
        return store.identity().known(List.of(event)).getFirst();
    }

    @Override
    public void close() {
        // First its connections: the server would wait a second for them to be silent.
        client.close();
        listener.close();
        store.close();
    }

    record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String body() {
            return response.body();
        }

        @Nullable
        String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }

        List<String> cookies() {
            return response.headers().allValues("Set-Cookie");
        }

        /** {@code name=value} of the visitor cookie that was set. */
        String cookie() {
            return cookies().stream()
                    .filter(cookie -> cookie.startsWith("_h="))
                    .findFirst()
                    .orElseThrow()
                    .split(";", 2)[0];
        }
    }
}
