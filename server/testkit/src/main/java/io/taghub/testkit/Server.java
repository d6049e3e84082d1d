package io.taghub.testkit;

import io.javalin.config.RoutesConfig;
import io.taghub.cli.DemoCommand;
import io.taghub.config.HubConfig;
import io.taghub.hub.Configs;
import io.taghub.hub.Hub;
import io.taghub.hub.Sandboxed;
import io.taghub.sandbox.Sandbox;
import io.taghub.time.HubClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Hub and sandbox of a test, running in this process on free ports. */
final class Server implements AutoCloseable {
    static final String HOST = "127.0.0.1";

    final Http http = new Http();
    final Duration patience;
    private final Hub hub;
    private final Sandbox sandbox;
    private final Map<String, String> pages;
    private final AutoCloseable whole;

    private Server(Hub hub, Sandbox sandbox, Duration patience, Map<String, String> pages, AutoCloseable whole) {
        this.hub = hub;
        this.sandbox = sandbox;
        this.patience = patience;
        this.pages = pages;
        this.whole = whole;
    }

    static Server demo(Duration patience) {
        DemoCommand.Demo demo = DemoCommand.Demo.start();
        return new Server(demo.hub(), demo.sandbox(), patience, new ConcurrentHashMap<>(), demo);
    }

    static Server start(TestConfig test) {
        HubClock clock = test.start() == null ? new HubClock() : new HubClock(test.start());
        Sandbox sandbox = Sandbox.start(0, clock, Configs.sandbox(test.file()), Configs.platforms());
        try {
            Path folder = Files.createTempDirectory("taghub-test");
            Path file =
                    test.file() == null ? Files.writeString(folder.resolve("taghub.yaml"), test.text()) : test.file();
            Map<String, String> pages = new ConcurrentHashMap<>();
            Hub hub = Hub.start(new Hub.Setting(
                    file,
                    name -> env(test, name),
                    test.port(),
                    0,
                    folder,
                    clock,
                    List.of(routes -> serve(routes, pages)),
                    HOST,
                    config -> Sandboxed.of(config, sandbox.url(), test.origins())));
            return new Server(hub, sandbox, test.patience(), pages, () -> {
                hub.close();
                sandbox.close();
                delete(folder);
            });
        } catch (IOException unwritable) {
            sandbox.close();
            throw new UncheckedIOException(unwritable);
        } catch (RuntimeException failed) {
            sandbox.close();
            throw failed;
        }
    }

    private static String env(TestConfig test, String name) {
        String own = test.env().getOrDefault(name, System.getenv(name));
        return own == null ? "test-value-of-" + name.toLowerCase(Locale.ROOT).replace('_', '-') : own;
    }

    private static void serve(RoutesConfig routes, Map<String, String> pages) {
        routes.get("/test-pages/{page}", context -> {
            String html = pages.get(context.pathParam("page"));
            context.status(html == null ? 404 : 200).html(html == null ? "no such page" : html);
        });
    }

    /** Serves a page; answers its address. */
    String page(String html) {
        String name = "page-" + (pages.size() + 1) + "-"
                + UUID.randomUUID().toString().substring(0, 8);
        pages.put(name, html);
        return origin() + "/test-pages/" + name;
    }

    HubConfig config() {
        return hub.config();
    }

    Instant now() {
        return hub.now();
    }

    String origin() {
        return "http://" + HOST + ":" + hub.port();
    }

    String console() {
        return "http://" + HOST + ":" + hub.consolePort();
    }

    String sandbox() {
        return sandbox.url();
    }

    /** Any one of the server keys. */
    String key() {
        return config().serverKeys().values().iterator().next().reveal();
    }

    @Override
    public void close() {
        http.close();
        try {
            whole.close();
        } catch (Exception failed) {
            throw new IllegalStateException("the hub under test did not stop cleanly", failed);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        }
    }
}
