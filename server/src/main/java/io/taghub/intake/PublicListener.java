package io.taghub.intake;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.json.JavalinJackson3;
import io.micrometer.core.instrument.MeterRegistry;
import io.taghub.config.Defaults;
import io.taghub.listener.Listener;
import io.taghub.listener.Refusals;
import io.taghub.listener.SenderFault;
import io.taghub.store.Store;
import io.taghub.store.StoreUnavailableException;
import io.taghub.time.HubClock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listener the world sees: events in, the script out, nothing else. */
public final class PublicListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PublicListener.class);

    private final Javalin server;

    private PublicListener(Javalin server) {
        this.server = server;
    }

    /**
     * @param host address to listen on
     * @param port 0 for any free one
     * @param routes what is served beside the hub's health; of two that fit, the first
     * @param notes what health warns of beside the store and the clock; everybody can read it
     */
    public static PublicListener start(
            String host,
            int port,
            Store store,
            InstantSource clock,
            MeterRegistry meters,
            List<Routes> routes,
            Listener limits,
            Supplier<List<String>> notes,
            Supplier<String> config) {
        Javalin server = Javalin.create(javalin -> {
            limits.prepare(javalin, new Refusals(meters, "public"));
            listen(javalin);
            routes.forEach(one -> one.add(javalin.routes));
            javalin.routes.get("/health", context -> health(context, store, clock, notes, config));
            javalin.routes.exception(HttpResponseException.class, (error, context) -> fail(context, error.getStatus()));
            javalin.routes.exception(StoreUnavailableException.class, (error, context) -> {
                context.header("Retry-After", "5");
                fail(context, 503);
            });
            javalin.routes.exception(
                    Exception.class,
                    (error, context) -> SenderFault.status(error)
                            .ifPresentOrElse(status -> fail(context, status), () -> {
                                LOG.error("a request to {} failed", context.endpoint().path, error);
                                fail(context, 500);
                            }));
        });
        return new PublicListener(server.start(host, port));
    }

    private static void listen(JavalinConfig javalin) {
        javalin.concurrency.useVirtualThreads = true;
        javalin.http.maxRequestSize = Defaults.BACK_END_BODY;
        javalin.http.generateEtags = false;
        javalin.http.compressionStrategy = io.javalin.compression.CompressionStrategy.NONE;
        javalin.jsonMapper(new JavalinJackson3());
        javalin.jetty.modifyServer(jetty -> jetty.setStopTimeout(2_000));
    }

    private static void health(
            Context context, Store store, InstantSource clock, Supplier<List<String>> notes, Supplier<String> config) {
        String trouble = store.trouble();
        List<String> warnings = new ArrayList<>(store.warnings());
        String time = HubClock.of(clock).trouble();
        if (time != null) {
            warnings.add(time);
        }
        warnings.addAll(notes.get());
        String well = warnings.isEmpty() ? "ok" : "ok, but: " + String.join(" ", warnings);
        context.status(trouble == null ? 200 : 503)
                .header("Cache-Control", "no-store")
                .result((trouble == null ? well : trouble) + "\nconfig " + config.get() + "\n");
    }

    private static void fail(Context context, int status) {
        context.status(status).json(Map.of("error", status == 404 ? "there is nothing here" : "HTTP " + status));
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }
}
