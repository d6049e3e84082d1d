package io.taghub.platform.microsoft;

import io.taghub.twin.Doubtful;
import io.taghub.twin.Shape;
import io.taghub.twin.StrictJson;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads one offline conversion: the first thing that Microsoft would refuse it for, and what it takes in silence. */
final class MicrosoftOfflineTwinConversion {
    private static final Set<String> KEYS = Set.of(
            "ConversionName",
            "ConversionTime",
            "ConversionValue",
            "ConversionCurrencyCode",
            "MicrosoftClickId",
            "HashedEmailAddress",
            "HashedPhoneNumber",
            "ExternalAttributionCredit",
            "ExternalAttributionModel");
    private static final List<String> HASHES = List.of("HashedEmailAddress", "HashedPhoneNumber");
    private static final Pattern CLICK =
            Pattern.compile("[0-9a-fA-F]{32}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Duration MAX_AGE = Duration.ofDays(90);
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final JsonNode conversion;
    private final int index;
    private final Instant now;
    private final List<String> problems = new ArrayList<>();
    private @Nullable ObjectNode error;

    MicrosoftOfflineTwinConversion(JsonNode conversion, int index, Instant now) {
        this.conversion = conversion;
        this.index = index;
        this.now = now;
        if (conversion.isObject()) {
            check();
        } else {
            bad(5602, "OfflineConversionIsNull", "The offline conversion is null.", null);
        }
    }

    @Nullable
    ObjectNode error() {
        return error;
    }

    List<String> problems() {
        return problems;
    }

    private void check() {
        for (String key : conversion.propertyNames()) {
            if (!KEYS.contains(key)) {
                problem(key + " is not a key of an offline conversion");
            }
        }
        who();
        String goal = StrictJson.string(conversion.path("ConversionName"));
        if (goal == null) {
            bad(5605, "OfflineConversionNameNullOrEmpty", "The conversion name is null or empty.", "ConversionName");
        } else if (goal.contains("unknown")) {
            bad(5606, "OfflineConversionNameInvalid", "The conversion name matches no goal.", "ConversionName");
        }
        time();
        JsonNode value = conversion.path("ConversionValue");
        if (!StrictJson.absent(value)
                && (!value.isNumber() || value.decimalValue().signum() < 0)) {
            bad(5608, "OfflineConversionValueInvalid", "The conversion value is invalid.", "ConversionValue");
        }
        JsonNode currency = conversion.path("ConversionCurrencyCode");
        String code = StrictJson.string(currency);
        if (!StrictJson.absent(currency) && (code == null || !Shape.isCurrency(code))) {
            bad(
                    5611,
                    "OfflineConversionCurrencyCodeInvalid",
                    "The currency code is invalid.",
                    "ConversionCurrencyCode");
        } else if (code == null && !StrictJson.absent(value)) {
            problem("ConversionValue has no currency and counts in the goal's");
        }
        Doubtful.others(problems, conversion, "MicrosoftClickId", "HashedEmailAddress", "HashedPhoneNumber")
                .forEach(this::problem);
    }

    private void who() {
        String click = StrictJson.string(conversion.path("MicrosoftClickId"));
        boolean hashed = false;
        for (String key : HASHES) {
            String hash = StrictJson.string(conversion.path(key));
            hashed |= hash != null;
            if (!StrictJson.absent(conversion.path(key)) && (hash == null || !Shape.isSha256(hash))) {
                // The number of this error is not published.
                String what = key.equals("HashedEmailAddress") ? "EmailAddress" : "PhoneNumber";
                bad(null, "Conversion" + what + "IsNotHashed", "The value is not hashed as required.", key);
            }
        }
        if (click == null && !hashed) {
            bad(
                    5603,
                    "OfflineConversionMicrosoftClickIdNullOrEmpty",
                    "The Microsoft Click Id of the offline conversion is null or empty.",
                    "MicrosoftClickId");
        } else if (click != null && !CLICK.matcher(click).matches()) {
            bad(
                    5604,
                    "OfflineConversionMicrosoftClickIdInvalid",
                    "The Microsoft Click Id of the offline conversion is invalid.",
                    "MicrosoftClickId");
        }
    }

    private void time() {
        Instant at;
        try {
            at = Instant.parse(conversion.path("ConversionTime").asString(""));
        } catch (DateTimeException notATime) {
            bad(5607, "OfflineConversionTimeInvalid", "The conversion time is invalid.", "ConversionTime");
            return;
        }
        if (at.isBefore(now.minus(MAX_AGE))) {
            bad(
                    5609,
                    "OfflineConversionTimeOutOfWindow",
                    "The conversion time is not within the last 90 days.",
                    "ConversionTime");
        } else if (at.isAfter(now.plus(SKEW))) {
            bad(5614, "FutureConversionTimeCannotBeSet", "The conversion time is in the future.", "ConversionTime");
        }
    }

    private void bad(@Nullable Integer code, String name, String message, @Nullable String field) {
        problem(message);
        if (error == null) {
            error = MicrosoftOfflineTwin.error(index, code, name, message, field);
        }
    }

    private void problem(String text) {
        problems.add("OfflineConversions[" + index + "]: " + text);
    }
}
