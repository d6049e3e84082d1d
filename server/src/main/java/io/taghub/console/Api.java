package io.taghub.console;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.NotFoundResponse;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.taghub.config.HubConfig;
import io.taghub.config.TagConfig;
import io.taghub.console.debug.DebugLink;
import io.taghub.console.events.EventRow;
import io.taghub.console.events.EventTrace;
import io.taghub.console.events.EventTraces;
import io.taghub.console.events.TraceText;
import io.taghub.console.held.HeldEvent;
import io.taghub.console.held.HeldEvents;
import io.taghub.console.tags.ReplayState;
import io.taghub.console.tags.TagHealth;
import io.taghub.delivery.replay.Replay;
import io.taghub.store.Store;
import io.taghub.tag.Reason;
import io.taghub.tag.Suggestion;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The console's JSON API. Errors are {@code {"error": "one plain sentence"}} with a fitting status. Everything but GET
 * needs the header {@code X-TagHub: 1}, see {@link Guard}.
 *
 * <ul>
 *   <li>{@code GET /api/events?limit=50&run=} &rarr; {@link EventRow.Latest}, of one test only where {@code run} names it
 *   <li>{@code GET /api/events/{id}} or {@code /api/event?id=} &rarr; {@link EventTrace}, {@code ?name=} picks of several,
 *       {@code ?format=text&width=100} is what {@code taghub explain} prints
 *   <li>{@code GET /api/tags} &rarr; {@link TagHealth}s, what is wrong with an edit of the config that is not in force, and
 *       what the pages warn of
 *   <li>{@code POST /api/tags/{tag}/resume} &rarr; 204
 *   <li>{@code POST /api/tags/{tag}/probe} &rarr; {@code {"result": "ok" | "failed" | "unproven", "text"}}: asks the
 *       platform whether it takes the tag's credentials; no event is sent
 *   <li>{@code GET /api/held?tag=} &rarr; {@link HeldEvent}s; {@code POST /api/held/{tag}/{seq} {"decision"}} &rarr; 204
 *   <li>{@code POST /api/replay {"tag","from","to","reason","dry_run"}} &rarr; {@code {"id","matched","reopened",
 *       "found": [{"verdict","reason","reason_text","count"}], "outlook": [...]}}; {@code id} is null where nothing was put
 *       back, {@code outlook} is what would become of them in a dry run, {@code delivered} standing for those sent
 *   <li>{@code GET /api/replay/{id}} &rarr; {@link ReplayState}
 *   <li>{@code DELETE /api/subjects/{id}} &rarr; {@code {"touched"}}: forgets a user or visitor
 *   <li>{@code POST /api/test/clock {"advance":"P9D"}} &rarr; {@code {"now"}}, mode sandbox only
 *   <li>{@code POST /api/clock/confirm} &rarr; 204: the machine's clock, which jumped, is right
 *   <li>{@code GET /api/debug} &rarr; {@code {"token","url"}}: the signed link that shows the debug overlay on the site
 *   <li>{@code GET /metrics} &rarr; Prometheus text
 * </ul>
 */
final class Api {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 500;
    private static final Duration FURTHEST = Duration.ofDays(400);

    private final Store store;
    private final HubView view;
    private final EventTraces traces;
    private final HeldEvents held;
    private final PrometheusMeterRegistry metrics;

    private record Tags(Instant now, List<String> configProblems, List<String> warnings, List<TagHealth> tags) {}

    Api(Store store, HubView view, PrometheusMeterRegistry metrics) {
        this.store = store;
        this.view = view;
        this.traces = new EventTraces(store, view);
        this.held = new HeldEvents(store, view);
        this.metrics = metrics;
        metrics.getPrometheusRegistry().register(new HubCollector(store, view));
    }

