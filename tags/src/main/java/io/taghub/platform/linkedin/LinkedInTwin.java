package io.taghub.platform.linkedin;

import io.taghub.twin.Answer;
import io.taghub.twin.Call;
import io.taghub.twin.Conversion;
import io.taghub.twin.Ledger;
import io.taghub.twin.StrictJson;
import io.taghub.twin.TokenEndpoint;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * LinkedIn's versioned API: one wrong event refuses the call, and the message names all that are wrong by their places. It
 * counts a repeated eventId again, because only the Insight Tag's copies are documented to be recognised by it.
 *
 * @see <a href="https://learn.microsoft.com/en-us/linkedin/marketing/conversions/conversions-api">Conversions API</a>
 */
final class LinkedInTwin implements Twin {
    private static final int MAX_BATCH = 5_000;
    private static final String OLDEST_VERSION = "202511";
    private static final Map<String, LocalDate> LAST_DAYS = Map.of(
            "202511", LocalDate.parse("2026-11-16"),
            "202601", LocalDate.parse("2027-01-15"),
            "202602", LocalDate.parse("2027-02-15"),
            "202603", LocalDate.parse("2027-03-16"),
            "202608", LocalDate.parse("2027-08-17"));

    private final Ledger ledger;
    private final String badWord;
    private final TokenEndpoint tokens;

    LinkedInTwin(TwinSetup setup, TokenEndpoint tokens) {
        ledger = setup.ledger();
        badWord = setup.badWord();
        this.tokens = tokens;
    }

    @Override
    public Answer answer(Call call) {
        Answer stranger = stranger(call);
        if (stranger != null) {
            return stranger;
        }
        String version = call.header("linkedin-version");
        if (version == null || version.isBlank()) {
            return error(
                    400,
                    "VERSION_MISSING",
                    "A version must be present. Please specify a version by adding the LinkedIn-Version header.");
        }
        if (ended(version, call)) {
            return error(426, null, "Requested version " + version + " is not active");
        }
        List<String> problems = new ArrayList<>();
        if (!"2.0.0".equals(call.header("x-restli-protocol-version"))) {
            problems.add("the header X-Restli-Protocol-Version must be 2.0.0");
        }
        if (call.path().equals("/rest/conversionEvents") && call.method().equals("POST")) {
            return events(call, problems);
        }
        if (call.path().equals("/rest/conversions") && call.method().equals("GET")) {
            return rules(call, problems);
        }
        return error(404, null, "No virtual resource found");
    }

    /** A token of the token endpoint's is good while it lasts; one that was made by hand is good unless it says otherwise. */
    private @Nullable Answer stranger(Call call) {
        String authorization = call.header("authorization");
        String token = authorization == null ? "" : authorization.replaceFirst("^Bearer ", "");
        if (token.contains(badWord)) {
            return tokenError(
                    65601, "REVOKED_ACCESS_TOKEN", "The token used in the request has been revoked by the user");
        }
        boolean issued = token.startsWith("sandbox-");
        boolean good = issued
                ? tokens.objection(authorization, call.at()) == null
                : authorization != null && authorization.startsWith("Bearer ") && !token.isBlank();
        return good && !token.contains("expired") ? null : badToken(call);
    }

    private static boolean ended(String version, Call call) {
        LocalDate last = LAST_DAYS.get(version);
        boolean past =
                last != null && !call.at().atZone(ZoneOffset.UTC).toLocalDate().isBefore(last);
        return past || !version.matches("20\\d{4}") || version.compareTo(OLDEST_VERSION) < 0;
    }

    @Override
    public Answer badToken(Call call) {
        return tokenError(65600, "INVALID_ACCESS_TOKEN", "Invalid access token");
    }

    @Override
    public Answer refusal(Call call) {
        return error(
                422,
                null,
                "Index: 0, ERROR :: /conversionValue/amount :: field is required but not found and has no default value\n");
    }

