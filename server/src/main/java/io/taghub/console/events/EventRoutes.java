package io.taghub.console.events;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.taghub.config.TagConfig;
import io.taghub.console.Api;
import io.taghub.console.DebugLink;
import io.taghub.console.Frame;
import io.taghub.console.HubView;
import io.taghub.console.Section;
import io.taghub.console.Show;
import io.taghub.store.Journal;
import io.taghub.store.Store;
import io.taghub.tag.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The list of events and each event's page, and the same as JSON and as text. */
public final class EventRoutes implements Section {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 500;

    private final Store store;
    private final HubView view;
    private final Frame frame;
    private final EventTraces traces;
    private final Show show = new Show();

    /** @param claims how often a browser claimed to be a user who was known from another */
    private record ListPage(String debug, long claims, List<HubView.RefusedEvent> refused, List<EventRow> rows) {}

    /**
     * @param late where the second copy came after the event had gone out
     * @param concerned tags that had something to do with it
     * @param untriggered those whose {@code when} does not list it, folded away
     * @param checkable those whose platform can be asked what it thinks of it
     */
    private record EventPage(
            EventTrace trace,
            @Nullable Late late,
            List<EventTrace.TagTrace> concerned,
            List<EventTrace.TagTrace> untriggered,
            Set<String> checkable,
            CopyTable copies) {}

    private record Late(Instant at, String channel) {}

    public EventRoutes(Store store, HubView view, Frame frame) {
        this.store = store;
        this.view = view;
        this.frame = frame;
        this.traces = new EventTraces(store, view);
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.get("/", this::list);
        routes.get("/events/{id}", context -> page(context, context.pathParam("id")));
        routes.get("/event", context -> page(context, String.valueOf(context.queryParam("id"))));
        routes.get("/api/events", context -> Api.answer(context, latest(context)));
        routes.get("/api/events/{id}", context -> answer(context, pick(context, context.pathParam("id"))));
        routes.get("/api/event", context -> answer(context, pick(context, Api.required(context, "id"))));
        routes.post("/api/events/{id}/validate/{tag}", this::validate);
        routes.get("/api/debug", context -> Api.answer(context, DebugLink.of(view)));
    }

    private void list(Context context) {
        ListPage page = new ListPage(
                DebugLink.of(view).url(),
                store.journal().counts().claims(),
                view.refusedEvents(),
                latest(context).events());
        frame.show(context, "events", "events", page);
    }

    private void validate(Context context) {
        String tag = Api.knownTag(view.config(), context.pathParam("tag"));
        String id = context.pathParam("id");
        EventTrace trace = pick(context, id);
        if (trace.gone()) {
            Api.answer(context, new HubView.ProbeReport("unproven", "the event is no longer there"));
            return;
        }
        Object name = trace.event().get("name");
        Long seq = store.journal().find(id).stream()
                .filter(found -> found.event().name().equals(name))
                .map(Journal.Found::seq)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        Api.answer(
                context,
                seq == null
                        ? new HubView.ProbeReport("unproven", "it waits for the copy from the other channel")
                        : view.validate(tag, seq));
    }

    /** Those whose platform can be asked what it thinks of the event. */
    private Set<String> checkable(EventTrace trace) {
        return trace.tags().stream()
                .map(EventTrace.TagTrace::tag)
                .filter(tag -> !trace.gone()
                        && view.config().tags().get(tag) instanceof TagConfig config
                        && config.tag() instanceof Tag.Checkable)
                .collect(Collectors.toSet());
    }

    private void page(Context context, String id) {
        EventTrace trace = pick(context, id);
        Instant late = trace.lateCopy();
        EventPage page = new EventPage(
                trace,
                late == null
                        ? null
                        : new Late(late, show.value(trace.copies().getLast().get("channels"))),
                tags(trace, false),
                tags(trace, true),
                checkable(trace),
                CopyTable.of(trace, show));
        frame.show(context, "events", "event", page);
    }

    private static List<EventTrace.TagTrace> tags(EventTrace trace, boolean untriggered) {
        return trace.tags().stream()
                .filter(tag -> untriggered == tag.untriggered())
                .toList();
    }

    private EventRow.Latest latest(Context context) {
        String run = context.queryParam("run");
        return run == null ? traces.latest(limit(context)) : traces.latest(limit(context), run);
    }

    private static int limit(Context context) {
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
    private EventTrace pick(Context context, String id) {
        String name = context.queryParam("name");
        return traces.find(id).stream()
                .filter(trace -> name == null || name.equals(trace.event().get("name")))
                .findFirst()
                .orElseThrow(() -> new NotFoundResponse("There is no event with this id. It may not have come in, or"
                        + " retention may have removed it."));
    }

    /** As JSON, or as the table a terminal shows. */
    private static void answer(Context context, EventTrace trace) {
        if ("text".equals(context.queryParam("format"))) {
            String width = String.valueOf(context.queryParam("width"));
            int columns = width.matches("\\d{2,3}") ? Integer.parseInt(width) : 100;
            context.contentType("text/plain; charset=utf-8").result(TraceText.render(trace, columns));
        } else {
            Api.answer(context, trace);
        }
    }
}
