package io.taghub.cli;

import io.taghub.config.Defaults;
import io.taghub.config.HubConfig;
import io.taghub.demo.DemoBackEnd;
import io.taghub.demo.DemoSite;
import io.taghub.hub.Configs;
import io.taghub.hub.Hub;
import io.taghub.hub.PlainException;
import io.taghub.hub.Ports;
import io.taghub.hub.Sandboxed;
import io.taghub.intake.Routes;
import io.taghub.sandbox.Sandbox;
import io.taghub.tag.Secret;
import io.taghub.time.HubClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code taghub demo}: hub, fake platforms and a demo site in one process, with nothing to configure. */
@Command(
        name = "demo",
        description = "Run hub, sandbox of platforms and demo site, everything local, nothing to configure.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    @Mixin
    private HubOptions options = new HubOptions();

    @Option(
            names = "--sandbox-port",
            paramLabel = "N",
            converter = PortNumber.class,
            description = "of the sandbox (default: ${DEFAULT-VALUE})")
    private int sandboxPort = Defaults.SANDBOX_PORT;

    @Override
    public Integer call() throws InterruptedException {
        Demo demo = Demo.start(options, sandboxPort);
        System.out.printf("""

                The demo runs. Everything stays on this machine.

                  Demo site   http://127.0.0.1:%d/
                  Console     http://127.0.0.1:%d/
                  Sandbox     http://127.0.0.1:%d/
                  Config      %s (edit it, the hub follows)

                Try: open the demo site, take the link to the casino, register, then look at the event in the console,
                move the clock nine days on there, and report the first deposit. Stop with Ctrl-C.
                """, demo.hub.port(), demo.hub.consolePort(), demo.sandbox.port(), demo.config);
        RunCommand.untilStopped(demo);
        return 0;
    }

    /** Nothing has to be set for the demo: a secret that is not there is made up, because only the sandbox sees it. */
    static String env(String name) {
        String value = System.getenv(name);
        return value == null ? "demo-" + name.toLowerCase(Locale.ROOT).replace('_', '-') : value;
    }

    /** The three parts of the demo, running. */
    public record Demo(
            Hub hub, Sandbox sandbox, Path config, @Nullable Path temporary) implements AutoCloseable {

        /** On free ports, with data of its own that goes when the demo is closed. */
        public static Demo start() {
            HubOptions anywhere = new HubOptions();
            anywhere.port = 0;
            anywhere.consolePort = 0;
            return start(anywhere, 0);
        }

        static Demo start(HubOptions options, int sandboxPort) {
            HubClock clock = new HubClock();
            Sandbox sandbox = Ports.use(
                    sandboxPort,
                    "--sandbox-port",
                    () -> Sandbox.start(sandboxPort, clock, Configs.sandbox(options.config), Configs.platforms()));
            Path temporary = null;
            try {
                temporary = options.data == null ? Files.createTempDirectory("taghub-demo") : null;
                Path data = temporary == null ? Files.createDirectories(options.data) : temporary;
                Path config = options.config == null ? write(data, sandbox.port()) : options.config;
                // The site is served by the hub it reports to, so both know the other only once it runs.
                AtomicReference<Hub> running = new AtomicReference<>();
                Supplier<Hub> hub = () -> Objects.requireNonNull(running.get(), "the hub is starting");
                UnaryOperator<HubConfig> sandboxed = read -> Sandboxed.of(read, sandbox.url(), Set.of());
                running.set(Hub.start(new Hub.Setting(
                        config,
                        DemoCommand::env,
                        options.port,
                        options.consolePort,
                        data,
                        clock,
                        List.of(site(
                                sandboxed.apply(Configs.needed(Configs.read(config, options.profile, DemoCommand::env))
                                        .config()),
                                hub)),
                        "127.0.0.1",
                        sandboxed,
                        options.profile)));
                return new Demo(hub.get(), sandbox, config, temporary);
            } catch (IOException unwritable) {
                sandbox.close();
                throw new PlainException("the demo cannot write its data: " + unwritable.getMessage());
            } catch (RuntimeException failed) {
                sandbox.close();
                if (temporary != null) {
                    delete(temporary);
                }
                throw failed;
            }
        }

        private static Routes site(HubConfig config, Supplier<Hub> hub) {
            Secret key = config.serverKeys().values().stream()
                    .findFirst()
                    .orElseThrow(() -> new PlainException("the demo's back end needs a key: add one to server_keys"));
            DemoBackEnd backEnd = new DemoBackEnd(() -> local(hub.get().port()), key);
            DemoSite site = new DemoSite(
                    config.site().prefix(),
                    config.site().cookie(),
                    () -> local(hub.get().consolePort()),
                    backEnd);
            return site::routes;
        }

        private static URI local(int port) {
            return URI.create("http://127.0.0.1:" + port + "/");
        }

        /** Under a name of its own: a taghub.yaml that lies there already is somebody's work. */
        private static Path write(Path data, int sandboxPort) throws IOException {
            try (InputStream in = DemoCommand.class.getResourceAsStream("/templates/demo/taghub.yaml")) {
                if (in == null) {
                    throw new IllegalStateException("the demo's config is not in the jar");
                }
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .replace(Defaults.SANDBOX, "http://127.0.0.1:" + sandboxPort);
                return Files.writeString(data.resolve("taghub-demo.yaml"), text);
            }
        }

        @Override
        public void close() {
            hub.close();
            sandbox.close();
            if (temporary != null) {
                delete(temporary);
            }
        }

        private static void delete(Path folder) {
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
                Files.delete(folder);
            } catch (IOException unimportant) {
                throw new UncheckedIOException(unimportant);
            }
        }
    }
}
