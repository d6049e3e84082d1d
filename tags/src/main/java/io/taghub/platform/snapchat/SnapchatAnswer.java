package io.taghub.platform.snapchat;

import io.taghub.personal.PersonalData;
import io.taghub.tag.Outcome;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What Snapchat's answers mean: the verdict is {@code status} in the body, whatever the HTTP status; INVALID names one event.
 *
 * @see <a href="https://github.com/Snapchat/business-sdk-v3-java">the vendor's description of its interface</a>
 */
final class SnapchatAnswer {
    private SnapchatAnswer() {}

    static Reading read(Response response, int size) {
        int status = response.status();
        String word = response.json().path("status").asString("");
        if (response.passing() || response.redirects()) {
            return Reading.all(size, response.retry());
        }
        if (status == 401) {
            return Reading.all(size, Outcome.misconfigured(Reason.BAD_CREDENTIALS, detail(response)));
        }
        if (status == 403) {
            return Reading.all(size, Outcome.misconfigured(Reason.NO_PERMISSION, detail(response)));
        }
        // 410 is said of a version that is gone.
        if (status == 404 || status == 410) {
            return Reading.all(size, Outcome.misconfigured(Reason.BAD_SETTINGS, detail(response)));
        }
        if (response.ok() && word.equalsIgnoreCase("VALID")) {
            return Reading.all(size, Outcome.DELIVERED);
        }
        // What is neither a verdict nor an error of the request was said by something in between.
        return word.equalsIgnoreCase("INVALID") || status >= 400
                ? Reading.refused(culprit(response.json(), size), detail(response))
                : Reading.all(size, new Outcome.Unknown("HTTP " + status + " without a verdict of Snapchat's"));
    }

    /** The counters of the last hour, which are there for whoever may send. */
    static Reading readProbe(Response response) {
        String word = response.json().path("status").asString("");
        if (response.ok() && word.equalsIgnoreCase("FAILURE")) {
            return Reading.all(1, Outcome.misconfigured(Reason.BAD_SETTINGS, detail(response)));
        }
        return response.ok() && word.equalsIgnoreCase("SUCCESS")
                ? Reading.all(1, Outcome.DELIVERED)
                : read(response, 1);
    }

    /** What the validation says against each event, or against the request as a whole; warnings are no objection. */
    static List<String> objections(Response response) {
        List<String> objections = new ArrayList<>();
        JsonNode answer = response.json();
        for (JsonNode log : answer.path("event_logs")) {
            if (!log.path("status").asString("").equalsIgnoreCase("VALID")) {
                objections.add(errors(log));
            }
        }
        boolean refused = answer.path("status").asString("").equalsIgnoreCase("INVALID");
        return refused && objections.isEmpty() ? List.of(detail(response)) : objections;
    }

    private static OptionalInt culprit(JsonNode answer, int size) {
        JsonNode index = answer.path("event");
        return size == 1 || (index.isInt() && index.intValue() >= 0 && index.intValue() < size)
                ? OptionalInt.of(size == 1 ? 0 : index.intValue())
                : OptionalInt.empty();
    }

    private static String detail(Response response) {
        JsonNode answer = response.json();
        String said = errors(answer);
        String reason =
                said.isEmpty() ? PersonalData.masked(answer.path("reason").asString("")) : said;
        return "HTTP " + response.status() + (reason.isEmpty() ? "" : ": " + reason);
    }

    private static String errors(JsonNode of) {
        return Stream.of("codes", "error_msgs")
                .flatMap(key -> of.path("errors").path(key).valueStream())
                .map(text -> PersonalData.masked(text.asString("")))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" "));
    }
}
