package io.taghub.cli.report;

import io.taghub.text.Amount;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** How what came in lately would end by two configs, as text: of each tag only what differs. */
public final class PlanReport {
    private final StringBuilder out = new StringBuilder();

    private PlanReport() {}

    public static String of(JsonNode against) {
        PlanReport report = new PlanReport();
        report.head(against);
        List<String> same = new ArrayList<>();
        for (JsonNode tag : against.path("tags").valueStream().toList()) {
            if (tag.path("moves").isEmpty() && tag.path("retold").isEmpty()) {
                same.add(tag.path("tag").asString(""));
            } else {
                report.tag(tag);
            }
        }
        if (!same.isEmpty()) {
            report.out
                    .append("\nno difference at ")
                    .append(String.join(", ", same))
                    .append('\n');
        }
        return report.out.toString().stripTrailing();
    }

    private void head(JsonNode against) {
        long events = against.path("events").asLong();
        out.append(events == 0 ? "no event" : events == 1 ? "1 event" : number(events) + " events")
                .append(" since ")
                .append(moment(against.path("from")));
        if (!against.path("cut").isNull()) {
            out.append(", up to ")
                    .append(moment(against.path("cut")))
                    .append(" (there are more; a shorter span is judged whole)");
        }
        out.append(events == 0 ? "; there is nothing to judge\n" : ", judged by both; nothing was sent\n");
    }

    private void tag(JsonNode tag) {
        String name = tag.path("tag").asString("");
        out.append(String.format(Locale.ROOT, "%n%-38s %10s %10s %10s%n", name, "now", "then", ""));
        for (JsonNode row : tag.path("rows").valueStream().toList()) {
            long before = row.path("before").asLong();
            long after = row.path("after").asLong();
            String reason = row.path("reason").asString("");
            String outcome = row.path("outcome").asString("") + (reason.isEmpty() ? "" : ", " + reason);
            if (before != after) {
                out.append(String.format(
                        Locale.ROOT,
                        "  %-36s %10s %10s %10s%n",
                        outcome,
                        number(before),
                        number(after),
                        (after > before ? "+" : "-") + number(Math.abs(after - before))));
            }
        }
        Map<String, List<String>> moves = new LinkedHashMap<>();
        for (JsonNode move : tag.path("moves").valueStream().toList()) {
            String from = move.path("from").asString("no such tag");
            String to = move.path("to").asString("no such tag");
            moves.computeIfAbsent(from + " -> " + to, key -> new ArrayList<>())
                    .add(number(move.path("count").asLong()) + " "
                            + move.path("event").asString(""));
        }
        out.append(moves.entrySet().stream()
                .map(move -> "  " + move.getKey() + ": " + String.join(", ", move.getValue()) + "\n")
                .collect(Collectors.joining()));
        tag.path("retold").valueStream().forEach(this::retold);
    }

    /** Sent by both, and not the same. */
    private void retold(JsonNode told) {
        String event = told.path("event").asString("");
        long revalued = told.path("other_value").asLong();
        if (revalued > 0) {
            out.append("  same ").append(event).append(", other value: ").append(number(revalued));
            told.path("sums")
                    .valueStream()
                    .forEach(sum -> out.append("; ")
                            .append(amount(sum.path("before"), sum.path("currency")))
                            .append(" now, ")
                            .append(amount(sum.path("after"), sum.path("currency")))
                            .append(" then")
                            .append(
                                    sum.path("currency").isNull()
                                            ? ""
                                            : " " + sum.path("currency").asString("")));
            out.append('\n');
        }
        long otherwise = told.path("otherwise").asLong();
        if (otherwise > 0) {
            out.append("  same ")
                    .append(event)
                    .append(", something else in the request: ")
                    .append(number(otherwise))
                    .append(" would be told otherwise\n");
        }
    }

    /** With the decimals of its currency, and more where there are more; nothing is 0. */
    private static String amount(JsonNode amount, JsonNode currency) {
        BigDecimal plain = amount.decimalValue().stripTrailingZeros();
        int decimals = plain.signum() == 0 ? 0 : Amount.decimals(currency.asString(""));
        return plain.setScale(Math.max(plain.scale(), decimals), RoundingMode.UNNECESSARY)
                .toPlainString();
    }

    private static String moment(JsonNode time) {
        return Instant.parse(time.asString("")).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
