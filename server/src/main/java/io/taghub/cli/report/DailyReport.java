package io.taghub.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What {@code GET /api/report} answers, as a table or as CSV. */
public final class DailyReport {
    private static final List<String> COUNTS = List.of(
            "recorded",
            "eligible",
            "sent",
            "accepted",
            "confirmed",
            "duplicates",
            "rejected",
            "not_sent",
            "held",
            "waiting");
    private static final List<String> VERDICTS = List.of("delivered", "skipped", "suppressed", "expired");

    private DailyReport() {}

    /** @param all also events that a receiver does not ask for */
    public static String text(JsonNode report, boolean all) {
        StringBuilder out = new StringBuilder(report.path("from").asString("") + " to "
                + report.path("to").asString("") + ", days of "
                + report.path("zone").asString("")
                + ", by the events' own time\n");
        if (report.path("rows").isEmpty()) {
            return out.append("nothing was recorded").toString();
        }
        out.append('\n')
                .append(line(
                        "DAY",
                        "EVENT",
                        "RECEIVER",
                        "RECORDED",
                        "ELIGIBLE",
                        "SENT",
                        "ACCEPTED",
                        "CONFIRMED",
                        "DUPL.",
                        "REJECTED",
                        "NOT SENT",
                        "HELD",
                        "WAITING",
                        "VALUE ACCEPTED; WHY"))
                .append('\n');
        report.path("rows")
                .valueStream()
                .filter(row ->
                        all || row.path("tag").isNull() || row.path("eligible").asLong() > 0)
                .forEach(row -> out.append(row(row)).append('\n'));
        return out.toString().stripTrailing();
    }

    private static String row(JsonNode row) {
        boolean bare = row.path("tag").isNull();
        List<Object> cells = new ArrayList<>(List.of(
                row.path("day").asString(""),
                shorten(row.path("event").asString("")),
                bare ? "" : shorten(row.path("tag").asString(""))));
        for (String count : COUNTS) {
            cells.add(bare && !count.equals("recorded") ? "" : row.path(count).asLong());
        }
        cells.add(bare ? worth(row, "recorded") : why(row));
        return line(cells.toArray());
    }

    private static String line(Object... cells) {
        return String.format(Locale.ROOT, "%-10s  %-20s %-20s %8s %8s %8s %8s %9s %6s %8s %8s %6s %7s  %s", cells)
                .stripTrailing();
    }

    private static String why(JsonNode row) {
        String reasons = row.path("reasons")
                .valueStream()
                .filter(why -> !why.path("reason").asString("").equals("NOT_TRIGGERED"))
                .map(why -> why.path("reason").asString("") + " "
                        + why.path("count").asLong())
                .collect(Collectors.joining(", "));
        String worth = worth(row, "accepted");
        return worth + (worth.isEmpty() || reasons.isEmpty() ? "" : "; ") + reasons;
    }

    private static String worth(JsonNode row, String which) {
        return row.path("worth")
                .valueStream()
                .filter(one -> one.path(which).decimalValue().signum() != 0)
                .map(one -> one.path(which).decimalValue().toPlainString() + " "
                        + one.path("currency").asString(""))
                .collect(Collectors.joining(" + "))
                .strip();
    }

    private static String shorten(String name) {
        String plain = Differences.plain(name);
        return plain.length() <= 20 ? plain : plain.substring(0, 19) + "…";
    }

    /** A row for each day, event and receiver, with the values of each currency in columns of their own. */
    public static String csv(JsonNode report) {
        TreeSet<String> currencies = new TreeSet<>();
        report.path("rows")
                .forEach(row -> row.path("worth")
                        .forEach(one -> currencies.add(one.path("currency").asString(""))));
        List<String> head = new ArrayList<>(List.of("day", "event", "receiver"));
        head.addAll(COUNTS);
        head.addAll(VERDICTS);
        head.add("reasons");
        for (String currency : currencies) {
            for (String which : List.of("recorded", "eligible", "accepted")) {
                head.add(("value_" + which + "_" + currency.toLowerCase(Locale.ROOT)).replaceAll("_$", ""));
            }
        }
        List<String> lines = new ArrayList<>(List.of(Csv.line(head)));
        for (JsonNode row : report.path("rows")) {
            List<String> cells = new ArrayList<>(List.of(
                    row.path("day").asString(""),
                    row.path("event").asString(""),
                    row.path("tag").asString("")));
            COUNTS.forEach(count -> cells.add(row.path(count).asString("0")));
            VERDICTS.forEach(count -> cells.add(row.path(count).asString("0")));
            cells.add(row.path("reasons")
                    .valueStream()
                    .map(why -> why.path("verdict").asString("") + " "
                            + why.path("reason").asString("") + " "
                            + why.path("count").asLong())
                    .collect(Collectors.joining("; ")));
            for (String currency : currencies) {
                for (String which : List.of("recorded", "eligible", "accepted")) {
                    cells.add(row.path("worth")
                            .valueStream()
                            .filter(one -> one.path("currency").asString("").equals(currency))
                            .map(one -> one.path(which).decimalValue().toPlainString())
                            .findFirst()
                            .orElse("0"));
                }
            }
            lines.add(Csv.line(cells));
        }
        return String.join("\n", lines);
    }
}
