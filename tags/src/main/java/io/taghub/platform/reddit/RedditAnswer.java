package io.taghub.platform.reddit;

import io.taghub.personal.PersonalData;
import io.taghub.tag.Outcome;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Response;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What Reddit's answers mean: it takes a whole request or nothing of it, and shows the wrong events without their places.
 * What it shows of them never leaves this class.
 *
 * @see <a href="https://ads-api.reddit.com/docs/v3/guides/programs/capi/error-handling">the vendor's page</a>
 */
final class RedditAnswer {
    private static final Pattern PROCESSED = Pattern.compile("processed (\\d+) conversion event");

    /** {@code event_at timestamp must be less than 168h0m0s old}. */
    private static final Pattern TOO_OLD = Pattern.compile("must be less than \\w+ old");

    private RedditAnswer() {}

    static Reading read(Response response, int size) {
        int status = response.status();
        if (response.passing() || response.redirects()) {
            return Reading.all(size, response.retry());
        }
        if (status == 401) {
            return Reading.all(size, Outcome.misconfigured(Reason.BAD_CREDENTIALS, detail(response)));
        }
        // 410 is said of a version that is gone.
        if (status == 404 || status == 410) {
            return Reading.all(size, Outcome.misconfigured(Reason.BAD_SETTINGS, detail(response)));
        }
        JsonNode answer = response.json().has("data") ? response.json().path("data") : response.json();
        boolean objects = answer.path("invalid_events").size() > 0
                || answer.has("error")
                || !answer.path("success").asBoolean(true);
        if (status == 403 && !said(answer).contains("JSON error")) {
            return Reading.all(size, Outcome.misconfigured(Reason.NO_PERMISSION, detail(response)));
        }
        if (status >= 400 || objects) {
            return refused(response, answer, size);
        }
        String message = answer.path("message").asString("");
        Matcher processed = PROCESSED.matcher(message);
        boolean all = !processed.find() || processed.group(1).equals(String.valueOf(size));
        return response.ok() && !message.isEmpty() && all
                ? Reading.all(size, Outcome.DELIVERED)
                : Reading.all(
                        size, new Outcome.Unknown("HTTP " + status + ", which does not say that all were processed"));
    }

    private static Reading refused(Response response, JsonNode answer, int size) {
        String detail = detail(response);
        Outcome.Rejected why = new Outcome.Rejected(
                TOO_OLD.matcher(detail).find() ? Reason.TOO_OLD : Reason.REJECTED_BY_PLATFORM, detail);
        // Each is told why by the answer to itself alone, unless all are wrong in one way.
        boolean oneReason = answer.path("invalid_events")
                        .valueStream()
                        .map(event -> event.path("error_message").asString(""))
                        .distinct()
                        .count()
                == 1;
        return oneReason && answer.path("invalid_events").size() == size
                ? Reading.all(size, why)
                : new Reading.Refused(size == 1 ? OptionalInt.of(0) : OptionalInt.empty(), why);
    }

    private static String detail(Response response) {
        String said = said(response.json().has("data") ? response.json().path("data") : response.json());
        return "HTTP " + response.status() + (said.isEmpty() ? "" : ": " + said);
    }

    /** The first that is there, from the closest to the event to the widest. */
    private static String said(JsonNode answer) {
        JsonNode error = answer.path("error");
        return Stream.of(
                        answer.path("invalid_events").path(0).path("error_message"),
                        error.path("explanation"),
                        error.path("message"),
                        error.path("reason"),
                        answer.path("message"))
                .map(text -> PersonalData.masked(text.asString("")))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }
}
