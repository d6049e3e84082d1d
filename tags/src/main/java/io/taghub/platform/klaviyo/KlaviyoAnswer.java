package io.taghub.platform.klaviyo;

import io.taghub.personal.PersonalData;
import io.taghub.tag.Outcome;
import io.taghub.tag.Reason;
import io.taghub.tag.Response;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What Klaviyo's answers mean. 202 says that an event is well formed; what breaks a limit vanishes later without a word.
 *
 * @see <a href="https://developers.klaviyo.com/en/docs/rate_limits_and_error_handling">the vendor's page</a>
 */
final class KlaviyoAnswer {
    private KlaviyoAnswer() {}

    static Outcome read(Response response) {
        if (response.ok()) {
            return response.status() == 202 && response.text().isBlank()
                    ? Outcome.DELIVERED
                    : new Outcome.Unknown(
                            "HTTP " + response.status() + " is not what Klaviyo answers to an event it takes");
        }
        String detail = detail(response);
        return switch (response.status()) {
            case 401 -> Outcome.misconfigured(Reason.BAD_CREDENTIALS, detail);
            case 403 -> Outcome.misconfigured(Reason.NO_PERMISSION, detail + "; the key needs the scope events:write");
            case 404 -> Outcome.misconfigured(Reason.BAD_SETTINGS, detail);
            case 410 ->
                Outcome.misconfigured(
                        Reason.BAD_SETTINGS,
                        detail + "; Klaviyo has ended this revision of its API, set api_version to a later one");
            case 413 -> new Outcome.Rejected(Reason.TOO_LARGE, detail);
            default -> {
                // What is not Klaviyo's JSON was said by something in between.
                if (response.passing() || response.status() < 400 || !isKlaviyos(response)) {
                    yield response.retry();
                }
                yield isAboutRevision(response)
                        ? Outcome.misconfigured(Reason.BAD_SETTINGS, detail)
                        : Outcome.rejected(detail);
            }
        };
    }

    static boolean isKlaviyos(Response response) {
        return response.json().path("errors").isArray();
    }

    private static boolean isAboutRevision(Response response) {
        return response.json().path("errors").valueStream().anyMatch(error -> {
            JsonNode source = error.path("source");
            return Stream.of("parameter", "header")
                    .anyMatch(key -> source.path(key).asString("").equalsIgnoreCase("revision"));
        });
    }

    /** Each error with the place it names: {@code invalid /data/attributes/profile/...: Invalid email address}. */
    private static String detail(Response response) {
        String errors = response.json()
                .path("errors")
                .valueStream()
                .map(error -> Stream.of(
                                error.path("code").asString(""),
                                error.path("source").path("pointer").asString(""),
                                error.path("detail")
                                        .asString(error.path("title").asString("")))
                        .filter(part -> !part.isBlank())
                        .collect(Collectors.joining(" ")))
                .collect(Collectors.joining("; "));
        return "HTTP " + response.status() + (errors.isEmpty() ? "" : ": " + PersonalData.masked(errors));
    }
}
