package io.taghub.console.report;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.taghub.console.Api;
import io.taghub.console.Frame;
import io.taghub.console.HubView;
import io.taghub.console.Section;
import io.taghub.report.EventReport;
import io.taghub.report.Reconciler;
import io.taghub.report.Reconciliation;
import io.taghub.report.ReportQuery;
import io.taghub.report.ReportRow;
import io.taghub.store.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The report as a page and as JSON, and a partner's numbers against it. */
public final class ReportRoutes implements Section {
    private final Store store;
    private final HubView view;
    private final Frame frame;

    /**
     * What the page shows.
     *
     * @param days newest first
     * @param tags all there are to choose from
     */
    private record ReportPage(
            String from, String to, String zone, String tag, String event, List<Day> days, Set<String> tags) {}

    private record Day(String day, List<Group> events) {}

    /** @param receivers those whose trigger asks for the event */
    private record Group(ReportRow event, List<ReportRow> receivers) {}

    public ReportRoutes(Store store, HubView view, Frame frame) {
        this.store = store;
        this.view = view;
        this.frame = frame;
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.get("/report", this::page);
        routes.get(
                "/api/report",
                context -> Api.answer(context, EventReport.of(store.reports(), view.config(), known(query(context)))));
        routes.post("/api/report/import", context -> Api.answer(context, reconciled(context)));
        routes.post("/report/import", context -> frame.show(context, "report", "differences", reconciled(context)));
    }

    /** @throws BadRequestResponse with a sentence if something of it is not right */
    private ReportQuery query(Context context) {
        try {
            return ReportQuery.of(context::queryParam, view.now());
        } catch (IllegalArgumentException wrong) {
            throw new BadRequestResponse(sentence(wrong));
        }
    }

    private static String sentence(IllegalArgumentException wrong) {
        String why = String.valueOf(wrong.getMessage());
        return Character.toUpperCase(why.charAt(0)) + why.substring(1) + ".";
    }

    /** A tag that left the config has totals still; one that never was is mistyped. */
    private ReportQuery known(ReportQuery query) {
        if (query.tag() != null && !store.lanes().tags().contains(query.tag())) {
            Api.knownTag(view.config(), query.tag());
        }
        return query;
    }

    /** Nothing of the file is kept. */
    private Reconciliation reconciled(Context context) throws IOException {
        String tag = Api.required(context, "tag");
        try {
            return Reconciler.of(store, view.config(), tag, known(query(context)), context.bodyInputStream());
        } catch (IllegalArgumentException unreadable) {
            throw new BadRequestResponse(sentence(unreadable));
        }
    }

    private void page(Context context) {
        ReportQuery query = known(query(context));
        EventReport report = EventReport.of(store.reports(), view.config(), query.ofAllTags());
        frame.show(
                context,
                "report",
                "report",
                new ReportPage(
                        report.from().toString(),
                        report.to().toString(),
                        report.zone(),
                        query.tag() == null ? "" : query.tag(),
                        query.event() == null ? "" : query.event(),
                        grouped(report.rows(), query.tag()),
                        view.config().tags().keySet()));
    }

    private static List<Day> grouped(List<ReportRow> rows, @Nullable String tag) {
        TreeMap<String, List<Group>> days = new TreeMap<>();
        for (ReportRow row : rows) {
            List<Group> groups = days.computeIfAbsent(row.day().toString(), day -> new ArrayList<>());
            if (row.tag() == null) {
                groups.add(new Group(row, new ArrayList<>()));
            } else if (!groups.isEmpty() && row.eligible() > 0 && (tag == null || tag.equals(row.tag()))) {
                groups.getLast().receivers.add(row);
            }
        }
        return days.descendingMap().entrySet().stream()
                .map(day -> new Day(day.getKey(), day.getValue()))
                .toList();
    }
}
