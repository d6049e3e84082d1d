package io.taghub.console.operations;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.taghub.config.HubConfig;
import io.taghub.console.Api;
import io.taghub.console.HubView;
import io.taghub.console.Section;
import io.taghub.store.Store;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** What the hub is, metrics, the clock, and erasure. */
public final class OperationRoutes implements Section {
    private static final Duration FURTHEST = Duration.ofDays(400);

    private final Store store;
    private final HubView view;
    private final PrometheusMeterRegistry metrics;

    /** The store's sums are added to the metrics, so this is made once. */
    public OperationRoutes(Store store, HubView view, PrometheusMeterRegistry metrics) {
        this.store = store;
        this.view = view;
        this.metrics = metrics;
        metrics.getPrometheusRegistry().register(new HubCollector(store, view));
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.get(
                "/api/hub",
                context -> Api.answer(
                        context,
                        Map.of(
                                "port", view.publicPort(),
                                "mode", view.config().mode().name().toLowerCase(Locale.ROOT),
                                "now", view.now())));
        routes.delete(
                "/api/subjects/{id}",
                context -> Api.answer(
                        context, Map.of("touched", store.identity().erase(context.pathParam("id"), view.now()))));
        routes.post("/api/test/clock", this::advance);
        routes.post("/api/clock/confirm", context -> {
            view.confirmClock();
            context.status(204);
        });
        routes.get(
                "/metrics",
                context -> context.contentType("text/plain; version=0.0.4; charset=utf-8")
                        .result(metrics.scrape()));
    }

    private void advance(Context context) {
        if (view.config().mode() != HubConfig.Mode.SANDBOX) {
            throw new ForbiddenResponse("The clock can be moved in mode sandbox only.");
        }
        String advance = Api.body(context, "advance").path("advance").asString("");
        try {
            Duration by = Duration.parse(advance);
            if (by.isNegative() || by.compareTo(FURTHEST) > 0) {
                throw new BadRequestResponse("The clock moves forward only, by 400 days at most.");
            }
            Api.answer(context, Map.of("now", view.advance(by)));
        } catch (DateTimeException notADuration) {
            throw new BadRequestResponse("'advance' must be an ISO 8601 duration such as P9D or PT1H.");
        }
    }
}
