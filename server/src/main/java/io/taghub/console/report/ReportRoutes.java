package io.taghub.console.report;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.taghub.config.TagConfig;
import io.taghub.console.Api;
import io.taghub.console.Frame;
import io.taghub.console.HubView;
import io.taghub.console.Section;
import io.taghub.report.Report;
import io.taghub.report.ReportRow;
import io.taghub.store.Store;
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
    private final PartnerImport imports;

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
        this.imports = new PartnerImport(store, view);
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.get("/report", this::page);
        routes.get("/api/report", context -> Api.answer(context, report(context, Days.of(context, view.now()))));
        routes.post("/api/report/import", imports::answer);
    }

    private Report report(Context context, Days days) {
        return Report.of(
                store.reports(),
                this::asks,
                days.from(),
                days.to(),
                days.zone(),
                chosen(context, "tag"),
                chosen(context, "event"));
    }

    private boolean asks(String tag, String event) {
        TagConfig config = view.config().tags().get(tag);
        return config != null && config.when().contains(event);
    }

    private static @Nullable String chosen(Context context, String name) {
        String value = context.queryParam(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    private void page(Context context) {
        Days days = Days.of(context, view.now());
        String tag = chosen(context, "tag");
        String event = chosen(context, "event");
        Report report = Report.of(
                store.reports(), this::asks, days.from(), days.to(), days.zone(), null, event);
        frame.show(
                context,
                "report",
                "report",
                new ReportPage(
                        days.from().toString(),
                        days.to().toString(),
                        days.zone().getId(),
                        tag == null ? "" : tag,
                        event == null ? "" : event,
                        grouped(report.rows(), tag),
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
