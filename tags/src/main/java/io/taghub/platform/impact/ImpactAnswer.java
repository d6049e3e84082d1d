package io.taghub.platform.impact;

import io.taghub.personal.PersonalData;
import io.taghub.tag.Outcome;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Response;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads what impact.com answers: first that a request is queued, later what became of it.
 *
 * @see <a href="https://integrations.impact.com/brand-api-reference/readme/status-codes-and-errors">the vendor's page</a>
 */
final class ImpactAnswer {
    private static final Pattern SUBMISSION = Pattern.compile("[\\w-]{1,80}");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");

    /** True of every event of this tag, or of this event type. */
    private static final Set<String> SETTINGS =
            Set.of("campaignid", "eventtypeid", "eventtypecode", "actiontrackerid", "accountsid");

    private ImpactAnswer() {}

    static Reading queued(Response response, int size, boolean verdicts) {
        return Reading.all(size, queued(response, verdicts));
    }

    private static Outcome queued(Response response, boolean verdicts) {
        JsonNode answer = response.json();
        String status = field(answer, "Status").asString("");
        if (response.ok() && status.equalsIgnoreCase("QUEUED")) {
            String uri = field(answer, "QueuedUri").asString("");
            String submission = uri.substring(uri.lastIndexOf('/') + 1);
            return verdicts && SUBMISSION.matcher(submission).matches()
                    ? new Outcome.Accepted(submission)
                    : Outcome.DELIVERED;
        }
        String detail = "HTTP " + response.status() + words(answer);
        if (response.ok()) {
            return status.equalsIgnoreCase("ERROR")
                    ? refused(answer, detail)
                    : new Outcome.Unknown("HTTP " + response.status() + " with an answer that is not impact.com's");
        }
        return switch (response.status()) {
            case 400 -> refused(answer, detail);
            case 403 -> response.failure(detail + " (the token may not write Conversions or Actions)");
            case 404 -> Outcome.misconfigured(Reason.BAD_SETTINGS, detail);
            case 429 -> new Outcome.Retryable(Reason.RATE_LIMITED, reset(response), "HTTP 429");
            // "Request failed": it was right and was not taken.
            case 402 -> Outcome.retry(Reason.PLATFORM_DOWN, detail);
            default -> response.failure(detail);
        };
    }

    /** In seconds; a Retry-After is not documented and counts where there is one. */
    private static @Nullable Duration reset(Response response) {
        String reset = response.header("X-RateLimit-Reset");
        return response.retryAfter() == null
                        && reset != null
                        && SECONDS.matcher(reset).matches()
                ? Duration.ofSeconds(Long.parseLong(reset))
                : response.retryAfter();
    }

    private static Outcome refused(JsonNode answer, String detail) {
        boolean settings = StreamSupport.stream(field(answer, "Errors").spliterator(), false)
                .map(error -> field(error, "Field").asString("").toLowerCase(Locale.ROOT))
                .anyMatch(SETTINGS::contains);
        return settings ? Outcome.misconfigured(Reason.BAD_SETTINGS, detail) : Outcome.rejected(detail);
    }

    /** What is said in the answer, fields and messages. */
    private static String words(JsonNode answer) {
        StringBuilder words = new StringBuilder(field(answer, "Message").asString(""));
        for (JsonNode error : field(answer, "Errors")) {
            words.append(words.isEmpty() ? "" : "; ")
                    .append(field(error, "Field").asString(""))
                    .append(' ')
                    .append(field(error, "Message").asString(""));
        }
        return words.isEmpty() ? "" : ": " + PersonalData.masked(words.toString());
    }

    /** Its page writes {@code Errors}, its schema {@code errors}. */
    private static JsonNode field(JsonNode node, String name) {
        JsonNode small = node.path(name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1));
        return node.has(name) ? node.path(name) : small;
    }

    /** Where the question itself failed nothing is decided. */
    static Reading decided(Response response, int size) {
        return Reading.all(size, decided(response));
    }

    private static Outcome decided(Response response) {
        if (response.status() == 403) {
            // A token that may write and not look: it was queued, and more nobody will say.
            return Outcome.DELIVERED;
        }
        JsonNode answer = response.json();
        if (!response.ok() || !field(answer, "Status").asString("").equalsIgnoreCase("Complete")) {
            return new Outcome.Accepted("");
        }
        String kind = field(answer, "ErrorType").asString("");
        List<String> reasons = Arrays.stream(
                        field(answer, "ErrorReason").asString("").split("[\\s,]+"))
                .filter(reason -> !reason.isEmpty())
                .toList();
        if (reasons.contains("CONV_DUPLICATE")) {
            return Outcome.DUPLICATE;
        }
        return kind.isBlank() && reasons.isEmpty()
                ? Outcome.DELIVERED
                : Outcome.rejected(PersonalData.masked((kind + " " + String.join(" ", reasons)).strip()));
    }
}
