package io.taghub.platform.microsoft;

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
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the Campaign Management API answers: of the conversions in a success those that failed, by their index; or a fault.
 *
 * @see <a href="https://learn.microsoft.com/en-us/advertising/guides/operation-error-codes">Operation error codes</a>
 */
final class MicrosoftOfflineAnswer {
    private static final int OVER_LIMIT = 5601;

    /** A minute, says Microsoft. */
    private static final Duration CALMED = Duration.ofSeconds(60);

    /** A goal takes conversions two hours after it was made. */
    private static final Duration GOAL_READY = Duration.ofHours(2);

    /** The two clocks are not apart for longer. */
    private static final Duration SKEW = Duration.ofMinutes(10);

    private MicrosoftOfflineAnswer() {}

    static boolean isOne(Response response) {
        JsonNode answer = response.json();
        return Stream.of("PartialErrors", "Errors", "OperationErrors", "BatchErrors", "TrackingId")
                .anyMatch(answer::has);
    }

    static Reading read(Response response, int size) {
        JsonNode answer = response.json();
        List<JsonNode> faults = Stream.concat(elements(answer.path("Errors")), elements(answer.path("OperationErrors")))
                .toList();
        if (!faults.isEmpty()) {
            return fault(faults.getFirst(), response, size);
        }
        List<JsonNode> of = elements(answer.path("BatchErrors")).toList();
        if (!of.isEmpty()) {
            Outcome outcome = outcome(of.getFirst(), response);
            return outcome instanceof Outcome.Rejected why
                    ? new Reading.Refused(index(of.getFirst(), size), why)
                    : Reading.all(size, outcome);
        }
        return response.ok() && !answer.has("PartialErrors")
                ? Reading.all(size, new Outcome.Unknown("HTTP " + response.status() + " without PartialErrors"))
                : response.ok()
                        ? sorted(elements(answer.path("PartialErrors")).toList(), response, size)
                        : Reading.all(size, byStatus(response, "HTTP " + response.status()));
    }

    /** Errors have an index; in the list they are close together, whatever stands between. */
    private static Reading sorted(List<JsonNode> errors, Response response, int size) {
        List<Outcome> outcomes = new ArrayList<>(Collections.nCopies(size, Outcome.DELIVERED));
        for (JsonNode error : errors) {
            OptionalInt index = index(error, size);
            Outcome outcome = outcome(error, response);
            if (index.isEmpty()) {
                return outcome instanceof Outcome.Rejected why
                        ? new Reading.Refused(OptionalInt.empty(), why)
                        : Reading.all(size, outcome);
            }
            if (outcomes.get(index.getAsInt()).equals(Outcome.DELIVERED)) {
                outcomes.set(index.getAsInt(), outcome);
            }
        }
        return new Reading.Each(outcomes);
    }

    private static Reading fault(JsonNode error, Response response, int size) {
        Outcome outcome = outcome(error, response);
        if (!(outcome instanceof Outcome.Rejected why)) {
            return Reading.all(size, outcome);
        }
        Outcome status = byStatus(response, why.detail());
        return code(error) == OVER_LIMIT || status instanceof Outcome.Rejected
                ? new Reading.Refused(OptionalInt.empty(), why)
                : Reading.all(size, status);
    }

    private static Outcome byStatus(Response response, String detail) {
        return switch (response.status()) {
            case 401 -> Outcome.misconfigured(Reason.BAD_CREDENTIALS, detail);
            case 403 -> Outcome.misconfigured(Reason.NO_PERMISSION, detail);
            case 404, 405, 410 -> Outcome.misconfigured(Reason.BAD_SETTINGS, detail);
            default -> response.passing() || response.redirects() ? response.retry() : Outcome.rejected(detail);
        };
    }

    private static Outcome outcome(JsonNode error, Response response) {
        String detail = code(error) + " " + error.path("ErrorCode").asString("") + ": "
                + PersonalData.masked(error.path("Message").asString(""));
        return switch (code(error)) {
            case 0 -> retry(Reason.PLATFORM_DOWN, response.retryAfter(), detail);
            // 109: the token was renewed once already, and is still not taken.
            case 105, 109 -> Outcome.misconfigured(Reason.BAD_CREDENTIALS, detail);
            case 106, 120, 5613 -> Outcome.misconfigured(Reason.NO_PERMISSION, detail);
            case 117 ->
                retry(Reason.RATE_LIMITED, response.retryAfter() == null ? CALMED : response.retryAfter(), detail);
            // No goal of this name: that event's, and not the other goals'.
            case 5605, 5606 -> new Outcome.Rejected(Reason.BAD_SETTINGS, detail);
            case 5609 -> new Outcome.Rejected(Reason.TOO_OLD, detail);
            case 5612 -> retry(Reason.PLATFORM_DOWN, response.retryAfter(), detail);
            case 5614 -> retry(Reason.MIN_DELAY, SKEW, detail);
            case 5615 -> retry(Reason.MIN_DELAY, GOAL_READY, detail);
            case 5617 -> new Outcome.Rejected(Reason.CLICK_TOO_OLD, detail);
            default -> byName(error.path("ErrorCode").asString(""), detail);
        };
    }

    /** What Microsoft lists without a number. */
    private static Outcome byName(String name, String detail) {
        return switch (name) {
            case "NotEligibleForEnhancedConversions", "GoalNotEligibleForExternalAttribution" ->
                new Outcome.Rejected(Reason.BAD_SETTINGS, detail);
            case "OfflineConversionGoalTooRecent" -> retry(Reason.MIN_DELAY, GOAL_READY, detail);
            default -> Outcome.rejected(detail);
        };
    }

    private static Outcome retry(Reason reason, @Nullable Duration after, String detail) {
        return new Outcome.Retryable(reason, after, detail);
    }

    private static int code(JsonNode error) {
        return error.path("Code").asInt(-1);
    }

    private static OptionalInt index(JsonNode error, int size) {
        int index = error.path("Index").asInt(size == 1 ? 0 : -1);
        return index >= 0 && index < size ? OptionalInt.of(index) : OptionalInt.empty();
    }

    private static Stream<JsonNode> elements(JsonNode list) {
        return list.isArray()
                ? StreamSupport.stream(list.spliterator(), false).filter(JsonNode::isObject)
                : Stream.empty();
    }
}
