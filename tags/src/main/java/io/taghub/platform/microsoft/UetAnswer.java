package io.taghub.platform.microsoft;

import io.taghub.personal.PersonalData;
import io.taghub.tag.Outcome;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * What the Conversions API answers: it takes the events that are right and lists what is wrong with the others, also in a
 * success. What it quotes of an event is never repeated.
 */
final class UetAnswer {
    /** {@code data[3].userData.em}. */
    private static final Pattern INDEX = Pattern.compile("data\\[(\\d{1,4})]");

    private UetAnswer() {}

    static Reading read(Response response, int size) {
        JsonNode answer = response.json();
        JsonNode error = answer.path("error");
        List<JsonNode> wrong = StreamSupport.stream(error.path("details").spliterator(), false)
                .filter(detail -> !detail.path("isWarning").asBoolean(false))
                .toList();
        String detail = words(response, error);
        if (error.path("code").asString("").equalsIgnoreCase("Unauthorized")) {
            return Reading.all(size, Outcome.misconfigured(Reason.BAD_CREDENTIALS, detail));
        }
        if (response.ok()) {
            return answer.isObject()
                    ? taken(answer, wrong, detail, size)
                    : Reading.all(size, new Outcome.Unknown("HTTP " + response.status() + " without an answer"));
        }
        return switch (response.status()) {
            case 401 -> Reading.all(size, Outcome.misconfigured(Reason.BAD_CREDENTIALS, detail));
            case 403 -> Reading.all(size, Outcome.misconfigured(Reason.NO_PERMISSION, detail));
            // The tag is none of the token's, or the version has ended: nothing is the matter with the events.
            case 404, 405, 410 -> Reading.all(size, Outcome.misconfigured(Reason.BAD_SETTINGS, detail));
            default ->
                response.passing()
                        ? Reading.all(size, response.retry())
                        : wrong.isEmpty()
                                ? Reading.refused(OptionalInt.empty(), detail)
                                : Reading.refused(culprit(wrong.getFirst(), size), words(wrong.getFirst()));
        };
    }

    private static Reading taken(JsonNode answer, List<JsonNode> wrong, String detail, int size) {
        if (!wrong.isEmpty()) {
            return sorted(wrong, size);
        }
        int received = answer.path("eventsReceived").asInt(-1);
        JsonNode error = answer.path("error");
        boolean failed =
                received < 0 && error.isObject() && error.path("details").isEmpty();
        if (received < 0 && !error.isObject() && !answer.isEmpty()) {
            return Reading.all(size, new Outcome.Unknown("the answer does not say how many were received"));
        }
        if (received == 0 || failed) {
            return Reading.refused(OptionalInt.empty(), received == 0 ? "no event was received" : detail);
        }
        return received < 0 || received >= size
                ? Reading.all(size, Outcome.DELIVERED)
                : Reading.all(size, new Outcome.Unknown(received + " of " + size + " were received"));
    }

    private static Reading sorted(List<JsonNode> wrong, int size) {
        List<Outcome> outcomes = new ArrayList<>(Collections.nCopies(size, Outcome.DELIVERED));
        for (JsonNode one : wrong) {
            OptionalInt index = culprit(one, size);
            if (index.isEmpty()) {
                return Reading.all(size, new Outcome.Unknown("of some event, not said which: " + words(one)));
            }
            if (outcomes.get(index.getAsInt()).equals(Outcome.DELIVERED)) {
                outcomes.set(index.getAsInt(), Outcome.rejected(words(one)));
            }
        }
        return new Reading.Each(outcomes);
    }

    private static OptionalInt culprit(JsonNode detail, int size) {
        Matcher path = INDEX.matcher(detail.path("propertyName").asString(""));
        int index = detail.path("index").isInt()
                ? detail.path("index").intValue()
                : path.find() ? Integer.parseInt(path.group(1)) : size == 1 ? 0 : -1;
        return index >= 0 && index < size ? OptionalInt.of(index) : OptionalInt.empty();
    }

    private static String words(JsonNode detail) {
        String code = detail.path("errorCode").asString("");
        String property = detail.path("propertyName").asString("");
        return PersonalData.masked((code.isEmpty() ? "" : code + " ") + property + ": "
                + detail.path("errorMessage").asString(""));
    }

    private static String words(Response response, JsonNode error) {
        String said =
                error.path("code").asString("") + " " + error.path("message").asString("");
        return "HTTP " + response.status() + (said.isBlank() ? "" : ": " + PersonalData.masked(said.strip()));
    }
}
