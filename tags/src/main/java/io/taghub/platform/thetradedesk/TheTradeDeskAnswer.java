package io.taghub.platform.thetradedesk;

import io.taghub.personal.PersonalData;
import io.taghub.tag.Outcome;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** What The Trade Desk answers: to real-time events a status alone, to offline conversions the lines that failed. */
final class TheTradeDeskAnswer {
    private TheTradeDeskAnswer() {}

    /**
     * What is wrong with a tracking tag or a name concerns the events of it, and others go on. Where no credentials, or the
     * address, are taken, all would be lost.
     *
     * @param json whether it must be JSON, which is documented of offline conversions alone
     */
    static Reading read(Response response, int size, boolean json) {
        List<JsonNode> failed = failed(response.json());
        boolean ofLines = response.ok() || response.status() == 400;
        if (ofLines && !failed.isEmpty()) {
            return response.ok() ? lines(failed, size) : refused(failed.getFirst(), size);
        }
        String detail = "HTTP " + response.status();
        return switch (response.status()) {
            case 400, 413, 422 -> Reading.refused(OptionalInt.empty(), detail);
            case 402 ->
                new Reading.Refused(
                        OptionalInt.empty(),
                        new Outcome.Rejected(
                                Reason.BAD_SETTINGS,
                                detail + ": the tracking tag or the name of the event is not defined there"));
            case 403 -> Reading.all(size, Outcome.misconfigured(Reason.NO_PERMISSION, detail + " " + words(response)));
            case 404, 405, 410 -> Reading.all(size, Outcome.misconfigured(Reason.BAD_SETTINGS, detail));
            default -> Reading.all(size, response.ok() ? taken(response, json, detail) : response.failure(detail));
        };
    }

    /** A page was put in the place of the answer by something in between. */
    private static Outcome taken(Response response, boolean json, String detail) {
        boolean theirs = json
                ? response.json().isObject()
                : !response.text().stripLeading().startsWith("<");
        return theirs ? Outcome.DELIVERED : new Outcome.Unknown(detail + " with an answer that is none of theirs");
    }

    private static List<JsonNode> failed(JsonNode answer) {
        JsonNode lines = answer.path("FailedLines");
        return lines.isArray()
                ? StreamSupport.stream(lines.spliterator(), false).toList()
                : List.of();
    }

    /** Of a success: all but these were taken, so where a line cannot be told nothing may be sent again. */
    private static Reading lines(List<JsonNode> failed, int size) {
        List<Outcome> outcomes = new ArrayList<>(Collections.nCopies(size, Outcome.DELIVERED));
        for (JsonNode line : failed) {
            OptionalInt index = index(line, size);
            if (index.isEmpty()) {
                return Reading.all(size, new Outcome.Unknown(detail(line) + ", of which line is not said"));
            }
            outcomes.set(index.getAsInt(), outcome(line));
        }
        return new Reading.Each(outcomes);
    }

    private static Reading refused(JsonNode line, int size) {
        return outcome(line) instanceof Outcome.Rejected why
                ? new Reading.Refused(index(line, size), why)
                : Reading.all(size, outcome(line));
    }

    private static Outcome outcome(JsonNode line) {
        return switch (line.path("ErrorCode").asString("")) {
            case "MissingOrInvalidTrackingTagId", "InvalidMerchantId" ->
                new Outcome.Rejected(Reason.BAD_SETTINGS, detail(line));
            case "Unauthorized" -> Outcome.misconfigured(Reason.BAD_CREDENTIALS, detail(line));
            case "Unknown" -> Outcome.retry(Reason.PLATFORM_DOWN, detail(line));
            default -> Outcome.rejected(detail(line));
        };
    }

    /** The event that the line echoes stays out of it. */
    private static String detail(JsonNode line) {
        String message = PersonalData.masked(line.path("Message").asString(""));
        return line.path("ErrorCode").asString("") + (message.isEmpty() ? "" : ": " + message);
    }

    /** Lines are counted from one. */
    private static OptionalInt index(JsonNode line, int size) {
        int index = line.path("ItemNumber").asInt(size == 1 ? 1 : 0) - 1;
        return index >= 0 && index < size ? OptionalInt.of(index) : OptionalInt.empty();
    }

    private static String words(Response response) {
        return response.text().stripLeading().startsWith("<") ? "" : PersonalData.masked(response.text());
    }
}
