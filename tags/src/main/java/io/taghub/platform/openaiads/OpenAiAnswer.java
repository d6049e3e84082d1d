package io.taghub.platform.openaiads;

import io.taghub.personal.PersonalData;
import io.taghub.tag.Outcome;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Response;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/**
 * What OpenAI's answers mean: it takes a whole request or nothing of it, and does not say which event is wrong. Its answers are
 * not documented; these were seen by others.
 *
 * @see <a href="https://developers.openai.com/ads/conversions-api">the vendor's page</a>
 */
final class OpenAiAnswer {
    /** What the key of another API lacks. */
    private static final String SCOPE = "ads.third_party_events.write";

    private OpenAiAnswer() {}

    static Reading read(Response response, int size) {
        int status = response.status();
        JsonNode answer = response.json();
        if (response.passing() || response.redirects()) {
            return Reading.all(size, later(response));
        }
        return switch (status) {
            case 401 -> Reading.all(size, Outcome.misconfigured(Reason.BAD_CREDENTIALS, detail(response)));
            case 403 -> Reading.all(size, Outcome.misconfigured(Reason.NO_PERMISSION, detail(response)));
            case 404, 405, 410 -> Reading.all(size, Outcome.misconfigured(Reason.BAD_SETTINGS, detail(response)));
            default ->
                status >= 400 || answer.path("error").isObject()
                        ? Reading.refused(OptionalInt.empty(), detail(response))
                        : Reading.all(size, taken(response, answer, size));
        };
    }

    /** With the request's number, by which OpenAI finds what went wrong there. */
    private static Outcome later(Response response) {
        if (response.redirects()) {
            return response.retry();
        }
        Reason reason = response.status() == 429 ? Reason.RATE_LIMITED : Reason.PLATFORM_DOWN;
        return new Outcome.Retryable(reason, response.retryAfter(), detail(response));
    }

    /**
     * Of an event that is only looked at: whoever is told what is wrong with it, in OpenAI's own envelope, may send. Whether
     * the pixel is known it does not say.
     */
    static Reading readProbe(Response response) {
        JsonNode answer = response.json();
        boolean theirs = response.ok()
                ? answer.isObject() && !answer.path("error").isObject()
                : response.status() == 400
                        && answer.path("error").isObject()
                        && !answer.path("error").path("param").asString("").equals("pid");
        return theirs
                ? Reading.all(1, Outcome.DELIVERED)
                : response.ok() && !answer.path("error").isObject()
                        ? Reading.all(
                                1, new Outcome.Unknown("HTTP " + response.status() + " without an answer of OpenAI's"))
                        : read(response, 1);
    }

    /** Nothing says what a success looks like; an answer that is no JSON at all is somebody else's. */
    private static Outcome taken(Response response, JsonNode answer, int size) {
        int accepted = answer.path("accepted_events").asInt(size);
        if (!response.ok() || !(answer.isObject() || response.text().isBlank())) {
            return new Outcome.Unknown("HTTP " + response.status() + " without an answer of OpenAI's");
        }
        return accepted >= size
                ? Outcome.DELIVERED
                : new Outcome.Unknown("OpenAI accepted " + accepted + " of " + size + " events");
    }

    static List<String> objections(Response response) {
        return response.ok() && !response.json().path("error").isObject() ? List.of() : List.of(detail(response));
    }

    private static String detail(Response response) {
        JsonNode error = response.json().path("error");
        String message = PersonalData.masked(error.path("message").asString(""));
        String about = error.path("param").asString("");
        String request = response.header("x-request-id");
        return "HTTP " + response.status()
                + (message.isEmpty() ? "" : ": " + message)
                + (about.isEmpty() || message.contains(about) ? "" : " (" + PersonalData.masked(about) + ")")
                + (message.contains(SCOPE)
                        ? "; this seems to be the Advertiser API key, and a Conversions API key is asked for"
                        : "")
                + (request == null ? "" : ", request " + PersonalData.masked(request));
    }
}
