package io.taghub.cli;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.taghub.config.HubConfig;
import io.taghub.config.Loaded;
import io.taghub.console.Console;
import io.taghub.delivery.Lanes;
import io.taghub.intake.PublicListener;
import io.taghub.intake.Routes;
import io.taghub.store.Store;
import io.taghub.store.Stores;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running hub: every part made and wired once, here. */
public final class Hub implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Hub.class);

    /**
     * How to start one.
     *
     * @param data folder for the database, null: where the config says
     * @param env where the config's {@code ${env:NAME}} are looked up
     * @param extra further routes of the public listener, for the demo
     */
    record Setting(
            Path config,
            Function<String, @Nullable String> env,
            int port,
            int consolePort,
            @Nullable Path data,
            HubClock clock,
            List<Routes> extra,
            String host) {

        static Setting of(Path config, HubOptions options) {
            return new Setting(
                    config,
                    System::getenv,
                    options.port,
                    options.consolePort,
                    options.data,
                    new HubClock(),
                    List.of(),
                    "0.0.0.0");
        }
    }

    private final Store store;
    private final Lanes lanes;
    private final Upkeep upkeep;
    private final PublicListener listener;
    private final Console console;
    private final Reloads reloads;

    private Hub(Store store, Lanes lanes, Upkeep upkeep, PublicListener listener, Console console, Reloads reloads) {
        this.store = store;
        this.lanes = lanes;
        this.upkeep = upkeep;
        this.listener = listener;
        this.console = console;
        this.reloads = reloads;
    }

    /** @throws TagHub.PlainException if the config is not right or a port is taken */
    static Hub start(Setting setting) {
        Loaded.Valid loaded = Configs.needed(Configs.load(setting.config, setting.env));
        AtomicReference<HubConfig> config = new AtomicReference<>(loaded.config());
        HubClock clock = setting.clock;
        Supplier<HubConfig> current = () -> Objects.requireNonNull(config.get());
        Store store = open(loaded.config(), setting);
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Lanes lanes = new Lanes(store, clock, meters, new SplittableRandom());
        Upkeep upkeep = new Upkeep(store, current, clock);
        LiveView view = new LiveView(current, clock, store, lanes, upkeep, meters);
        Reloads reloads =
                new Reloads(setting.config, () -> Configs.load(setting.config, setting.env), loaded, config, lanes);
        AutoCloseable[] started = {lanes, upkeep, store};
        try {
            // First the lanes: an event that came before a tag's lane was made would not concern the tag.
            lanes.apply(loaded.config());
            PublicListener listener = Ports.use(
                    setting.port,
                    "--port",
                    () -> PublicListener.start(setting.host, setting.port, store, current, clock, setting.extra));
            Console console = Ports.use(
                    setting.consolePort,
                    "--console-port",
                    () -> Console.start(setting.consolePort, store, view, meters));
            Gauge.builder("taghub.healthy", store, one -> one.healthy() ? 1 : 0).register(meters);
            return new Hub(
                    store,
                    lanes,
                    upkeep,
                    listener,
                    console,
                    reloads.start());
        } catch (RuntimeException failed) {
            closeAll(started);
            throw failed;
        }
    }

    private static Store open(HubConfig config, Setting setting) {
        String url = config.store().url();
        if (setting.data != null && url.startsWith("sqlite:")) {
            url = "sqlite:" + setting.data.resolve("taghub.db");
        }
        var password = config.store().password();
        var key = config.store().encryptionKey();
        return Stores.open(
                url,
                password == null ? null : password.reveal(),
                key == null ? null : Base64.getDecoder().decode(key.reveal().strip()),
                setting.clock);
    }

    public int port() {
        return listener.port();
    }

    public int consolePort() {
        return console.port();
    }

    /** Stops taking, finishes sending, keeps everything: within 10 seconds. */
    @Override
    public void close() {
        closeAll(reloads, listener, lanes, upkeep, console, store);
    }

    private static void closeAll(AutoCloseable... parts) {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception unimportant) {
                LOG.warn("{} did not close cleanly", part.getClass().getSimpleName(), unimportant);
            }
        }
    }
}
