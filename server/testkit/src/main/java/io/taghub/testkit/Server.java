package io.taghub.testkit;

import io.javalin.config.RoutesConfig;
import io.taghub.cli.Hub;
import io.taghub.cli.HubClock;
import io.taghub.config.HubConfig;
import io.taghub.config.TagConfig;
import io.taghub.sandbox.Sandbox;
import io.taghub.tag.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** Hub and sandbox of a test, running in this process on free ports. */
final class Server implements AutoCloseable {
    static final String HOST = "127.0.0.1";

    private static final String KEY = UUID.randomUUID().toString();

    final Http http = new Http();
    final HubClock clock;
    final Duration patience;
    private final Path folder;
    private final Sandbox sandbox;
    private final Hub hub;
    private final AtomicReference<HubConfig> config = new AtomicReference<>();
    private final Map<String, String> pages = new ConcurrentHashMap<>();

    Server(TestConfig test) {
        clock = test.start() == null ? new HubClock() : new HubClock(test.start());
        patience = test.patience();
        sandbox = Sandbox.start(0, clock);
        try {
            folder = Files.createTempDirectory("taghub-test");
            Path file =
                    test.file() == null ? Files.writeString(folder.resolve("taghub.yaml"), test.text()) : test.file();
            hub = Hub.start(new Hub.Setting(
                    file, name -> env(test, name), 0, 0, folder, clock, List.of(this::pages), HOST, read -> {
                        HubConfig adjusted = adjusted(read, test.origins());
                        config.set(adjusted);
                        return adjusted;
                    }));
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
        return own == null ? "test-" + name.toLowerCase(Locale.ROOT).replace('_', '-') : own;
    }

    /** Nothing of a test may reach a live platform or a real store. */
    private HubConfig adjusted(HubConfig read, Set<String> origins) {
        Map<String, TagConfig> tags = new LinkedHashMap<>();
        read.tags().forEach((name, tag) -> tags.put(name, inSandbox(tag)));
        Map<String, Secret> keys = new HashMap<>(read.serverKeys());
        keys.put("testkit", new Secret(KEY));
        Set<String> allowed = new TreeSet<>(read.site().origins());
        allowed.addAll(origins);
        HubConfig.Site site = read.site();
        return new HubConfig(
                new HubConfig.Site(site.domain(), site.prefix(), site.cookie(), null, allowed),
                HubConfig.Mode.SANDBOX,
                URI.create(sandbox.url()),
                new HubConfig.StoreSettings("sqlite:" + folder.resolve("taghub.db"), null, null),
                keys,
                read.events(),
                tags,
                read.defaultCountry(),
                read.consent(),
                read.clickIds(),
                read.retention(),
                read.network());
    }

    private static TagConfig inSandbox(TagConfig tag) {
        return tag.mode() == HubConfig.Mode.SHADOW
                ? tag
                : new TagConfig(
                        tag.name(),
                        tag.type(),
                        tag.tag(),
                        tag.when(),
                        tag.consent(),
                        HubConfig.Mode.SANDBOX,
                        tag.attribution(),
                        tag.window(),
                        tag.clickIds(),
                        tag.limits(),
                        tag.onUnknown(),
                        tag.bots(),
                        tag.secrets(),
                        tag.fingerprint());
    }

    private void pages(RoutesConfig routes) {
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
        return Objects.requireNonNull(config.get());
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

    String key() {
        return KEY;
    }

    @Override
    public void close() {
        hub.close();
        sandbox.close();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException left) {
            throw new UncheckedIOException("the test's folder could not be removed", left);
        }
    }
}
