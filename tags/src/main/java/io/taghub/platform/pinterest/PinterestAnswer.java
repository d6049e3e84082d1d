package io.taghub.platform.pinterest;

import io.taghub.personal.PersonalData;
import io.taghub.tag.Outcome;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/**
 * What Pinterest's answers mean: a verdict for each event in the order of the request, also where the status is 422; and an
 * error of the request as a code.
 *
 * @see <a href="https://github.com/pinterest/api-description">the vendor's description of its interface</a>
 */
final class PinterestAnswer {
    private static final int AUTHENTICATION_FAILED = 2;
    private static final int NOT_FOUND = 404;

    /** Of all events, or of some: the verdicts are there. */
    private static final int UNPROCESSABLE = 422;

    private PinterestAnswer() {}

    /** @param recognised whether Pinterest recognises a repeat of these events, so that they may go again */
    static Reading read(Response response, int size, boolean recognised) {
        if (response.passing() || response.redirects()) {
            return Reading.all(size, response.retry());
        }
        JsonNode answer = response.json();
        int status = response.status();
        if (status == 401 || answer.path("code").asInt(0) == AUTHENTICATION_FAILED) {
            return Reading.all(size, Outcome.misconfigured(Reason.BAD_CREDENTIALS, detail(response)));
        }
        if (status == 403) {
            return Reading.all(size, Outcome.misconfigured(Reason.NO_PERMISSION, detail(response)));
        }
        if (status == NOT_FOUND) {
            return Reading.all(size, Outcome.misconfigured(Reason.BAD_SETTINGS, detail(response)));
        }
        JsonNode told = told(answer);
        JsonNode events = told.path("events");
        if (events.size() == size && (response.ok() || status == UNPROCESSABLE)) {
            return new Reading.Each(
                    events.valueStream().map(PinterestAnswer::verdict).toList());
        }
        if (response.ok()) {
            return Reading.all(size, processed(told, size));
        }
        if (status == UNPROCESSABLE
                && size > 1
                && !recognised
                && told.path("num_events_processed").asInt(-1) != 0) {
            return Reading.all(
                    size, new Outcome.Unknown("Pinterest did not process all of " + size + " and does not say which"));
        }
        // What is no error of Pinterest's was said by something in between.
        return status >= 400
                ? Reading.refused(OptionalInt.empty(), detail(response))
                : Reading.all(size, new Outcome.Unknown("HTTP " + status + " without a verdict of Pinterest's"));
    }

    /** A credential that may send is answered by what is wrong with the event. */
    static Reading readProbe(Response response) {
        JsonNode answer = response.json();
        boolean theirs = response.ok()
                ? told(answer).path("events").isArray() || told(answer).has("num_events_received")
                : response.status() == UNPROCESSABLE && answer.has("code");
        return theirs ? Reading.all(1, Outcome.DELIVERED) : read(response, 1, true);
    }

    static List<String> objections(Response response) {
        List<String> objections = new ArrayList<>();
        for (JsonNode event : told(response.json()).path("events")) {
            if (!"processed".equals(event.path("status").asString(""))) {
                objections.add(message(event));
            }
        }
        return response.ok() || !objections.isEmpty() ? objections : List.of(detail(response));
    }

    /** The error of a request of which some was processed wraps the same answer, as far as examples show. */
    private static JsonNode told(JsonNode answer) {
        return answer.path("details").isObject() ? answer.path("details") : answer;
    }

    private static Outcome verdict(JsonNode event) {
        String status = event.path("status").asString("");
        if (status.equals("processed")) {
            return new Outcome.Delivered(
                    PersonalData.masked(event.path("warning_message").asString("")));
        }
        String message = message(event);
        return status.equals("failed")
                ? new Outcome.Rejected(
                        message.contains("in the past") || message.contains("too old")
                                ? Reason.TOO_OLD
                                : Reason.REJECTED_BY_PLATFORM,
                        message)
                : new Outcome.Unknown("a verdict that Pinterest does not document: " + PersonalData.masked(status));
    }

    /** Without the verdicts the counts tell only where they are all or nothing. */
    private static Outcome processed(JsonNode told, int size) {
        int processed = told.path("num_events_processed").asInt(-1);
        return processed == size
                ? Outcome.DELIVERED
                : new Outcome.Unknown(
                        processed < 0
                                ? "the answer does not say how many events were processed"
                                : "Pinterest processed " + processed + " of " + size + " and does not say which");
    }

    private static String message(JsonNode event) {
        String message = PersonalData.masked(event.path("error_message").asString(""));
        return message.isEmpty() ? "failed without a reason" : message;
    }

    private static String detail(Response response) {
        JsonNode answer = response.json();
        String code = answer.path("code").asString("");
        return code.isEmpty()
                ? "HTTP " + response.status()
                : "code " + code + ": "
                        + PersonalData.masked(answer.path("message").asString(""));
    }
}
