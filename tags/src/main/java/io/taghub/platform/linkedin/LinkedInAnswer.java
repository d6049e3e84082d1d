package io.taghub.platform.linkedin;

import io.taghub.personal.PersonalData;
import io.taghub.tag.Outcome;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Response;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What LinkedIn's answers mean. An error refuses the whole call, and names the events by their places in it.
 *
 * @see <a href="https://learn.microsoft.com/en-us/linkedin/shared/api-guide/concepts/error-handling">the vendor's page</a>
 */
final class LinkedInAnswer {
    /** {@code Index: 0, ERROR :: /path :: text} and {@code ..., indices [0, 2] (0-indexed)}. */
    private static final Pattern INDEX = Pattern.compile("(?:Index: |indices \\[)(\\d{1,4})\\b");

    private static final Pattern DAILY = Pattern.compile("\\bDAY\\b");

    /** Where the answer does not say what time it is. */
    private static final Duration A_WHILE = Duration.ofHours(1);

    private LinkedInAnswer() {}

    static Reading read(Response response, int size) {
        JsonNode json = response.json();
        if (response.ok()) {
            return taken(response, json, size);
        }
        String message = json.path("message").asString("");
        String detail = detail(response.status(), message, json);
        return switch (response.status()) {
            case 401 -> Reading.all(size, Outcome.misconfigured(Reason.BAD_CREDENTIALS, detail));
            // LinkedIn says "No ad accounts found" of a rule that it cannot find.
            case 403 ->
                Reading.all(
                        size,
                        Outcome.misconfigured(
                                Reason.NO_PERMISSION,
                                detail + "; the token's member needs a role in the ad account of the conversion rules,"
                                        + " and every rule of conversion_rules must be there"));
            case 404, 410 -> Reading.all(size, Outcome.misconfigured(Reason.BAD_SETTINGS, detail));
            case 426 ->
                Reading.all(
                        size,
                        Outcome.misconfigured(
                                Reason.BAD_SETTINGS,
                                detail
                                        + "; LinkedIn has ended this version of its API, set api_version to a later one"));
            case 429 -> Reading.all(size, new Outcome.Retryable(Reason.RATE_LIMITED, wait(response, message), detail));
            case 423 -> Reading.all(size, new Outcome.Retryable(Reason.PLATFORM_DOWN, response.retryAfter(), detail));
            case 413 -> Reading.refused(OptionalInt.empty(), detail);
            default ->
                // What is not LinkedIn's JSON was said by something in between.
                response.passing() || response.status() < 400 || !json.isObject()
                        ? Reading.all(size, response.retry())
                        : refused(json, message, detail, size);
        };
    }

    private static String detail(int status, String message, JsonNode json) {
        String code = json.path("code").asString("");
        return "HTTP " + status + (code.isEmpty() ? "" : " " + code)
                + (message.isBlank() ? "" : ": " + PersonalData.masked(message));
    }

    private static Reading refused(JsonNode json, String message, String detail, int size) {
        if (json.path("code").asString("").contains("VERSION")) {
            return Reading.all(size, Outcome.misconfigured(Reason.BAD_SETTINGS, detail));
        }
        if (message.startsWith("Incorrect conversions information")) {
            // Of this event's rule alone: the other rules' events go on.
            return new Reading.Refused(
                    culprit(message, size),
                    new Outcome.Rejected(
                            Reason.BAD_SETTINGS,
                            detail + "; mend the rule that conversion_rules has for this event, then replay"));
        }
        return message.startsWith("Conversion time")
                ? new Reading.Refused(culprit(message, size), new Outcome.Rejected(Reason.TOO_OLD, detail))
                : Reading.refused(culprit(message, size), detail);
    }

    private static OptionalInt culprit(String message, int size) {
        Matcher index = INDEX.matcher(message);
        if (size == 1) {
            return OptionalInt.of(0);
        }
        return index.find() && Integer.parseInt(index.group(1)) < size
                ? OptionalInt.of(Integer.parseInt(index.group(1)))
                : OptionalInt.empty();
    }

    /** A day's limit ends at midnight, UTC. */
    private static @Nullable Duration wait(Response response, String message) {
        if (response.retryAfter() != null || !DAILY.matcher(message).find()) {
            return response.retryAfter();
        }
        try {
            ZonedDateTime now = ZonedDateTime.parse(
                            String.valueOf(response.header("Date")), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .withZoneSameInstant(ZoneOffset.UTC);
            return Duration.between(now, now.toLocalDate().plusDays(1).atStartOfDay(ZoneOffset.UTC));
        } catch (DateTimeException noDate) {
            return A_WHILE;
        }
    }

    /** A list of a status each; for one event alone 201 without a body is documented too. */
    private static Reading taken(Response response, JsonNode json, int size) {
        if (size == 1 && response.status() == 201 && response.text().isBlank()) {
            return Reading.all(1, Outcome.DELIVERED);
        }
        JsonNode elements = json.path("elements");
        if (!elements.isArray() || elements.size() != size) {
            return Reading.all(
                    size,
                    new Outcome.Unknown("HTTP " + response.status() + " without a status for each of the events"));
        }
        List<Outcome> outcomes =
                elements.valueStream().map(LinkedInAnswer::outcome).toList();
        return new Reading.Each(outcomes);
    }

    private static Outcome outcome(JsonNode element) {
        int status = element.path("status").asInt(0);
        String message = element.path("error")
                .path("message")
                .asString(element.path("message").asString(""));
        String detail = detail(status, message, element.path("error"));
        if (status == 429 || status == 408 || status == 423 || status >= 500) {
            return Outcome.retry(status == 429 ? Reason.RATE_LIMITED : Reason.PLATFORM_DOWN, detail);
        }
        return switch (status) {
            case 200, 201 -> Outcome.DELIVERED;
            case 401 -> Outcome.misconfigured(Reason.BAD_CREDENTIALS, detail);
            case 403 -> Outcome.misconfigured(Reason.NO_PERMISSION, detail);
            default -> status < 400 ? new Outcome.Unknown(detail) : Outcome.rejected(detail);
        };
    }
}
