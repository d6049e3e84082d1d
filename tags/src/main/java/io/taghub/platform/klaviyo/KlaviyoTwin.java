package io.taghub.platform.klaviyo;

import io.taghub.twin.Answer;
import io.taghub.twin.Call;
import io.taghub.twin.Conversion;
import io.taghub.twin.Ledger;
import io.taghub.twin.StrictJson;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Klaviyo's Events API: 202 with nothing in it, JSON:API's errors, and of events of one profile, metric and unique_id the
 * first one only.
 *
 * @see <a href="https://developers.klaviyo.com/en/reference/create_event">Create Event</a>
 */
final class KlaviyoTwin implements Twin {
    private static final int MAX_BODY = 5_000_000;
    private static final int YEARS = 2;

    private final Ledger ledger;
    private final String badWord;

    KlaviyoTwin(TwinSetup setup) {
        ledger = setup.ledger();
        badWord = setup.badWord();
    }

    @Override
    public Answer answer(Call call) {
        String authorization = call.header("authorization");
        if (authorization == null
                || !authorization.matches("Klaviyo-API-Key \\S+")
                || authorization.contains(badWord)) {
            return badToken(call);
        }
        String revision = call.header("revision");
        LocalDate made = day(revision);
        if (made == null) {
            return error(
                    400,
                    "invalid",
                    "Invalid input.",
                    "A revision header with a date is required.",
                    "parameter",
                    "revision");
        }
        if (!call.at().atZone(ZoneOffset.UTC).toLocalDate().isBefore(made.plusYears(YEARS))) {
            return error(410, "gone", "Gone.", "This revision is no longer available.", "parameter", "revision");
        }
        String path = call.path().replaceFirst("/$", "");
        if (path.equals("/api/events") && call.method().equals("POST")) {
            return event(call);
        }
        if (path.equals("/api/accounts") && call.method().equals("GET")) {
            ObjectNode accounts = StrictJson.object();
            accounts.putArray("data");
            return Answer.json(200, accounts, List.of());
        }
        return error(404, "not_found", "Not found.", "The requested path does not exist.", "pointer", "/data/");
    }

    private static @Nullable LocalDate day(@Nullable String revision) {
        try {
            return revision == null ? null : LocalDate.parse(revision.replaceFirst("\\..*", ""));
        } catch (DateTimeException noDay) {
            return null;
        }
    }

    @Override
    public Answer badToken(Call call) {
        return error(
                401,
                "not_authenticated",
                "Authentication credentials were not provided.",
                "Missing or invalid private key.",
                "pointer",
                "/data/");
    }

    @Override
    public Answer refusal(Call call) {
        return error(
                400,
                "invalid",
                "Invalid input.",
                "Invalid email address",
                "pointer",
                "/data/attributes/profile/data/attributes/email");
    }

    private Answer event(Call call) {
        JsonNode body = StrictJson.parse(call.body());
        if (body == null || !body.isObject()) {
            return error(400, "invalid", "Invalid input.", "The body is not a JSON object.", "pointer", "/data");
        }
        if (call.body().length() > MAX_BODY) {
            return error(413, "too_large", "Too large.", "The body is larger than 5 MB.", "pointer", "/data");
        }
        KlaviyoTwinEvent event = new KlaviyoTwinEvent(body, call.at());
        KlaviyoTwinEvent.Refusal refusal = event.refusal();
        if (refusal != null) {
            Answer answer = error(400, "invalid", "Invalid input.", refusal.detail(), "pointer", refusal.pointer());
            return new Answer(400, answer.contentType(), answer.body(), event.problems());
        }
        count(call, event);
        return new Answer(202, "application/vnd.api+json", "", event.problems());
    }

    private void count(Call call, KlaviyoTwinEvent event) {
        String id = StrictJson.string(event.attributes().path("unique_id"));
        ledger.add(
                id == null ? null : "klaviyo|" + event.profile() + "|" + event.metric() + "|" + id,
                Ledger.FOREVER,
                Conversion.of(call, "klaviyo", event.metric(), id)
                        .worth(
                                StrictJson.number(event.attributes().path("value")),
                                StrictJson.string(event.attributes().path("value_currency")))
                        .uncounted(event.vanishes() ? "an ingestion limit is broken" : null));
    }

    private static Answer error(int status, String code, String title, String detail, String where, String place) {
        ObjectNode body = StrictJson.object();
        ObjectNode error = body.putArray("errors").addObject();
        error.put("id", "3f0c0000-0000-4000-8000-000000000001")
                .put("status", status)
                .put("code", code);
        error.put("title", title).put("detail", detail);
        error.putObject("source").put(where, place);
        error.putObject("links");
        error.putObject("meta");
        return Answer.json(status, body, List.of(place + ": " + detail));
    }
}