    void routes(RoutesConfig routes) {
        routes.get("/api/events", context -> answer(context, latest(context)));
        routes.get("/api/events/{id}", context -> show(context, pick(context, context.pathParam("id"))));
        routes.get("/api/event", context -> show(context, pick(context, required(context, "id"))));
        routes.get(
                "/api/tags",
                context -> answer(context, new Tags(view.now(), view.configProblems(), view.warnings(), health())));
        routes.post("/api/tags/{tag}/resume", context -> {
            view.resume(known(context.pathParam("tag")));
            context.status(204);
        });
        routes.post("/api/tags/{tag}/probe", context -> answer(context, view.probe(known(context.pathParam("tag")))));
        routes.get("/api/held", context -> {
            String tag = context.queryParam("tag");
            answer(context, Map.of("held", held.list(tag == null ? null : known(tag))));
        });
        routes.post("/api/held/{tag}/{seq}", this::decide);
        routes.post("/api/replay", this::replay);
        routes.get("/api/replay/{id}", this::replayed);
        routes.delete(
                "/api/subjects/{id}",
                context -> answer(
                        context, Map.of("touched", store.identity().erase(context.pathParam("id"), view.now()))));
        routes.get("/api/debug", context -> answer(context, DebugLink.of(view)));
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

    static int limit(Context context) {
        String limit = context.queryParam("limit");
        if (limit == null) {
            return DEFAULT_LIMIT;
        }
        if (!limit.matches("\\d{1,9}")) {
            throw new BadRequestResponse("'limit' must be a whole number from 1 to " + MAX_LIMIT + ".");
        }
        return Math.clamp(Integer.parseInt(limit), 1, MAX_LIMIT);
    }

    /** The trace asked for by id and, where several events share it, by name. */
    EventTrace pick(Context context, String id) {
        String name = context.queryParam("name");
        return traces.find(id).stream()
                .filter(trace -> name == null || name.equals(trace.event().get("name")))
                .findFirst()
                .orElseThrow(() -> new NotFoundResponse("There is no event with this id. It may not have come in, or"
                        + " retention may have removed it."));
    }

    EventRow.Latest latest(Context context) {
        String run = context.queryParam("run");
        return run == null ? traces.latest(limit(context)) : traces.latest(limit(context), run);
    }

    /** How often a browser claimed to be a user who was known from another. */
    long claims() {
        return store.journal().counts().claims();
    }

    List<TagHealth> health() {
        return view.config().tags().values().stream()
                .map(tag -> TagHealth.of(tag, store, view))
                .toList();
    }

    List<HeldEvent> held(@Nullable String tag) {
        return held.list(tag);
    }

    private void decide(Context context) {
        String seq = context.pathParam("seq");
        if (!seq.matches("\\d{1,18}")) {
            throw new BadRequestResponse("The event's number must be a whole number.");
        }
        held.decide(
                known(context.pathParam("tag")),
                Long.parseLong(seq),
                body(context).path("decision").asString(""));
        context.status(204);
    }

    private void replay(Context context) {
        JsonNode body = body(context);
        String tag = known(body.path("tag").asString(""));
        Replay.Report report = view.replay(new HubView.ReplayOrder(
                tag,
                instant(body, "from"),
                instant(body, "to"),
                reason(body),
                body.path("dry_run").asBoolean(false)));
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("id", report.id().isEmpty() ? null : report.id());
        answer.put("matched", report.matched());
        answer.put("reopened", report.reopened());
        answer.put("found", TagHealth.Sum.of(report.found()));
        answer.put("outlook", TagHealth.Sum.of(report.outlook()));
        answer(context, answer);
    }

    private void replayed(Context context) {
        Replay.Progress progress = view.replayed(context.pathParam("id"));
        TagConfig tag = progress == null ? null : view.config().tags().get(progress.tag());
        if (progress == null || tag == null) {
            throw new NotFoundResponse("The hub does not know this replay any more: it was restarted since, or the tag"
                    + " left the config. What was put back is sent all the same.");
        }
        answer(context, ReplayState.of(progress, TagHealth.of(tag, store, view)));
    }

    private void advance(Context context) {
        if (view.config().mode() != HubConfig.Mode.SANDBOX) {
            throw new ForbiddenResponse("The clock can be moved in mode sandbox only.");
        }
        String advance = body(context).path("advance").asString("");
        try {
            Duration by = Duration.parse(advance);
            if (by.isNegative() || by.compareTo(FURTHEST) > 0) {
                throw new BadRequestResponse("The clock moves forward only, by 400 days at most.");
            }
            answer(context, Map.of("now", view.advance(by)));
        } catch (DateTimeException notADuration) {
            throw new BadRequestResponse("'advance' must be an ISO 8601 duration such as P9D or PT1H.");
        }
    }

    private String known(String tag) {
        if (!view.config().tags().containsKey(tag)) {
            throw new NotFoundResponse("There is no tag of this name; there are "
                    + String.join(", ", view.config().tags().keySet()) + ".");
        }
        return tag;
    }

    private static @Nullable Reason reason(JsonNode body) {
        String name = body.path("reason").asString("");
        for (Reason reason : Reason.values()) {
            if (reason.name().equalsIgnoreCase(name)) {
                return reason;
            }
        }
        if (!name.isEmpty()) {
            throw new BadRequestResponse("There is no reason of this name"
                    + Suggestion.among(
                            Arrays.stream(Reason.values()).map(Reason::name).toList(), name.toUpperCase(Locale.ROOT)));
        }
        return null;
    }

    private static @Nullable Instant instant(JsonNode body, String key) {
        String text = body.path(key).asString("");
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeException notATime) {
            throw new BadRequestResponse("'" + key + "' must be an ISO 8601 time such as 2026-11-22T11:45:00Z.");
        }
    }

    private static JsonNode body(Context context) {
        JsonNode body = Json.read(context.body());
        if (!body.isObject()) {
            throw new BadRequestResponse("The body must be a JSON object.");
        }
        return body;
    }

    private static String required(Context context, String name) {
        String value = context.queryParam(name);
        if (value == null) {
            throw new BadRequestResponse("'" + name + "' is missing.");
        }
        return value;
    }

    private static void answer(Context context, Object value) {
        context.contentType("application/json; charset=utf-8").result(Json.write(value));
    }

    /** As JSON, or as the table a terminal shows. */
    private static void show(Context context, EventTrace trace) {
        if ("text".equals(context.queryParam("format"))) {
            String width = String.valueOf(context.queryParam("width"));
            int columns = width.matches("\\d{2,3}") ? Integer.parseInt(width) : 100;
            context.contentType("text/plain; charset=utf-8").result(TraceText.render(trace, columns));
        } else {
            answer(context, trace);
        }
    }
}
