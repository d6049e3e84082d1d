package io.taghub.platform.meta;

import io.taghub.personal.PersonalData;
import io.taghub.tag.Outcome;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Response;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What Meta's answers mean. It takes a whole request or nothing of it.
 *
 * @see <a href="https://developers.facebook.com/docs/graph-api/guides/error-handling">the vendor's page</a>
 */
final class MetaAnswer {
    private static final int UNKNOWN_PIXEL = 33;
    private static final int TOO_OLD = 2804003;

    /** The event at fault, as Meta names it in the error's text: {@code $['data'][3]['event_time']}. */
    private static final Pattern INDEX = Pattern.compile("data(?:['\"]?])?\\[(\\d{1,4})]");

    private MetaAnswer() {}

    static Reading read(Response response, int size) {
        JsonNode error = response.json().path("error");
        if (error.isObject()) {
            return read(response, error, size);
        }
        // Anything that is not Meta's JSON was said by something in between.
        return Reading.all(
                size, response.ok() && response.json().has("events_received") ? Outcome.DELIVERED : response.retry());
    }

    private static Reading read(Response response, JsonNode error, int size) {
        int code = error.path("code").asInt(0);
        int subcode = error.path("error_subcode").asInt(0);
        String detail = "code " + code + (subcode == 0 ? "" : "/" + subcode) + ": "
                + PersonalData.masked(error.path("error_user_title")
                        .asString(error.path("message").asString("")));
        if (error.path("is_transient").asBoolean(false)) {
            return Reading.all(size, retry(Reason.PLATFORM_DOWN, response, detail));
        }
        return switch (code) {
            case 1, 2, 341, 368, 5000, 21009 -> Reading.all(size, retry(Reason.PLATFORM_DOWN, response, detail));
            // 800xx is one limit per kind of business use; of these 80003 is documented, the others are not verified.
            case 4, 17, 32, 613, 80000, 80001, 80002, 80003, 80004, 80005, 80006, 80008, 80009, 80014 ->
                Reading.all(size, retry(Reason.RATE_LIMITED, response, detail));
            case 102, 104, 190 -> Reading.all(size, Outcome.misconfigured(Reason.BAD_CREDENTIALS, detail));
            case 3, 10, 200, 294 -> Reading.all(size, Outcome.misconfigured(Reason.NO_PERMISSION, detail));
            case 2500, 2635 -> Reading.all(size, Outcome.misconfigured(Reason.BAD_SETTINGS, detail));
            case 100 ->
                switch (subcode) {
                    case UNKNOWN_PIXEL -> Reading.all(size, Outcome.misconfigured(Reason.BAD_SETTINGS, detail));
                    case TOO_OLD ->
                        new Reading.Refused(culprit(error, size), new Outcome.Rejected(Reason.TOO_OLD, detail));
                    default -> Reading.refused(culprit(error, size), detail);
                };
            default ->
                response.passing()
                        ? Reading.all(size, response.retry())
                        : Reading.refused(culprit(error, size), detail);
        };
    }

    private static Outcome retry(Reason reason, Response response, String detail) {
        return new Outcome.Retryable(reason, response.retryAfter(), detail);
    }

    private static OptionalInt culprit(JsonNode error, int size) {
        for (String text : new String[] {"error_user_msg", "message", "error_user_title"}) {
            Matcher index = INDEX.matcher(error.path(text).asString(""));
            if (index.find() && Integer.parseInt(index.group(1)) < size) {
                return OptionalInt.of(Integer.parseInt(index.group(1)));
            }
        }
        return OptionalInt.empty();
    }
}
