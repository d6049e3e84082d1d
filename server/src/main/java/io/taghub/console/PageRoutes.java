package io.taghub.console;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.taghub.config.HubConfig;
import io.taghub.console.debug.DebugLink;
import io.taghub.console.events.CopyTable;
import io.taghub.console.events.EventTrace;
import io.taghub.console.events.Standing;
import io.taghub.console.tags.TagHealth;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The console's pages, filled from what the API answers. */
final class PageRoutes {
    /** A bar of verdicts is this many units wide. */
    private static final double BAR = 1000;

    private static final List<String> BAR_ORDER =
            List.of("delivered", "duplicate", "waiting", "held", "rejected", "expired", "suppressed", "skipped");

    private final Pages pages = new Pages("console");
    private final Show show = new Show();
    private final Api api;
    private final HubView view;

    /** One piece of a bar. */
    record Piece(String verdict, long count, double from, double width) {}

    PageRoutes(Api api, HubView view) {
        this.api = api;
        this.view = view;
    }

    void routes(RoutesConfig routes) {
        routes.get("/", this::events);
        routes.get("/events/{id}", context -> event(context, context.pathParam("id")));
        routes.get("/event", context -> event(context, String.valueOf(context.queryParam("id"))));
        routes.get("/tags", this::tags);
        routes.get("/held", this::held);
        routes.get("/assets/{file}", context -> pages.asset(context, context.pathParam("file")));
    }

    private void events(Context context) {
        Map<String, Object> model = model("events");
        model.put("debug", DebugLink.of(view).url());
        model.put("claims", api.claims());
        model.put("rows", api.latest(context).events().stream().map(Json::tree).toList());
        pages.render(context, "events", model);
    }

    private void event(Context context, String id) {
        EventTrace trace = api.pick(context, id);
        Map<String, Object> model = model("events");
        model.put("trace", Json.tree(trace));
        Instant late = trace.lateCopy();
        if (late != null) {
            model.put(
                    "late",
                    Map.of(
                            "at", late.toString(),
                            "channel", show.value(trace.copies().getLast().get("channels"))));
        }
        model.put("concerned", tags(trace, false));
        model.put("untriggered", tags(trace, true));
        model.put("copies", Json.tree(CopyTable.of(trace, show)));
        pages.render(context, "event", model);
    }

    /** Tags whose {@code when} does not list the event are folded away. */
    private static List<Map<String, Object>> tags(EventTrace trace, boolean untriggered) {
        return trace.tags().stream()
                .filter(tag -> untriggered == "NOT_TRIGGERED".equals(tag.reason()))
                .map(Json::tree)
                .toList();
    }

    private void tags(Context context) {
        Map<String, Object> model = model("tags");
        model.put("tags", api.health().stream().map(this::card).toList());
        pages.render(context, "tags", model);
    }

    private Map<String, Object> card(TagHealth health) {
        Map<String, Object> card = new HashMap<>(Json.tree(health));
        card.put(
                "why",
                health.reasons().stream()
                        .filter(sum -> sum.reason() != null)
                        .map(Json::tree)
                        .toList());
        card.put("bar", bar(health).stream().map(Json::tree).toList());
        return card;
    }

    private static List<Piece> bar(TagHealth health) {
        List<Piece> pieces = new ArrayList<>();
        double at = 0;
        for (String verdict : BAR_ORDER) {
            long count = verdict.equals(Standing.WAITING)
                    ? health.ahead() + health.aside()
                    : health.verdicts().getOrDefault(verdict, 0L);
            if (count > 0) {
                double width = BAR * count / Math.max(1, health.concerned());
                pieces.add(new Piece(verdict, count, at, width));
                at += width;
            }
        }
        return pieces;
    }

    private void held(Context context) {
        String tag = context.queryParam("tag");
        Map<String, Object> model = model("tags");
        model.put("tag", tag == null ? "" : tag);
        model.put("rows", api.held(tag).stream().map(Json::tree).toList());
        pages.render(context, "held", model);
    }

    /** An error as a page: what happened and what to do. */
    void error(Context context, int status, String sentence) {
        Map<String, Object> model = model("");
        model.put("status", status);
        model.put("sentence", sentence);
        pages.render(context, "error", model);
    }

    private Map<String, Object> model(String here) {
        HubConfig config = view.config();
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("here", here);
        model.put("now", view.now().toString());
        model.put("mode", config.mode().name().toLowerCase(java.util.Locale.ROOT));
        model.put("domain", config.site().domain());
        model.put("prefix", config.site().prefix());
        model.put("sandbox", config.mode() == HubConfig.Mode.SANDBOX ? config.sandbox() + "/_sandbox/requests" : null);
        model.put("demo", view.demo() == null ? null : view.demo().toString());
        model.put("configProblems", view.configProblems());
        model.put("configRefusals", view.configRefusals());
        model.put("warnings", view.warnings());
        model.put("clockSuspected", view.clockSuspected());
        model.put("tagCount", config.tags().size());
        return model;
    }
}
