package io.taghub.platform.yandex;

import io.taghub.twin.Call;
import io.taghub.twin.Doubtful;
import io.taghub.twin.InClear;
import io.taghub.twin.Shape;
import io.taghub.twin.StrictJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A file as Metrica reads it: what refuses it whole, which rows are valid, and what else is doubtful. */
final class YandexTwinFile {
    static final Set<String> IDS = Set.of("UserId", "ClientId", "Yclid", "PurchaseId");
    private static final Set<String> OTHERS = Set.of("Target", "DateTime", "Price", "Currency");
    private static final Pattern BOUNDARY =
            Pattern.compile("multipart/form-data\\s*;.*?boundary=\"?([^\";]{1,70})\"?.*", Pattern.CASE_INSENSITIVE);
    private static final Pattern PART = Pattern.compile("form-data\\s*;.*?name=\"file\".*filename=\".+\".*");

    private static final int SECONDS = 12;

    private final List<Map<String, String>> rows = new ArrayList<>();
    private final List<Map<String, String>> valid = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private @Nullable String refusal;

    YandexTwinFile(Call call) {
        String csv = part(call);
        if (csv == null) {
            refusal = "the body is no multipart/form-data with a file called file";
            return;
        }
        List<List<String>> lines = lines(csv);
        List<String> names = lines.isEmpty() ? List.of() : lines.getFirst();
        if (!names.contains("Target") || !names.contains("DateTime")) {
            refusal = "the first line does not name the columns Target and DateTime";
        } else if (names.stream().noneMatch(IDS::contains)) {
            refusal = "none of the columns is UserId, ClientId, Yclid or PurchaseId";
        } else if (lines.size() < 2) {
            refusal = "the file has no rows";
        } else {
            names.stream()
                    .filter(name -> !IDS.contains(name) && !OTHERS.contains(name))
                    .forEach(name -> problems.add(name + " is no column of Metrica's"));
            lines.subList(1, lines.size()).forEach(line -> row(names, line, call));
        }
    }

    List<Map<String, String>> rows() {
        return rows;
    }

    List<Map<String, String>> valid() {
        return valid;
    }

    List<String> problems() {
        return problems;
    }

    /** Why the whole file is not taken, or null. */
    @Nullable
    String refusal() {
        return refusal;
    }

    private void row(List<String> names, List<String> line, Call call) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(names.size(), line.size()); i++) {
            if (!line.get(i).isEmpty()) {
                row.put(names.get(i), line.get(i));
            }
        }
        rows.add(row);
        String place = "row " + rows.size() + ": ";
        String time = row.getOrDefault("DateTime", "");
        boolean dated = time.matches("\\d{1,18}");
        if (dated && Long.parseLong(time) > call.at().getEpochSecond()) {
            refusal = place + "DateTime is still to come"
                    + (time.length() > SECONDS ? "; it is in seconds, and this looks like milliseconds" : "");
        }
        String wrong = line.size() != names.size()
                ? "it has another number of values than there are columns"
                : !dated ? "DateTime is no time in seconds" : wrong(row);
        if (wrong == null) {
            valid.add(row);
        } else {
            problems.add(place + wrong);
        }
        ObjectNode json = StrictJson.object();
        row.forEach(json::put);
        InClear.problems("", json).forEach(problem -> problems.add(place + problem));
        for (String id : IDS) {
            Doubtful.problems(id, json.path(id)).forEach(problem -> problems.add(place + problem));
        }
    }

    private static @Nullable String wrong(Map<String, String> row) {
        String price = row.get("Price");
        String currency = row.get("Currency");
        if (row.keySet().stream().noneMatch(IDS::contains)) {
            return "it has no UserId, ClientId, Yclid or PurchaseId";
        }
        if (!row.containsKey("Target")) {
            return "it has no Target";
        }
        if (!row.getOrDefault("ClientId", "1").matches("\\d{1,20}")) {
            return "ClientId is no number";
        }
        if (price != null && !price.matches("\\d+(\\.\\d+)?")) {
            return "Price is no number with a point before its decimals";
        }
        return currency != null && !Shape.isCurrencyCode(currency) ? "Currency is no code of ISO 4217" : null;
    }

    /** The content of the part called file, or null. */
    private static @Nullable String part(Call call) {
        Matcher type = BOUNDARY.matcher(String.valueOf(call.header("content-type")));
        if (!type.matches()) {
            return null;
        }
        String delimiter = "\r\n--" + type.group(1);
        String[] parts = ("\r\n" + call.body()).split(Pattern.quote(delimiter), -1);
        if (!parts[parts.length - 1].startsWith("--")) {
            return null;
        }
        for (String part : parts) {
            int end = part.indexOf("\r\n\r\n");
            if (end > 0
                    && PART.matcher(part.substring(0, end).replace("\r\n", " ")).find()) {
                return part.substring(end + 4);
            }
        }
        return null;
    }

    /** RFC 4180, with line feeds too. */
    private static List<List<String>> lines(String csv) {
        List<List<String>> lines = new ArrayList<>();
        List<String> line = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean quoted = false;
        String text = csv.replace("\r\n", "\n") + (csv.endsWith("\n") ? "" : "\n");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c != '"') {
                    value.append(c);
                } else if (text.startsWith("\"\"", i)) {
                    value.append(c);
                    i++;
                } else {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == ',' || c == '\n') {
                line.add(value.toString());
                value.setLength(0);
                if (c == '\n') {
                    lines.add(line);
                    line = new ArrayList<>();
                }
            } else {
                value.append(c);
            }
        }
        return lines;
    }
}
