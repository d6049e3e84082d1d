package io.taghub.platform.x;

import io.taghub.personal.PersonalData;
import io.taghub.tag.Outcome;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Response;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What X's answers mean. It takes a whole request or nothing of it, lists all that is wrong and never says with which
 * conversion.
 *
 * @see <a href="https://docs.x.com/x-ads-api/fundamentals/error-codes-and-responses">the vendor's page</a>
 */
final class XAnswer {
    private XAnswer() {}

    static Reading read(Response response, int size) {
        JsonNode errors = response.json().path("errors");
        for (JsonNode error : errors) {
            Outcome outcome = known(error, response);
            if (outcome != null) {
                return Reading.all(size, outcome);
            }
        }
        if (!errors.isEmpty()) {
            return refused(errors);
        }
        if (response.ok()) {
            return taken(response.json().path("data").path("conversions_processed"), size);
        }
        String detail = "HTTP " + response.status();
        return switch (response.status()) {
            case 401 -> Reading.all(size, Outcome.misconfigured(Reason.BAD_CREDENTIALS, detail));
            case 403 -> Reading.all(size, Outcome.misconfigured(Reason.NO_PERMISSION, detail));
            // The way there is wrong, or its version has ended: nothing is the matter with the events.
            case 404, 405, 410 -> Reading.all(size, Outcome.misconfigured(Reason.BAD_SETTINGS, detail));
            case 423 -> Reading.all(size, response.retry());
            default ->
                response.passing() ? Reading.all(size, response.retry()) : Reading.refused(OptionalInt.empty(), detail);
        };
    }

    /** A success that processed nothing is none, and of one that processed some X does not say which. */
    private static Reading taken(JsonNode processed, int size) {
        int number = processed.asInt(-1);
        if (number >= size) {
            return Reading.all(size, Outcome.DELIVERED);
        }
        return number == 0
                ? Reading.refused(OptionalInt.empty(), "X processed none of it")
                : Reading.all(
                        size,
                        new Outcome.Unknown(
                                number < 0
                                        ? "the answer does not say how many were processed"
                                        : "X processed " + number + " of " + size));
    }

    /** What is true of the whole request, whatever is in it; null where some conversion is to blame. */
    private static @Nullable Outcome known(JsonNode error, Response response) {
        String detail = words(error);
        return switch (error.path("code").asString("")) {
            case "OVER_CAPACITY",
                    "SERVICE_UNAVAILABLE",
                    "INTERNAL_ERROR",
                    "CANCELLED_REQUEST",
                    "LOCK_ACQUISITION_TIMEOUT" ->
                new Outcome.Retryable(Reason.PLATFORM_DOWN, response.retryAfter(), detail);
            case "TOO_MANY_REQUESTS" -> new Outcome.Retryable(Reason.RATE_LIMITED, response.retryAfter(), detail);
            case "UNAUTHORIZED_ACCESS" -> Outcome.misconfigured(Reason.BAD_CREDENTIALS, detail);
            case "UNAUTHORIZED_CLIENT_APPLICATION", "CURRENT_USER_SUSPENDED" ->
                Outcome.misconfigured(Reason.NO_PERMISSION, detail);
            // One of the events that event_ids names, and not the others.
            case "WEB_EVENT_TAG_NOT_FOUND" -> null;
            case "ACCOUNT_NOT_FOUND", "ROUTE_NOT_FOUND" -> Outcome.misconfigured(Reason.BAD_SETTINGS, detail);
            default ->
                switch (response.status()) {
                    case 401 -> Outcome.misconfigured(Reason.BAD_CREDENTIALS, detail);
                    case 403 -> Outcome.misconfigured(Reason.NO_PERMISSION, detail);
                    case 404 -> Outcome.misconfigured(Reason.BAD_SETTINGS, detail);
                    case 423 -> new Outcome.Retryable(Reason.PLATFORM_DOWN, response.retryAfter(), detail);
                    default -> response.passing() ? response.retry() : null;
                };
        };
    }

    /** An event id that is none of the pixel's costs the conversion alone, and is the settings' fault. */
    private static Reading refused(JsonNode errors) {
        JsonNode first = errors.get(0);
        String message = first.path("message").asString("").toLowerCase(Locale.ROOT);
        boolean settings = first.path("code").asString("").equals("WEB_EVENT_TAG_NOT_FOUND")
                || message.contains("single event tag")
                || (message.contains("event id") && message.contains("not found"));
        return new Reading.Refused(
                OptionalInt.empty(),
                new Outcome.Rejected(settings ? Reason.BAD_SETTINGS : Reason.REJECTED_BY_PLATFORM, words(first)));
    }

    private static String words(JsonNode error) {
        String parameter = error.path("parameter").asString("");
        return error.path("code").asString("") + (parameter.isEmpty() ? "" : " " + parameter) + ": "
                + PersonalData.masked(error.path("message").asString(""));
    }
}
