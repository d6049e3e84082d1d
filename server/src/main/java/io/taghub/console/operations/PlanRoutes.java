package io.taghub.console.operations;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.taghub.console.Api;
import io.taghub.console.HubView;
import io.taghub.console.Section;
import io.taghub.plan.Forecast;
import io.taghub.plan.Outlook;
import io.taghub.plan.Planned;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What another config would change, for {@code taghub plan --against}. */
public final class PlanRoutes implements Section {
    private final HubView view;

    public PlanRoutes(HubView view) {
        this.view = view;
    }

    private record Answer(
            String before,
            String after,
            List<String> changes,
            List<String> warnings,
            List<String> refused,
            @Nullable Against against) {}

    private record Against(
            Instant from,
            long events,
            @Nullable Instant first,
            @Nullable Instant cut,
            List<TagCounts> tags) {}

    private record TagCounts(String tag, List<Row> rows, List<Moved> moves, List<Retelling> retold) {}

    private record Row(String outcome, @Nullable String reason, String reasonText, long before, long after) {}

    private record Moved(
            String event, @Nullable String from, @Nullable String to, long count) {}

    private record Retelling(String event, long otherValue, List<Sum> sums, long otherwise) {}

    private record Sum(@Nullable String currency, BigDecimal before, BigDecimal after) {}

    @Override
    public void add(RoutesConfig routes) {
        routes.post("/api/plan", this::plan);
    }

    private void plan(Context context) {
        JsonNode body = Api.body(context, "file", "profile", "base", "against");
        Path file = file(body, "file");
        if (file == null) {
            throw new BadRequestResponse("'file' is missing.");
        }
        try {
            Planned planned = view.plan(
                    new HubView.PlanOrder(file, text(body, "profile"), file(body, "base"), text(body, "against")));
            Outlook.Report against = planned.against();
            Api.answer(
                    context,
                    new Answer(
                            planned.before(),
                            planned.after(),
                            planned.changes(),
                            planned.warnings(),
                            planned.refused(),
                            against == null ? null : against(against)));
        } catch (IllegalArgumentException refused) {
            throw new BadRequestResponse(String.valueOf(refused.getMessage()));
        }
    }

    /** Nothing but what may be a config is opened. */
    private static @Nullable Path file(JsonNode body, String key) {
        String written = text(body, key);
        if (written == null) {
            return null;
        }
        try {
            Path file = Path.of(written);
            if (!file.isAbsolute() || !written.matches("(?i).*\\.ya?ml")) {
                throw new BadRequestResponse("'" + key + "' must be the whole path of a .yaml file.");
            }
            return file;
        } catch (InvalidPathException noPath) {
            throw new BadRequestResponse("'" + key + "' is no path.");
        }
    }

    private static @Nullable String text(JsonNode body, String key) {
        String text = body.path(key).asString("");
        return text.isEmpty() ? null : text;
    }

    private static Against against(Outlook.Report report) {
        return new Against(
                report.from(),
                report.events(),
                report.first(),
                report.cut(),
                report.tags().stream()
                        .map(tag -> new TagCounts(
                                tag.tag(),
                                rows(tag),
                                tag.moves().stream()
                                        .map(move -> new Moved(
                                                move.event(), word(move.from()), word(move.to()), move.count()))
                                        .toList(),
                                retold(tag)))
                        .toList());
    }

    private static List<Retelling> retold(Outlook.Tally tag) {
        return tag.retold().entrySet().stream()
                .map(one -> new Retelling(
                        one.getKey(),
                        one.getValue().revalued(),
                        one.getValue().sums().entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .map(sum -> new Sum(
                                        sum.getKey().isEmpty() ? null : sum.getKey(),
                                        sum.getValue().before(),
                                        sum.getValue().after()))
                                .toList(),
                        one.getValue().otherwise()))
                .toList();
    }

    /** What would be sent first, then by how many it concerns. */
    private static List<Row> rows(Outlook.Tally tag) {
        return Stream.concat(tag.before().keySet().stream(), tag.after().keySet().stream())
                .distinct()
                .map(one -> new Row(
                        one.word(),
                        one.reason() == null ? null : one.reason().name(),
                        one.reason() == null ? "" : one.reason().text(),
                        tag.before().getOrDefault(one, 0L),
                        tag.after().getOrDefault(one, 0L)))
                .sorted(Comparator.comparing((Row row) -> row.reason != null)
                        .thenComparing(row -> "NOT_TRIGGERED".equals(row.reason))
                        .thenComparing(Comparator.comparingLong((Row row) -> Math.max(row.before, row.after))
                                .reversed())
                        .thenComparing(row -> String.valueOf(row.reason)))
                .toList();
    }

    private static @Nullable String word(@Nullable Forecast forecast) {
        return forecast == null ? null : forecast.text();
    }
}
