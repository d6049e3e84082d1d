package io.taghub.platform.datamanager;

import io.taghub.personal.PersonalData;
import io.taghub.tag.Outcome;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What Data Manager's answers mean: the first says only that it was received or why the whole request was not, the status
 * says later what became of each event.
 *
 * @see <a href="https://developers.google.com/data-manager/api/devguides/concepts/errors">the vendor's page</a>
 */
final class DataManagerAnswer {
    private static final Pattern INDEX = Pattern.compile("events\\[(\\d{1,4})]");

    /** Reasons that speak of the account, the conversion action or the terms, whatever the event. */
    private static final Pattern SETUP = Pattern.compile("TERMS_AND_CONDITIONS_NOT_SIGNED|DESTINATION_ACCOUNT_.*"
            + "|.*NOT_ALLOWLISTED.*|INVALID_CONVERSION_ACTION_(ID|TYPE)|INVALID_DESTINATION"
            + "|OPERATING_ACCOUNT_LOGIN_ACCOUNT_MISMATCH|EVENT_SOURCE_AND_DESTINATION_MISMATCH");

    /** What the account, its keys or the conversion action have to do with: mend that and replay. */
    private static final Pattern SETTINGS = Pattern.compile("CUSTOM_VARIABLE_NOT_ENABLED|.*TERMS_NOT_SIGNED"
            + "|OPERATING_ACCOUNT_MISMATCH.*|INVALID_OPERATING_ACCOUNT_FOR_CLICK|INVALID_MERCHANT_ID|ONE_PER_CLICK_.*"
            + "|EXTERNAL_ATTRIBUTION_DATA_MISSING|.*(ENCRYPT|DECRYPT|KMS|KEK|DEK|WIP|WRAPPED_KEY|AUTH_FAILED).*");

    private static final Pattern FIELDS =
            Pattern.compile("INVALID_.*|.*_FORMAT|EVENT_ID_DECODE_ERROR|CONVERSION_PRECEDES_CLICK");

    /** Not decided: the hub asks again with the handle it has. */
    private static final Outcome PENDING = new Outcome.Accepted("");

    private DataManagerAnswer() {}

    static Reading ingested(Response response, int size, boolean validateOnly) {
        JsonNode json = response.json();
        if (response.ok() && json.isObject()) {
            String requestId = json.path("requestId").asString("");
            return Reading.all(
                    size,
                    validateOnly
                            ? Outcome.DELIVERED
                            : requestId.isEmpty() ? response.retry() : new Outcome.Accepted(requestId));
        }
        JsonNode error = json.path("error");
        if (!error.isObject() || response.passing()) {
            return Reading.all(size, response.retry());
        }
        return refused(response, error, size);
    }

    private static Reading refused(Response response, JsonNode error, int size) {
        String reason = "";
        String field = "";
        for (JsonNode detail : error.path("details")) {
            JsonNode violation = detail.path("fieldViolations").path(0);
            field = field.isEmpty() ? violation.path("field").asString("") : field;
            // The violation says what is wrong, the error around it often only that something is.
            reason = violation
                    .path("reason")
                    .asString(reason.isEmpty() ? detail.path("reason").asString("") : reason);
        }
        String detail = "HTTP " + response.status() + " " + reason + (field.isEmpty() ? "" : " at " + field) + ": "
                + PersonalData.masked(error.path("message").asString(""));
        if (response.status() == 401) {
            return Reading.all(size, Outcome.misconfigured(Reason.BAD_CREDENTIALS, detail));
        }
        if (SETUP.matcher(reason).matches() || response.status() == 404 || field.startsWith("destinations")) {
            return Reading.all(size, Outcome.misconfigured(Reason.BAD_SETTINGS, detail));
        }
        if (response.status() == 403) {
            return Reading.all(size, Outcome.misconfigured(Reason.NO_PERMISSION, detail));
        }
        Matcher index = INDEX.matcher(field);
        return Reading.refused(
                index.find() && Integer.parseInt(index.group(1)) < size
                        ? OptionalInt.of(Integer.parseInt(index.group(1)))
                        : OptionalInt.empty(),
                detail);
    }

