package io.taghub.hub;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.taghub.config.ConfigProblem;
import io.taghub.config.HubConfig;
import io.taghub.config.Loaded;
import io.taghub.console.Console;
import io.taghub.console.debug.DebugOverlay;
import io.taghub.console.debug.DebugTokens;
import io.taghub.delivery.Lanes;
import io.taghub.intake.PublicListener;
import io.taghub.intake.RefusedEvents;
import io.taghub.intake.Routes;
import io.taghub.intake.webhook.Mending;
import io.taghub.intake.webhook.Webhooks;
import io.taghub.listener.Listener;
import io.taghub.quality.Surveys;
import io.taghub.store.Store;
import io.taghub.store.StoreUnavailableException;
import io.taghub.store.sql.Stores;
import io.taghub.time.HubClock;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
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
     * @param adjust what is changed of every config that is read, for tests
     * @param profile which of the config's profiles, null for none
     */
    public record Setting(
            Path config,
            Function<String, @Nullable String> env,
            int port,
            int consolePort,
            @Nullable Path data,
            HubClock clock,
            List<Routes> extra,
            String host,
            UnaryOperator<HubConfig> adjust,
            @Nullable String profile) {

        /** Without a profile. */
        public Setting(
                Path config,
                Function<String, @Nullable String> env,
                int port,
                int consolePort,
                @Nullable Path data,
                HubClock clock,
                List<Routes> extra,
                String host,
                UnaryOperator<HubConfig> adjust) {
            this(config, env, port, consolePort, data, clock, extra, host, adjust, null);
        }

        /** The same with this profile. */
        public Setting with(@Nullable String chosen) {
            return new Setting(config, env, port, consolePort, data, clock, extra, host, adjust, chosen);
        }

        /** A hub of its own, on every network of the machine. */
        public static Setting of(Path config, int port, int consolePort, @Nullable Path data) {
            return new Setting(
                    config,
                    System::getenv,
                    port,
                    consolePort,
                    data,
                    new HubClock(),
                    List.of(),
                    "0.0.0.0",
                    UnaryOperator.identity());
        }

        private Loaded load() {
            Configs.mustExist(config);
            return adjusted(Configs.read(config, profile, env));
        }

        /** Another file, as its own is read. */
        private Loaded other(Path file, @Nullable String chosen) {
            return adjusted(Configs.reread(file, chosen == null ? profile : chosen, env));
        }

        private Loaded reread() {
            return adjusted(Configs.reread(config, profile, env));
        }

        private Loaded adjusted(Loaded loaded) {
            return switch (loaded) {
                case Loaded.Valid valid ->
                    new Loaded.Valid(adjust.apply(valid.config()), valid.warnings(), valid.refused(), valid.files());
                case Loaded.Invalid invalid -> invalid;
            };
        }
    }

    private final LiveView view;
    private final Store store;
    private final Lanes lanes;
    private final Upkeep upkeep;
    private final PublicListener listener;
    private final Console console;
    private final Reloads reloads;

    private Hub(
            LiveView view,
            Store store,
            Lanes lanes,
            Upkeep upkeep,
            PublicListener listener,
            Console console,
            Reloads reloads) {
        this.view = view;
        this.store = store;
        this.lanes = lanes;
        this.upkeep = upkeep;
        this.listener = listener;
        this.console = console;
        this.reloads = reloads;
    }

    /** @throws RuntimeException with a sentence for people if the config is not right or a port is taken */
    public static Hub start(Setting setting) {
        Loaded.Valid loaded = Configs.needed(setting.load());
        loaded.warnings().forEach(warning -> System.err.println("warning: " + warning));
        VersionEnd.of(loaded.config(), LocalDate.ofInstant(setting.clock.instant(), ZoneOffset.UTC))
                .forEach(end -> System.err.println("warning: " + end));
        Reloads.warnOfRefused(loaded);
        AtomicReference<HubConfig> config = new AtomicReference<>(loaded.config());
        AtomicReference<List<ConfigProblem>> refused = new AtomicReference<>(loaded.refused());
        AtomicReference<List<ConfigProblem>> problems = new AtomicReference<>(List.of());
        HubClock clock = setting.clock;
        Supplier<HubConfig> current = () -> Objects.requireNonNull(config.get());
        Store store = open(loaded.config(), setting.data, setting.clock);
        store.whenOpen(opened -> {
            HubClock.Memory memory = opened.remembered();
            if (memory != null) {
                if (loaded.config().mode() == HubConfig.Mode.SANDBOX) {
                    clock.resume(memory);
                }
                clock.recall(memory);
            }
        });
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Lanes lanes = new Lanes(store, clock, meters, new SplittableRandom());
        Surveys surveys = new Surveys(current, store, clock, lanes::runs, meters);
        RefusedEvents refusedEvents = new RefusedEvents(meters, clock);
        Webhooks webhooks = Intakes.webhooks(store, current, clock, meters, refusedEvents);
        Upkeep upkeep = new Upkeep(store, lanes, surveys, webhooks, current, clock);
        Reloads reloads = new Reloads(setting.config, setting::reread, loaded, config, problems, refused, lanes);
        Held held = new Held(store, current);
        DebugTokens debugTokens = new DebugTokens(InstantSource.system());
        LiveView view = new LiveView(
                current,
                () -> Objects.requireNonNull(problems.get()),
                () -> Objects.requireNonNull(refused.get()),
                () -> held.with(reloads.waiting()),
                clock,
                store,
                lanes,
                upkeep,
                meters,
                refusedEvents,
                debugTokens,
                surveys,
                new Plans(setting::other, current, store, clock),
                new Mending(webhooks, store));
        List<Routes> extra = new ArrayList<>(setting.extra);
        extra.add(new DebugOverlay(store, view, debugTokens));
        AutoCloseable[] started = {lanes, upkeep, store};
        try {
            // First the lanes: an event that came before a tag's lane was made would not concern the tag.
            lanes.apply(loaded.config());
            // A hub that says it is well has a console.
            Console console = Ports.use(
                    setting.consolePort,
                    "--console-port",
                    () -> Consoles.start(setting.consolePort, store, view, meters));
            PublicListener listener = Ports.use(
                    setting.port,
                    "--port",
                    () -> Intakes.start(
                            setting.host,
                            setting.port,
                            store,
                            current,
                            clock,
                            meters,
                            refusedEvents,
                            extra,
                            Listener.USUAL,
                            () -> held.with(reloads.notes())));
            view.listensAt(listener.port(), !setting.extra.isEmpty());
            gauges(store, clock, view, meters);
            return new Hub(view, store, lanes, upkeep, listener, console, reloads.start());
        } catch (RuntimeException failed) {
            closeAll(started);
            throw failed;
        }
    }

    private static void gauges(Store store, HubClock clock, LiveView view, MeterRegistry meters) {
        Gauge.builder("taghub.healthy", store, one -> one.trouble() == null ? 1 : 0)
                .description("1 while the store takes events")
                .register(meters);
        Gauge.builder("taghub.store.room.bytes", store, one -> one.room() == Long.MAX_VALUE ? Double.NaN : one.room())
                .description("What the store may still fill, its reserve left out; unknown on PostgreSQL")
                .register(meters);
        Gauge.builder("taghub.clock.suspected", clock, one -> one.suspected() ? 1 : 0)
                .description("1 while nothing is forgotten, because the machine's clock jumped")
                .register(meters);
        Gauge.builder("taghub.warnings", view, one -> one.warnings().size())
                .description("What the console's pages warn of")
                .register(meters);
    }

    /** @throws PlainException if it cannot be opened, or another hub has it open */
    static Store open(HubConfig config, @Nullable Path data, InstantSource clock) {
        String url = config.store().url();
        if (data != null && url.startsWith("sqlite:")) {
            url = "sqlite:" + data.resolve("taghub.db");
        }
        var password = config.store().password();
        var key = config.store().encryptionKey();
        try {
            return Stores.openInTime(
                    url,
                    password == null ? null : password.reveal(),
                    key == null ? null : Base64.getDecoder().decode(key.reveal().strip()),
                    clock);
        } catch (StoreUnavailableException | IllegalArgumentException | IllegalStateException refused) {
            throw new PlainException("the store cannot be opened: " + refused.getMessage()
                    + "; see 'store' in the config, or --data DIR");
        }
    }

    /** The configuration in force. */
    public HubConfig config() {
        return view.config();
    }

    public Instant now() {
        return view.now();
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
