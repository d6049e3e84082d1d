package io.taghub.cli.report;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Lines of CSV as spreadsheets read them (RFC 4180). */
final class Csv {
    /** A spreadsheet would take it for a formula, and names come from strangers. */
    private static final Pattern FORMULA = Pattern.compile("[=+@\\t\\r].*|-(?![\\d.]+$).*", Pattern.DOTALL);

    private Csv() {}

    static String line(List<String> cells) {
        return cells.stream().map(Csv::cell).collect(Collectors.joining(","));
    }

    private static String cell(String text) {
        String safe = FORMULA.matcher(text).matches() ? "'" + text : text;
        return safe.matches("(?s).*[\",\\r\\n].*") ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
    }
}
