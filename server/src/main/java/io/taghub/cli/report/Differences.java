package io.taghub.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What {@code POST /api/report/import} answers, as text or as CSV. */
public final class Differences {
    private Differences() {}

    public static String text(JsonNode answer) {
        StringBuilder out = new StringBuilder();
        out.append("the file against what ")
                .append(answer.path("tag").asString(""))
                .append(" was sent, ")
                .append(answer.path("from").asString(""))
                .append(" to ")
                .append(answer.path("to").asString(""))
                .append(", days of ")
                .append(answer.path("zone").asString(""))
                .append('\n');
        out.append("columns: ")
                .append(answer.path("columns")
                        .propertyStream()
                        .map(one -> one.getKey() + " = " + plain(one.getValue().asString("")))
                        .collect(Collectors.joining(", ")))
                .append('\n');
        out.append(answer.path("rows").asInt())
                .append(" rows, ")
                .append(answer.path("matched").asInt())
                .append(" belong to events of ours, ")
                .append(answer.path("agreed").asInt())
                .append(" agree");
        if (answer.path("joined").asInt() > 0) {
            out.append(", ").append(answer.path("joined").asInt()).append(" belong to another row that differs");
        }
        if (answer.path("outside").asInt() > 0) {
            out.append(", ").append(answer.path("outside").asInt()).append(" are of other days");
        }
        out.append("; ").append(answer.path("events").asInt()).append(" events of ours\n");
        for (JsonNode worth : answer.path("worth")) {
            out.append(String.format(
                    Locale.ROOT,
                    "value in %s: %s with us, %s with them%n",
                    worth.path("currency").isNull()
                            ? "no currency"
                            : plain(worth.path("currency").asString("")),
                    worth.path("ours").decimalValue().toPlainString(),
                    worth.path("theirs").decimalValue().toPlainString()));
        }
        answer.path("notes")
                .forEach(note ->
                        out.append("note: ").append(plain(note.asString(""))).append('\n'));
        if (answer.path("differences").isEmpty()) {
            return out.append("no difference").toString();
        }
        out.append('\n');
        answer.path("causes")
                .forEach(cause -> out.append(String.format(
                        Locale.ROOT,
                        "%6d  %s%n",
                        cause.path("count").asInt(),
                        cause.path("text").asString(""))));
        for (JsonNode cause : answer.path("causes")) {
            String name = cause.path("cause").asString("");
            out.append('\n').append(name).append('\n');
            answer.path("differences")
                    .valueStream()
                    .filter(one -> one.path("cause").asString("").equals(name))
                    .forEach(one -> out.append("  ").append(line(one)).append('\n'));
        }
        int unexplained = answer.path("unexplained").asInt();
        out.append('\n')
                .append(
                        unexplained == 0
                                ? "every difference is explained"
                                : unexplained + (unexplained == 1 ? " difference remains" : " differences remain")
                                        + " unexplained (marked ?): ask the partner");
        return out.toString();
    }

    private static String line(JsonNode one) {
        List<String> parts = new ArrayList<>();
        parts.add(one.path("row").isNull() ? "no row" : "row " + one.path("row").asInt());
        one.path("ids").forEach(id -> parts.add(id.asString("")));
        if (!one.path("event").isNull()) {
            parts.add(one.path("event").asString("")
                    + (one.path("id").isNull() ? "" : " " + one.path("id").asString(""))
                    + " of " + one.path("time").asString(""));
        }
        String ours = one.path("ours").asString("");
        String theirs = one.path("theirs").asString("");
        if (!ours.isEmpty() || !theirs.isEmpty()) {
            parts.add((ours.isEmpty() ? "-" : ours) + " : " + (theirs.isEmpty() ? "-" : theirs));
        }
        String day = one.path("day").asString("");
        String theirDay = one.path("their_day").asString("");
        if (!theirDay.isEmpty() && !day.equals(theirDay)) {
            parts.add("day " + (day.isEmpty() ? "-" : day) + " : " + theirDay);
        }
        String detail = one.path("detail").asString("");
        return (one.path("explained").asBoolean() ? "" : "? ")
                + plain(String.join("  ", parts) + (detail.isEmpty() ? "" : "  (" + detail + ")"));
    }

    /** What came from outside must not move the cursor or change colours. */
    static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u0080-\\u009f\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]", "?");
    }

    public static String csv(JsonNode answer) {
        List<String> names = List.of(
                "cause", "explained", "row", "event", "id", "time", "day", "their_day", "ours", "theirs", "detail");
        List<String> head = new ArrayList<>(names);
        head.add("ids");
        List<String> lines = new ArrayList<>(List.of(Csv.line(head)));
        for (JsonNode one : answer.path("differences")) {
            List<String> cells = new ArrayList<>(
                    names.stream().map(name -> one.path(name).asString("")).toList());
            cells.add(one.path("ids").valueStream().map(id -> id.asString("")).collect(Collectors.joining(" ")));
            lines.add(Csv.line(cells));
        }
        return String.join("\n", lines);
    }
}
