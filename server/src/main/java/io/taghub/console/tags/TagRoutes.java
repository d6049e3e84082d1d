package io.taghub.console.tags;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.NotFoundResponse;
import io.taghub.config.HubConfig;
import io.taghub.config.TagConfig;
import io.taghub.console.Api;
import io.taghub.console.Frame;
import io.taghub.console.HubView;
import io.taghub.console.Section;
import io.taghub.console.events.Standing;
import io.taghub.delivery.replay.Replay;
import io.taghub.store.Store;
import io.taghub.tag.Reason;
import io.taghub.text.Suggestion;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The page of tags, and what can be done about one: resume, check its credentials, replay. */
public final class TagRoutes implements Section {
    /** A bar of verdicts is this many units wide. */
    private static final double BAR = 1000;

    private static final List<String> BAR_ORDER =
            List.of("delivered", "duplicate", "waiting", "held", "rejected", "expired", "suppressed", "skipped");

    private final Store store;
    private final HubView view;
    private final Frame frame;

    private record TagsPage(List<Card> tags) {}

    /** @param why its verdicts that have a reason */
    private record Card(TagHealth health, List<TagHealth.Sum> why, List<Piece> bar) {}

    /** One piece of a bar. */
    private record Piece(String verdict, long count, double from, double width) {}

    private record Tags(
            Instant now, String config, List<String> configProblems, List<String> warnings, List<TagHealth> tags) {}

    public TagRoutes(Store store, HubView view, Frame frame) {
        this.store = store;
        this.view = view;
        this.frame = frame;
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.get("/tags", context -> frame.show(context, "tags", "tags", page()));
        routes.get(
                "/api/tags",
                context -> Api.answer(
                        context,
                        new Tags(
                                view.now(),
                                view.config().written().hash(),
                                view.configProblems(),
                                view.warnings(),
                                health())));
        routes.post("/api/tags/{tag}/resume", context -> {
            view.resume(tag(context));
            context.status(204);
        });
        routes.post("/api/tags/{tag}/probe", context -> Api.answer(context, view.probe(tag(context))));
        routes.get("/api/tags/{tag}/quality", context -> Api.answer(context, view.qualityHistory(tag(context))));
        routes.post("/api/tags/{tag}/rehearse", this::rehearse);
        routes.post("/api/replay", this::replay);
        routes.get("/api/replay/{id}", this::replayed);
    }

    private void rehearse(Context context) {
        String tag = tag(context);
        TagConfig config = view.config().tags().get(tag);
        if (config == null || config.mode() != HubConfig.Mode.SANDBOX) {
            throw new ForbiddenResponse("Failures can be rehearsed in mode sandbox only.");
        }
        String failure = Api.body(context, "failure").path("failure").asString("");
        try {
            Api.answer(context, view.rehearse(tag, failure));
        } catch (IllegalArgumentException unknown) {
            throw new BadRequestResponse(String.valueOf(unknown.getMessage()));
        }
    }

    private String tag(Context context) {
        return Api.knownTag(view.config(), context.pathParam("tag"));
    }

    private List<TagHealth> health() {
        return view.config().tags().values().stream()
                .map(tag -> TagHealth.of(tag, store, view))
                .toList();
    }

    private TagsPage page() {
        return new TagsPage(health().stream()
                .map(health -> new Card(
                        health,
                        health.reasons().stream()
                                .filter(sum -> sum.reason() != null)
                                .toList(),
                        bar(health)))
                .toList());
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

    private void replay(Context context) {
        JsonNode body = Api.body(context, "tag", "from", "to", "reason", "dry_run");
        String tag = Api.knownTag(view.config(), body.path("tag").asString(""));
        if (body.hasNonNull("dry_run") && !body.path("dry_run").isBoolean()) {
            throw new BadRequestResponse("'dry_run' must be true or false.");
        }
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
        Api.answer(context, answer);
    }

    private void replayed(Context context) {
        Replay.Progress progress = view.replayed(context.pathParam("id"));
        TagConfig tag = progress == null ? null : view.config().tags().get(progress.tag());
        if (progress == null || tag == null) {
            throw new NotFoundResponse("The hub does not know this replay any more: it was restarted since, or the tag"
                    + " left the config. What was put back is sent all the same.");
        }
        Api.answer(context, ReplayState.of(progress, TagHealth.of(tag, store, view)));
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
}
