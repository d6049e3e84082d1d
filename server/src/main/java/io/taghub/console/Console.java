package io.taghub.console;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.micrometer.core.instrument.MeterRegistry;
import io.taghub.listener.Listener;
import io.taghub.listener.Refusals;
import io.taghub.listener.SenderFault;
import io.taghub.store.Store;
import io.taghub.store.StoreUnavailableException;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The console's own listener, on the loopback address only: pages, JSON API, metrics. */
public final class Console implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Console.class);

    /** Few people look at a console at a time. */
    private static final int THREADS = 12;

    private final Javalin server;

    private Console(Javalin server) {
        this.server = server;
    }

    /**
     * Starts listening.
     *
     * @param port 0 for any free one
     * @param metrics where refused requests are counted
     */
    public static Console start(int port, Store store, Frame frame, List<Section> sections, MeterRegistry metrics) {
        return new Console(Javalin.create(config -> configure(config, store, frame, sections, metrics))
                .start("127.0.0.1", port));
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }

    private static void configure(
            JavalinConfig config, Store store, Frame frame, List<Section> sections, MeterRegistry metrics) {
        Listener.USUAL.prepare(config, new Refusals(metrics, "console"));
        config.http.maxRequestSize = 64 * 1024L;
        config.jetty.threadPool = new QueuedThreadPool(THREADS, 2);
        // An event id may hold a slash or a percent sign; both are looked up, never used as a path.
        config.jetty.modifyHttpConfiguration(http -> http.setUriCompliance(UriCompliance.UNSAFE));
        config.jetty.modifyServletContextHandler(
                context -> context.getServletHandler().setDecodeAmbiguousURIs(true));
        config.routes.before(context -> {
            Guard.headers(context);
            Guard.check(context);
        });
        config.routes.get("/assets/{file}", frame::asset);
        sections.forEach(section -> section.add(config.routes));
        config.routes.exception(
                HttpResponseException.class,
                (error, context) -> fail(context, frame, error.getStatus(), sentence(error)));
        config.routes.exception(
                StoreUnavailableException.class,
                (error, context) -> fail(context, frame, 503, unavailable(store.trouble())));
        config.routes.exception(
                Exception.class,
                (error, context) -> SenderFault.status(error)
                        .ifPresentOrElse(
                                status -> fail(context, frame, status, "The request did not come in whole."), () -> {
                                    LOG.error("the console failed to answer {}", context.endpoint().path, error);
                                    fail(
                                            context,
                                            frame,
                                            500,
                                            "The console failed to answer this; the hub's log says why.");
                                }));
    }

    private static String unavailable(@Nullable String why) {
        String what = "The store cannot be read or written right now";
        return what + (why == null ? "." : ": " + why + ".") + " Try again in a moment.";
    }

    /** Javalin's own words for an unknown path or method are for developers. */
    private static String sentence(HttpResponseException error) {
        String message = error.getMessage();
        return message == null || message.startsWith("Endpoint ") ? "There is nothing here." : message;
    }

    private static void fail(Context context, Frame frame, int status, String sentence) {
        context.status(status);
        if (context.path().startsWith("/api/") || context.path().equals("/metrics")) {
            context.contentType("application/json; charset=utf-8").result(Json.write(Map.of("error", sentence)));
        } else {
            frame.error(context, status, sentence);
        }
    }
}
