package io.taghub.platform.ga4;

import io.taghub.event.Consent;
import io.taghub.platform.Platform;
import io.taghub.tag.Described;
import io.taghub.tag.FormType;
import io.taghub.tag.Secret;
import io.taghub.tag.TagType;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Google Analytics 4 Measurement Protocol, web and app streams.
 *
 * @see <a href="https://developers.google.com/analytics/devguides/collection/protocol/ga4/reference">the vendor's page</a>
 */
public final class Ga4Platform implements Platform {
    /**
     * {@code GA1.1.123456789.1795000000} or {@code GA1.2-3.123…}: the last two numbers are the client id, and may stand
     * alone. On AMP pages it is one word, {@code amp-8jV-e2ChPTGAIWK4IQXqYg}.
     */
    private static final String CLIENT =
            "(?:[^.]*\\.[^.]*\\.(?:.*\\.)?)?(\\d{1,20}\\.\\d{1,20}|amp-[\\w-]{16,128})\\.*";

    /** {@code GS1.1.1795340000.3.…} or, since 2025, {@code GS2.1.s1795340000$o3$…}. */
    private static final String SESSION = "(?:[^.]*\\.[^.]*\\.s?)?(\\d{6,15})(?:[.$].*)?";

    record Settings(
            @Described(value = "id of the web stream", example = "G-ABC1234567", pattern = "G-[A-Z0-9]+") @Nullable
            String measurementId,

            @Described(
                    value = "instead of measurement_id, the Firebase app id of an app stream",
                    example = "1:1234567890:ios:321abc456def",
                    pattern = "[\\w:]+")
            @Nullable
            String firebaseAppId,

            @Described("Measurement Protocol API secret of the stream, from Admin, Data streams")
            Secret apiSecret,

            @Described(value = "let Google collect in the European Union", byDefault = "false")
            boolean eu,

            @Described(
                    value = "send hashed e-mail, phone and names; user-provided data collection must be on in GA4",
                    byDefault = "true")
            boolean userData,

            @Described(
                    value =
                            "send the visitor's IP address, from which GA4 takes the region where the event has no user_location",
                    byDefault = "true")
            boolean sendIp,

            @Described(value = "show the events in DebugView", byDefault = "false")
            boolean debugMode) {

        Settings {
            if ((measurementId == null) == (firebaseAppId == null)) {
                throw new IllegalArgumentException(
                        "give either 'measurement_id' or 'firebase_app_id', and only one of them");
            }
        }
    }

    @Override
    public TagType<Settings> type() {
        // Deposits are purchases, because GA4 adds up revenue of purchases only, and all that takes one back is a
        // refund. Other
        // names are GA4's already.
        return new FormType<>(
                        "ga4",
                        "Google Analytics 4 Measurement Protocol, web and app streams.",
                        Settings.class,
                        Ga4Tag::new)
                .alsoCalled(
                        "ga",
                        "google-analytics",
                        "google-analytics-4",
                        "analytics",
                        "gtag",
                        "measurement-protocol",
                        "firebase",
                        "ua")
                .eventNames(Map.of(
                        "registration", "sign_up",
                        "lead", "generate_lead",
                        "ftd", "purchase",
                        "deposit", "purchase",
                        "redeposit", "purchase",
                        "chargeback", "refund"))
                .consent(Consent.Purpose.ANALYTICS_STORAGE)
                .cookie("_ga", "ga", CLIENT)
                .cookie("_ga_*", "ga_session", SESSION);
    }

    @Override
    public Map<String, Twin> twins(TwinSetup setup) {
        Twin twin = new Ga4Twin(setup);
        return Map.of("www.google-analytics.com", twin, "region1.google-analytics.com", twin);
    }
}
