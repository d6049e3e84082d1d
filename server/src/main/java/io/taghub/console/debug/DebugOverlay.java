package io.taghub.console.debug;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.taghub.console.HubView;
import io.taghub.console.Json;
import io.taghub.console.events.EventTrace;
import io.taghub.console.events.EventTraces;
import io.taghub.intake.Routes;
import io.taghub.store.Store;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the debug overlay asks from the page, on the public listener: {@code GET /{prefix}/d/{event-id}?t=<token>} answers
 * {@code {"name","id","tags":[{"tag","verdict","reason","text"}]}}, 403 without a token of this hub, 404 while the event is
 * not known. Verdicts and reasons only; nothing of the event's content.
 */
public final class DebugOverlay implements Routes {
    private final HubView view;
    private final EventTraces traces;
    private final DebugTokens tokens;

    private record Fate(
            String tag, String verdict, @Nullable String reason, String text) {}

    private record Shown(String name, String id, List<Fate> tags) {}

    public DebugOverlay(Store store, HubView view, DebugTokens tokens) {
        this.view = view;
        this.traces = new EventTraces(store, view);
        this.tokens = tokens;
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.get("/{prefix}/d/{id}", this::answer);
    }

    private void answer(Context context) {
        context.header("Cache-Control", "no-store").contentType("application/json; charset=utf-8");
        if (!context.pathParam("prefix").equals(view.config().site().prefix())) {
            refuse(context, 404, "there is nothing here");
            return;
        }
        // The token is the permission, no cookie is: any origin may read the answer.
        context.header("Access-Control-Allow-Origin", "*");
        String token = context.queryParam("t");
        if (token == null || !tokens.valid(token)) {
            refuse(context, 403, "the link has expired or is not this hub's; ask the console for a new one");
            return;
        }
        List<EventTrace> found = traces.find(context.pathParam("id"));
        if (found.isEmpty()) {
            refuse(context, 404, "no event with this id has come in");
            return;
        }
        EventTrace trace = found.getFirst();
        context.result(Json.write(new Shown(
                String.valueOf(trace.event().get("name")),
                context.pathParam("id"),
                trace.tags().stream()
                        .map(tag -> new Fate(tag.tag(), tag.verdict(), tag.reason(), tag.reasonText()))
                        .toList())));
    }

    private static void refuse(Context context, int status, String why) {
        context.status(status).result(Json.write(Map.of("error", why)));
    }
}
