package io.taghub.platform.yandex;

import io.taghub.personal.PersonalData;
import io.taghub.tag.Outcome;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Response;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What Metrica's answers mean: the first says only that the file is there, the status says hours later how many of its rows
 * were joined to visits, and never which.
 *
 * @see <a href="https://yandex.com/dev/metrika/en/intro/errors">errors</a>, and
 *     <a href="https://yandex.com/dev/metrika/en/management/openapi/offline_conversions/findById_1">the status</a>
 */
final class YandexAnswer {
    /** The English page of quotas says so, the Russian one and the list of errors say 429. */
    private static final int ENHANCE_YOUR_CALM = 420;

    /** Not decided: the hub asks again with the handle it has. */
    private static final Outcome PENDING = new Outcome.Accepted("");

    private YandexAnswer() {}

    static Reading uploaded(Response response, int size) {
        JsonNode json = response.json();
        if (response.ok()) {
            String id = json.path("uploading").path("id").asString("");
            return Reading.all(
                    size,
                    id.isEmpty() ? new Outcome.Unknown("the answer has no id of an upload") : new Outcome.Accepted(id));
        }
        String type = type(json);
        String message = json.path("errors")
                .path(0)
                .path("message")
                .asString(json.path("message").asString(""));
        String detail = ("HTTP " + response.status() + " " + type).strip()
                + (message.isEmpty() ? "" : ": " + PersonalData.masked(message));
        if (response.status() == 429 || response.status() == ENHANCE_YOUR_CALM || type.startsWith("quota")) {
            return Reading.all(size, new Outcome.Retryable(Reason.RATE_LIMITED, wait(response, type), detail));
        }
        if (response.passing()) {
            // Metrica says so of a file that it took, too, and would count it a second time.
            return Reading.all(size, new Outcome.Retryable(Reason.UNKNOWN_OUTCOME, response.retryAfter(), detail));
        }
        return switch (type) {
            case "unauthorized", "invalid_token" ->
                Reading.all(size, Outcome.misconfigured(Reason.BAD_CREDENTIALS, detail));
            case "access_denied", "counter_in_connect" ->
                Reading.all(size, Outcome.misconfigured(Reason.NO_PERMISSION, detail));
            case "not_found" -> Reading.all(size, Outcome.misconfigured(Reason.BAD_SETTINGS, detail));
            default -> byStatus(response, json, size, detail);
        };
    }

    private static String type(JsonNode json) {
        return json.path("errors").path(0).path("error_type").asString("");
    }

    private static Reading byStatus(Response response, JsonNode json, int size, String detail) {
        return switch (response.status()) {
            case 401 -> Reading.all(size, Outcome.misconfigured(Reason.BAD_CREDENTIALS, detail));
            case 403 -> Reading.all(size, Outcome.misconfigured(Reason.NO_PERMISSION, detail));
            // Too much in one file: less of it may pass.
            case 413 -> Reading.refused(OptionalInt.empty(), detail);
            // What is not JSON is not Metrica's.
            default ->
                json.isObject() && response.status() >= 400
                        ? Reading.refused(OptionalInt.empty(), detail)
                        : Reading.all(size, response.retry());
        };
    }

    /** The user's day ends at midnight in Greenwich; by the clock of the answer, for a tag has none. */
    private static @Nullable Duration wait(Response response, String type) {
        String date = response.header("date");
        if (response.retryAfter() != null || !type.equals("quota_requests_by_uid") || date == null) {
            return response.retryAfter();
        }
        try {
            ZonedDateTime now = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Duration.between(now, now.truncatedTo(ChronoUnit.DAYS).plusDays(1));
        } catch (DateTimeParseException unreadable) {
            return null;
        }
    }

    /** What became of the upload with this id. */
    static Reading decided(Response response, int size) {
        JsonNode json = response.json();
        if (response.status() == 404 && type(json).equals("not_found")) {
            return Reading.all(size, Outcome.rejected("Metrica took the file and knows no such upload any more"));
        }
        Outcome refusal = refusal(response);
        return Reading.all(size, refusal == null ? status(json.path("uploading"), size) : refusal);
    }

