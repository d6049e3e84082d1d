package io.taghub.platform.microsoft;

import io.taghub.twin.Answer;
import io.taghub.twin.Call;
import io.taghub.twin.Conversion;
import io.taghub.twin.Ledger;
import io.taghub.twin.StrictJson;
import io.taghub.twin.TokenEndpoint;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Offline conversions of the Campaign Management API: a success lists those that failed, a fault says why nothing was taken,
 * and a conversion that is there already is passed over in silence.
 *
 * @see <a href="https://learn.microsoft.com/en-us/advertising/campaign-management-service/applyofflineconversions">Apply
 *     offline conversions</a>
 */
final class MicrosoftOfflineTwin implements Twin {
    static final String SCOPE = "https://ads.microsoft.com/msads.manage";

    private static final String APPLY = "/CampaignManagement/v13/OfflineConversions/Apply";
    private static final Pattern NUMBER = Pattern.compile("\\d{1,19}");
    private static final int MAX_BATCH = 1_000;

    private final Ledger ledger;
    private final String badWord;
    private final TokenEndpoint tokens;

    MicrosoftOfflineTwin(TwinSetup setup, TokenEndpoint tokens) {
        ledger = setup.ledger();
        badWord = setup.badWord();
        this.tokens = tokens;
    }

    @Override
    public Set<String> secrets(Call call) {
        return Set.of("header DeveloperToken");
    }

    @Override
    public Answer answer(Call call) {
        if (!call.path().equals(APPLY) || !call.method().equals("POST")) {
            return new Answer(404, "text/plain; charset=utf-8", "", List.of("conversions are posted to " + APPLY));
        }
        String objection = tokens.objection(call.header("authorization"), call.at());
        if (objection != null) {
            return objection.contains("expired")
                    ? fault(call, 401, 109, "AuthenticationTokenExpired", "Authentication token expired.")
                    : badToken(call);
        }
        String developer = call.header("developertoken");
        if (developer == null || developer.isBlank() || developer.contains(badWord)) {
            return badToken(call);
        }
        for (String account : List.of("customerid", "customeraccountid")) {
            String number = call.header(account);
            if (number == null || !NUMBER.matcher(number).matches()) {
                return fault(
                        call, 403, 106, "UserIsNotAuthorized", "The user is not authorized to perform this operation.");
            }
        }
        JsonNode body = StrictJson.parse(call.body());
        return conversions(call, body == null ? StrictJson.MISSING : body);
    }

    @Override
    public Answer badToken(Call call) {
        return fault(call, 401, 105, "InvalidCredentials", "Authentication failed.");
    }

    @Override
    public Answer refusal(Call call) {
        return fault(
                call, 400, 5600, "OfflineConversionsNullOrEmpty", "The list of offline conversions is null or empty.");
    }

    private Answer conversions(Call call, JsonNode body) {
        JsonNode conversions = body.path("OfflineConversions");
        if (!conversions.isArray() || conversions.isEmpty()) {
            return refusal(call);
        }
        if (conversions.size() > MAX_BATCH) {
            return fault(
                    call,
                    400,
                    5601,
                    "OfflineConversionBatchSizeExceedsLimit",
                    "The list of offline conversions exceeds the limit.");
        }
        List<String> problems = new ArrayList<>();
        for (String key : body.propertyNames()) {
            if (!key.equals("OfflineConversions")) {
                problems.add(key + " is not a key of this operation");
            }
        }
        ObjectNode answer = StrictJson.object();
        ArrayNode errors = answer.putArray("PartialErrors");
        for (int i = 0; i < conversions.size(); i++) {
            MicrosoftOfflineTwinConversion conversion = new MicrosoftOfflineTwinConversion(conversions.get(i), i, call.at());
            problems.addAll(conversion.problems());
            ObjectNode error = conversion.error();
            if (error == null) {
                count(call, conversions.get(i));
            } else {
                errors.add(error);
            }
        }
        return Answer.json(200, answer, problems);
    }

    private void count(Call call, JsonNode conversion) {
        String goal = conversion.path("ConversionName").stringValue();
        String time = conversion.path("ConversionTime").stringValue();
        String click = StrictJson.string(conversion.path("MicrosoftClickId"));
        String who = Stream.of("MicrosoftClickId", "HashedEmailAddress", "HashedPhoneNumber")
                .map(key -> StrictJson.string(conversion.path(key)))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
        String account = call.header("customeraccountid");
        Conversion counted = Conversion.of(call, "microsoft", goal, time)
                .worth(
                        StrictJson.number(conversion.path("ConversionValue")),
                        StrictJson.string(conversion.path("ConversionCurrencyCode")))
                .click(click);
        ledger.add("msoffline|" + account + "|" + goal + "|" + who + "|" + time, Ledger.FOREVER, counted);
    }

    private static Answer fault(Call call, int status, int code, String name, String message) {
        ObjectNode body = StrictJson.object();
        body.putArray("Errors")
                .add(StrictJson.object()
                        .put("Code", code)
                        .put("ErrorCode", name)
                        .put("Message", message)
                        .putNull("Detail"));
        body.put("TrackingId", "00000000-0000-4000-8000-%012d".formatted(call.seq()))
                .put("Type", "AdApiFaultDetail");
        return Answer.json(status, body, List.of(name + ": " + message));
    }

    /** As it stands among the partial errors. */
    static ObjectNode error(
            int index, @Nullable Integer code, String name, String message, @Nullable String field) {
        return StrictJson.object()
                .put("FieldPath", field)
                .put("ErrorCode", name)
                .put("Message", message)
                .put("Code", code)
                .putNull("Details")
                .put("Index", index)
                .put("Type", "BatchError")
                .putNull("ForwardCompatibilityMap");
    }
}