    /** Violations refuse the request, warnings are of what Google then ignores. */
    static List<String> objections(Response response) {
        JsonNode error = response.json().path("error");
        List<String> objections = new ArrayList<>();
        for (JsonNode detail : error.path("details")) {
            detail.path("fieldViolations").forEach(violation -> objections.add(objection(violation)));
        }
        if (objections.isEmpty() && error.isObject()) {
            objections.add(PersonalData.masked(error.path("message").asString("")));
        }
        response.json().path("fieldWarnings").forEach(warning -> objections.add(objection(warning)));
        return objections;
    }

    private static String objection(JsonNode field) {
        return field.path("field").asString("") + ": " + field.path("reason").asString("") + ": "
                + PersonalData.masked(field.path("description").asString(""));
    }

    /** Failing to ask is no reason to send the events again. */
    static Reading decided(Response response, int size, Duration minClickAge) {
        if (response.status() == 401 || response.status() == 403) {
            Reason reason = response.status() == 401 ? Reason.BAD_CREDENTIALS : Reason.NO_PERMISSION;
            return Reading.all(size, Outcome.misconfigured(reason, "HTTP " + response.status()));
        }
        JsonNode destination =
                response.json().path("requestStatusPerDestination").path(0);
        JsonNode errors = destination.path("errorInfo").path("errorCounts");
        return switch (destination.path("requestStatus").asString("")) {
            case "SUCCESS" -> Reading.all(size, Outcome.DELIVERED);
            case "FAILED" -> failed(errors, size, minClickAge, true);
            case "PARTIAL_SUCCESS" -> failed(errors, size, minClickAge, false);
            default -> Reading.all(size, PENDING);
        };
    }

    private static Reading failed(JsonNode errors, int size, Duration minClickAge, boolean all) {
        int counted = 0;
        boolean indexed = !errors.isEmpty();
        for (JsonNode error : errors) {
            counted += error.path("recordCount").asInt(0);
            indexed &= !error.path("recordIndices").isEmpty();
        }
        Outcome first = outcome(errors.path(0), minClickAge);
        if (indexed) {
            return each(errors, size, minClickAge, all ? first : Outcome.DELIVERED);
        }
        if (errors.size() < 2 && (all || counted >= size)) {
            return Reading.all(size, first);
        }
        // Which ones failed for what is not said. Sent again in halves each is told apart, and those that were taken
        // overwrite themselves.
        return Reading.refused(
                OptionalInt.empty(), errors.path(0).path("reason").asString("partly failed"));
    }

    private static Reading each(JsonNode errors, int size, Duration minClickAge, Outcome others) {
        List<Outcome> outcomes = new ArrayList<>(Collections.nCopies(size, others));
        for (JsonNode error : errors) {
            for (JsonNode index : error.path("recordIndices")) {
                int at = index.asInt(-1);
                if (at >= 0 && at < size) {
                    outcomes.set(at, outcome(error, minClickAge));
                }
            }
        }
        return new Reading.Each(outcomes);
    }

    /** Google's processing reasons among ours; the list is open, and what nobody knows is the platform's own. */
    private static Reason ours(String reason) {
        return switch (reason) {
            case "EVENT_TOO_OLD" -> Reason.TOO_OLD;
            case "DENIED_CONSENT", "NO_CONSENT", "UNKNOWN_CONSENT" -> Reason.CONSENT;
            default ->
                SETTINGS.matcher(reason).matches()
                        ? Reason.BAD_SETTINGS
                        : FIELDS.matcher(reason).matches() ? Reason.INVALID_FIELD : Reason.REJECTED_BY_PLATFORM;
        };
    }

    private static Outcome outcome(JsonNode error, Duration minClickAge) {
        String reason = error.path("reason").asString("").replaceFirst("^PROCESSING_ERROR_(REASON_)?", "");
        return switch (reason) {
            case "DUPLICATE_TRANSACTION_ID", "DUPLICATE_GCLID" -> Outcome.DUPLICATE;
            case "TOO_RECENT_CLICK" -> new Outcome.Retryable(Reason.MIN_DELAY, minClickAge, reason);
            case "INTERNAL_ERROR" -> Outcome.retry(Reason.PLATFORM_DOWN, reason);
            default -> new Outcome.Rejected(ours(reason), reason.isEmpty() ? "failed without a reason" : reason);
        };
    }
}