    /** What became of a file of which nobody knows whether it arrived. */
    static Reading found(YandexLookup lookup, Response response, int size) {
        JsonNode uploads = response.json().path("uploadings");
        Outcome refusal = refusal(response);
        if (refusal != null) {
            return Reading.all(size, refusal);
        }
        if (!response.ok() || !uploads.isArray()) {
            return Reading.all(size, PENDING);
        }
        JsonNode upload = lookup.in(uploads);
        if (upload.isObject()) {
            return Reading.all(size, status(upload, size));
        }
        return Reading.all(
                size,
                lookup.isCoveredBy(uploads)
                        ? Outcome.retry(Reason.PLATFORM_DOWN, "Metrica has no upload of it, so it goes again")
                        : PENDING);
    }

    /** Who may not ask learns nothing; failing to ask is no reason to send the file again. */
    private static @Nullable Outcome refusal(Response response) {
        return switch (response.status()) {
            case 401 -> Outcome.misconfigured(Reason.BAD_CREDENTIALS, "HTTP 401");
            case 403 ->
                type(response.json()).startsWith("quota")
                        ? null
                        : Outcome.misconfigured(Reason.NO_PERMISSION, "HTTP 403");
            default -> null;
        };
    }

    private static Outcome status(JsonNode upload, int size) {
        return switch (upload.path("status").asString("")) {
            case "PROCESSED" -> processed(upload, size);
            case "LINKAGE_FAILURE" -> unlinked(upload, size);
            default -> PENDING;
        };
    }

    /** Where some rows were joined to visits nobody knows which, and the file is not sent again: they might count twice. */
    private static Outcome processed(JsonNode upload, int size) {
        int rows = rows(upload, size);
        boolean none = upload.path("linked_quantity").asInt(rows) == 0
                || invalid(upload, rows) + goalless(upload) + unseen(upload) >= rows;
        if (none) {
            return unlinked(upload, size);
        }
        boolean all = upload.path("linked_quantity").asInt(rows) >= rows
                && invalid(upload, rows) + goalless(upload) + unseen(upload) == 0;
        return all
                ? Outcome.DELIVERED
                : new Outcome.Delivered(
                        "a part of the file was joined to visits, and nobody knows which" + counts(upload, rows));
    }

    private static String counts(JsonNode upload, int rows) {
        return " (of " + rows + " in the file: " + invalid(upload, rows) + " not valid, " + goalless(upload)
                + " goal_not_found, " + unseen(upload) + " user_not_found)";
    }

    private static Outcome unlinked(JsonNode upload, int size) {
        int rows = rows(upload, size);
        int invalid = invalid(upload, rows);
        int goalless = goalless(upload);
        int unseen = unseen(upload);
        String counts = counts(upload, rows);
        if (goalless > 0 && goalless >= invalid && goalless >= unseen) {
            return new Outcome.Rejected(
                    Reason.BAD_SETTINGS,
                    "the counter has no goal of this name; it is made as a JavaScript event whose identifier matches"
                            + counts);
        }
        if (invalid > unseen) {
            return new Outcome.Rejected(Reason.INVALID_FIELD, "Metrica could not read the row" + counts);
        }
        return Outcome.rejected("no visit of this person within the last 21 days" + counts);
    }

    private static int rows(JsonNode upload, int size) {
        return Math.max(1, upload.path("source_quantity").asInt(size));
    }

    private static int invalid(JsonNode upload, int rows) {
        return Math.max(0, rows - upload.path("line_quantity").asInt(rows));
    }

    private static int goalless(JsonNode upload) {
        return upload.path("goal_not_found_quantity").asInt(0);
    }

    private static int unseen(JsonNode upload) {
        return upload.path("user_not_found_quantity").asInt(0);
    }
}
