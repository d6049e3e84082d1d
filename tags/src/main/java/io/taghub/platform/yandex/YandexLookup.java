package io.taghub.platform.yandex;

import io.taghub.tag.Identifiers;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Finds a file of which nobody knows whether it arrived in Metrica's list of uploads.
 *
 * @param comment that of the file, which nothing but these rows has
 * @param since the file cannot have been uploaded before: Metrica takes no row of the future
 */
record YandexLookup(String comment, Instant since) {
    /** More than a day's files, in one answer. */
    static final int LIMIT = 1000;

    private static final Pattern HANDLE = Pattern.compile("(taghub[0-9a-f]{64})@(\\d{1,12})");

    static String comment(YandexFile file) {
        return "taghub" + Identifiers.hex("SHA-256", file.csv());
    }

    static YandexLookup of(List<YandexRow> rows) {
        long latest = rows.stream()
                .mapToLong(row -> Long.parseLong(row.get("DateTime")))
                .max()
                .orElse(0);
        return new YandexLookup(comment(YandexFile.of(rows)), Instant.ofEpochSecond(latest));
    }

    /** Null where the handle is the id of an upload. */
    static @Nullable YandexLookup of(String handle) {
        Matcher parts = HANDLE.matcher(handle);
        return parts.matches()
                ? new YandexLookup(parts.group(1), Instant.ofEpochSecond(Long.parseLong(parts.group(2))))
                : null;
    }

    String handle() {
        return comment + "@" + since.getEpochSecond();
    }

    /** The upload, or a missing node. */
    JsonNode in(JsonNode uploads) {
        for (JsonNode upload : uploads) {
            if (upload.path("comment").asString("").equals(comment)) {
                return upload;
            }
        }
        return uploads.path("none");
    }

    /** Whether the list goes back to where the file would be, so that what is not in it is nowhere. */
    boolean isCoveredBy(JsonNode uploads) {
        if (uploads.size() < LIMIT) {
            return true;
        }
        for (JsonNode upload : uploads) {
            if (isBefore(upload.path("create_time").asString(""))) {
                return true;
            }
        }
        return false;
    }

    private boolean isBefore(String time) {
        try {
            return OffsetDateTime.parse(time).toInstant().isBefore(since);
        } catch (DateTimeParseException unreadable) {
            return false;
        }
    }
}
