package io.taghub.platform.yandex;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Conversions as a CSV file, and that as the only part of a multipart/form-data body.
 *
 * @param csv the columns that any row has, with their names in the first line
 */
record YandexFile(String csv) {
    /** It stands alone in a line, and no value has a line break. */
    private static final String BOUNDARY = "taghub-conversions";

    static final String CONTENT_TYPE = "multipart/form-data; boundary=" + BOUNDARY;

    private static final List<String> COLUMNS =
            List.of("UserId", "ClientId", "Yclid", "PurchaseId", "Target", "DateTime", "Price", "Currency");

    static YandexFile of(List<YandexRow> rows) {
        List<String> columns = COLUMNS.stream()
                .filter(column -> rows.stream().anyMatch(row -> row.has(column)))
                .toList();
        StringBuilder csv = new StringBuilder(String.join(",", columns)).append('\n');
        rows.forEach(row -> csv.append(
                        columns.stream().map(column -> quoted(row.get(column))).collect(Collectors.joining(",")))
                .append('\n'));
        return new YandexFile(csv.toString());
    }

    static boolean isUnwritable(String value) {
        return value.chars().anyMatch(Character::isISOControl);
    }

    private static String quoted(String value) {
        return value.indexOf(',') < 0 && value.indexOf('"') < 0 ? value : '"' + value.replace("\"", "\"\"") + '"';
    }

    byte[] multipart() {
        return ("--" + BOUNDARY + "\r\n"
                        + "Content-Disposition: form-data; name=\"file\"; filename=\"conversions.csv\"\r\n"
                        + "Content-Type: text/csv\r\n"
                        + "\r\n" + csv
                        + "\r\n--" + BOUNDARY + "--\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