    private Answer events(Call call, List<String> problems) {
        JsonNode body = StrictJson.parse(call.body());
        if (body == null || !body.isObject()) {
            return error(400, null, "The request body is not a JSON object");
        }
        boolean batch = "BATCH_CREATE".equalsIgnoreCase(call.header("x-restli-method"));
        JsonNode elements = batch ? body.path("elements") : StrictJson.array().add(body);
        if (!elements.isArray() || elements.isEmpty()) {
            return error(422, null, "ERROR :: /elements :: field is required but not found and has no default value\n");
        }
        if (elements.size() > MAX_BATCH) {
            return error(400, null, "The call holds more than " + MAX_BATCH + " events");
        }
        StringBuilder wrong = new StringBuilder();
        List<Integer> untimely = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            LinkedInTwinEvent event = new LinkedInTwinEvent(elements.get(i), call.at());
            String place = batch ? "elements[" + i + "]." : "";
            event.problems().forEach(problem -> problems.add(place + problem));
            if (!event.errors().isEmpty()) {
                wrong.append(batch ? "Index: " + i + ", " : "")
                        .append(String.join("\n", event.errors()))
                        .append('\n');
            }
            if (event.isUntimely()) {
                untimely.add(i);
            }
        }
        if (!wrong.isEmpty()) {
            return error(422, null, wrong.toString(), problems);
        }
        if (!untimely.isEmpty()) {
            String places = untimely.stream().map(String::valueOf).collect(Collectors.joining(", "));
            return error(
                    400,
                    null,
                    "Conversion time should be within 90 days and not exceed current time, indices [" + places
                            + "] (0-indexed).",
                    problems);
        }
        elements.forEach(event -> count(call, event));
        if (!batch) {
            return new Answer(201, "application/json", "", problems);
        }
        ObjectNode answer = StrictJson.object();
        ArrayNode statuses = answer.putArray("elements");
        elements.forEach(event -> statuses.addObject().put("status", 201));
        return Answer.json(200, answer, problems);
    }

    private void count(Call call, JsonNode event) {
        String rule = event.path("conversion").asString("").replaceFirst(".*:", "");
        String id = StrictJson.string(event.path("eventId"));
        JsonNode value = event.path("conversionValue");
        ledger.add(
                null,
                Ledger.FOREVER,
                Conversion.of(call, "linkedin", rule, id)
                        .worth(StrictJson.number(value.path("amount")), StrictJson.string(value.path("currencyCode")))
                        .click(click(event)));
    }

    private static @Nullable String click(JsonNode event) {
        for (JsonNode id : event.path("user").path("userIds")) {
            if (id.path("idType").asString("").equals("LINKEDIN_FIRST_PARTY_ADS_TRACKING_UUID")) {
                return StrictJson.string(id.path("idValue"));
            }
        }
        return null;
    }

    private static Answer rules(Call call, List<String> problems) {
        String account = call.query("account");
        if (!"account".equals(call.query("q")) || account == null || !account.matches("urn:li:sponsoredAccount:\\d+")) {
            return error(400, null, "The finder 'account' needs the URN of an ad account", problems);
        }
        ObjectNode answer = StrictJson.object();
        answer.putArray("elements");
        return Answer.json(200, answer, problems);
    }

    private static Answer tokenError(int serviceCode, String code, String message) {
        ObjectNode body = StrictJson.object().put("status", 401).put("serviceErrorCode", serviceCode);
        return Answer.json(401, body.put("code", code).put("message", message), List.of(message));
    }

    private static Answer error(int status, @Nullable String code, String message) {
        return error(status, code, message, List.of());
    }

    private static Answer error(int status, @Nullable String code, String message, List<String> problems) {
        ObjectNode body = StrictJson.object();
        if (code != null) {
            body.put("code", code);
        }
        List<String> all = new ArrayList<>(problems);
        message.lines().filter(line -> !line.isBlank()).forEach(all::add);
        return Answer.json(status, body.put("message", message).put("status", status), all);
    }
}
