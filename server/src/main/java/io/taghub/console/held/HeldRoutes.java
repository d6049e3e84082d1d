package io.taghub.console.held;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.taghub.console.Api;
import io.taghub.console.Frame;
import io.taghub.console.HubView;
import io.taghub.console.Section;
import io.taghub.store.Store;
import java.util.List;
import java.util.Map;

/** The page of what is held for a person, and the person's decision. */
public final class HeldRoutes implements Section {
    private final HubView view;
    private final Frame frame;
    private final HeldEvents held;

    private record HeldPage(String tag, List<HeldEvent> rows) {}

    public HeldRoutes(Store store, HubView view, Frame frame) {
        this.view = view;
        this.frame = frame;
        this.held = new HeldEvents(store, view);
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.get("/held", this::page);
        routes.get("/api/held", context -> {
            String tag = context.queryParam("tag");
            Api.answer(context, Map.of("held", held.list(tag == null ? null : Api.knownTag(view.config(), tag))));
        });
        routes.post("/api/held/{tag}/{seq}", this::decide);
    }

    private void page(Context context) {
        String tag = context.queryParam("tag");
        frame.show(context, "tags", "held", new HeldPage(tag == null ? "" : tag, held.list(tag)));
    }

    private void decide(Context context) {
        String seq = context.pathParam("seq");
        if (!seq.matches("\\d{1,18}")) {
            throw new BadRequestResponse("The event's number must be a whole number.");
        }
        held.decide(
                Api.knownTag(view.config(), context.pathParam("tag")),
                Long.parseLong(seq),
                Api.body(context, "decision").path("decision").asString(""));
        context.status(204);
    }
}
