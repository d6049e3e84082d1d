package io.taghub.console.received;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.NotFoundResponse;
import io.taghub.config.HubConfig;
import io.taghub.console.Api;
import io.taghub.console.Frame;
import io.taghub.console.HubView;
import io.taghub.console.Json;
import io.taghub.console.Masked;
import io.taghub.console.Section;
import io.taghub.inbound.hook.Hook;
import io.taghub.intake.webhook.Kept;
import io.taghub.intake.webhook.Mending;
import io.taghub.personal.Mask;
import io.taghub.store.ReceivedStore.Arrival;
import io.taghub.store.Store;
import io.taghub.text.Suggestion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The pages of what was received, and the button that makes events of it anew. Nobody is shown in clear. */
public final class ReceivedRoutes implements Section {
    private static final int SHOWN = 100;
    private static final int MOST = 1000;

    private final Store store;
    private final HubView view;
    private final Frame frame;

    private record ListPage(
            String source, String code, List<String> sources, List<String> codes, List<ReceivedRow> rows) {}

    /**
     * One request.
     *
     * @param body masked; as JSON or a form line by line
     * @param cut whether it goes on
     */
    private record OnePage(
            ReceivedRow row,
            String url,
            String ip,
            boolean verified,
            Map<String, String> headers,
            String body,
            boolean cut) {}

    public ReceivedRoutes(Store store, HubView view, Frame frame) {
        this.store = store;
        this.view = view;
        this.frame = frame;
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.get("/received", this::list);
        routes.get("/received/{id}", context -> frame.show(context, "received", "request", page(one(context))));
        routes.get("/api/received", context -> Api.answer(context, Map.of("received", rows(context, MOST))));
        routes.get("/api/received/{id}", context -> Api.answer(context, page(one(context))));
        routes.post("/api/received/replay", this::replay);
        routes.post("/api/test/webhook", this::tried);
    }

    private void list(Context context) {
        frame.show(
                context,
                "received",
                "received",
                new ListPage(
                        or(context.queryParam("source")),
                        or(context.queryParam("code")),
                        view.config().inbound().keySet().stream().sorted().toList(),
                        Mending.codes(),
                        rows(context, SHOWN)));
    }

    private static String or(@Nullable String text) {
        return text == null ? "" : text;
    }

    private List<ReceivedRow> rows(Context context, int most) {
        String limit = context.queryParam("limit");
        int max = limit != null && limit.matches("\\d{1,4}") ? Math.min(most, Integer.parseInt(limit)) : SHOWN;
        return store.received().latest(given(context, "source"), code(given(context, "code")), max).stream()
                .map(ReceivedRow::of)
                .toList();
    }

    private static @Nullable String given(Context context, String name) {
        String value = context.queryParam(name);
        return value == null || value.isBlank() ? null : value;
    }

    private static @Nullable String code(@Nullable String word) {
        if (word != null && !Mending.codes().contains(word)) {
            throw new BadRequestResponse("There is no such code" + Suggestion.among(Mending.codes(), word));
        }
        return word;
    }

    private Arrival one(Context context) {
        Arrival received = store.received().find(context.pathParam("id"));
        if (received == null) {
            throw new NotFoundResponse("There is no such request, or retention has removed it.");
        }
        return received;
    }

    private static OnePage page(Arrival received) {
        Kept kept = Kept.read(received.content());
        Hook hook = kept.hook();
        Map<String, String> headers = new TreeMap<>();
        hook.headers().forEach((name, value) -> headers.put(name, value(name, value)));
        return new OnePage(
                ReceivedRow.of(received, kept),
                Masked.text(SecretNames.address(hook.url())),
                Mask.network(kept.ip()),
                kept.verified(),
                headers,
                body(kept),
                kept.cut());
    }

    private static String value(String name, String value) {
        return SecretNames.has(name) ? Mask.HIDDEN : Mask.OF_NOBODY.value(name, List.of(value));
    }

    private static String body(Kept kept) {
        Hook hook = kept.hook();
        JsonNode json = hook.json();
        if (json.isContainer()) {
            Set<String> events = kept.events().stream().map(List::getFirst).collect(Collectors.toSet());
            JsonNode masked = Mask.OF_NOBODY.tree(json);
            SecretNames.hide(masked);
            return Json.indented(nameless(masked, events));
        }
        return hook.form().isEmpty()
                ? Masked.text(hook.text())
                : hook.form().stream()
                        .map(field -> field.name() + " = " + value(field.name(), field.value()))
                        .collect(Collectors.joining("\n"));
    }

    /** In a body whose form nobody knows, a name that is no event's may be a person's, wherever it stands. */
    private static JsonNode nameless(JsonNode json, Set<String> events) {
        if (json instanceof ObjectNode object) {
            for (String key : List.copyOf(object.propertyNames())) {
                JsonNode value = object.get(key);
                boolean name =
                        key.equalsIgnoreCase("name") && value.isString() && !events.contains(value.stringValue());
                object.set(key, name ? object.stringNode(Mask.HIDDEN) : nameless(value, events));
            }
        } else {
            json.forEach(element -> nameless(element, events));
        }
        return json;
    }

    private void replay(Context context) {
        JsonNode body = Api.body(context, "id", "source", "code", "dry_run");
        String source = text(body, "source");
        if (source != null && !view.config().inbound().containsKey(source)) {
            throw new BadRequestResponse("There is no source of this name"
                    + Suggestion.among(view.config().inbound().keySet(), source));
        }
        if (body.hasNonNull("dry_run") && !body.path("dry_run").isBoolean()) {
            throw new BadRequestResponse("'dry_run' must be true or false.");
        }
        Mending.Mended mended = view.mend(new HubView.MendOrder(
                text(body, "id"),
                source,
                code(text(body, "code")),
                body.path("dry_run").asBoolean(false)));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("looked", mended.looked());
        answer.put("before", mended.before());
        answer.put("after", mended.after());
        answer.put("left", mended.left());
        answer.put(
                "text",
                mended.after().isEmpty()
                        ? "Nothing could be judged: the source is gone, or only a part of the body was kept."
                        : "By the config as it is now: "
                                + mended.after().entrySet().stream()
                                        .map(one -> one.getKey() + " " + one.getValue())
                                        .collect(Collectors.joining(", "))
                                + ".");
        Api.answer(context, answer);
    }

    private void tried(Context context) {
        if (view.config().mode() != HubConfig.Mode.SANDBOX) {
            throw new ForbiddenResponse("A source's webhooks can be tried in mode sandbox only.");
        }
        JsonNode body = Api.body(context, "source", "query", "headers", "body", "run");
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        body.path("headers")
                .properties()
                .forEach(one -> headers.put(one.getKey(), one.getValue().asString("")));
        try {
            Api.answer(
                    context,
                    view.tryWebhook(new HubView.TriedWebhook(
                            body.path("source").asString(""),
                            body.path("query").asString(""),
                            headers,
                            body.path("body").asString(""),
                            body.path("run").asString(""))));
        } catch (IllegalArgumentException noSource) {
            throw new BadRequestResponse(String.valueOf(noSource.getMessage()));
        }
    }

    private static @Nullable String text(JsonNode body, String key) {
        String value = body.path(key).asString("");
        return value.isBlank() ? null : value;
    }
}
