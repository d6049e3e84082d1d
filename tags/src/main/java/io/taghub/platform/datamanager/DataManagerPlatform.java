package io.taghub.platform.datamanager;

import io.taghub.platform.Platform;
import io.taghub.tag.Described;
import io.taghub.tag.FormType;
import io.taghub.tag.Secret;
import io.taghub.tag.TagType;
import io.taghub.twin.TokenEndpoint;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Google Data Manager API: conversions for Google Ads.
 *
 * @see <a href="https://developers.google.com/data-manager/api/reference/rest/v1/events/ingest">the vendor's page</a>
 */
public final class DataManagerPlatform implements Platform {

    record Settings(
            @Described(
                    value = "the Google Ads account that owns the conversion actions",
                    example = "123-456-7890",
                    pattern = "[\\d-]+")
            String accountId,

            @Described(
                    value =
                            "the manager account whose user or service account signs in, where it is not the account itself",
                    example = "111-222-3333",
                    pattern = "[\\d-]+")
            @Nullable
            String loginAccountId,

            @Described(
                    value =
                            "which conversion action counts which event; events that are not listed are skipped, and a refund or chargeback"
                                    + " goes to the action of what it takes back, or to its own where nobody knows what that is",
                    example = "{ purchase: \"987654321\" }")
            Map<String, String> conversionActions,

            @Described("a Google user's consent, renewed with a refresh token") @Nullable
            OAuth oauth,

            @Described(
                    value = "the JSON key of a service account that has access to the account",
                    example = "${file:google-key.json}")
            @Nullable
            Secret serviceAccount,

            @Described(
                    value = "Google Cloud project that quota is counted for; Google wants it with oauth",
                    example = "my-project-123")
            @Nullable
            String projectId,

            @Described("the Merchant Center whose products are in the baskets") @Nullable
            Merchant merchant,

            @Described(
                    value =
                            "where conversions happen that do not say it; without it, APP where that is to be seen, else WEB",
                    pattern = "WEB|APP|IN_STORE|PHONE|MESSAGE|OTHER")
            @Nullable
            String eventSource,

            @Described(
                    value =
                            "how old a click is to be: an event of a younger one waits; 6 hours are Google Ads' own rule and a safe choice here, Data Manager says only that a click can be too recent",
                    byDefault = "6h")
            Duration minClickAge,

            @Described(
                    value =
                            "send IP addresses; Google forbids it for people in the EEA, the UK and Switzerland: of whom the event says that they are there none is sent",
                    byDefault = "false")
            boolean sendIp,

            @Described(value = "Google checks everything and counts nothing", byDefault = "false")
            boolean validateOnly) {

        Settings {
            if ((oauth == null) == (serviceAccount == null)) {
                throw new IllegalArgumentException("give either 'oauth' or 'service_account', and only one of them");
            }
            conversionActions.forEach((event, action) -> {
                if (!action.matches("\\d+")) {
                    throw new IllegalArgumentException(
                            "'conversion_actions' takes the number of a conversion action, which"
                                    + " its address shows as ctId; of '" + event + "' it is no number");
                }
            });
        }
    }

    record Merchant(
            @Described(value = "id of the Merchant Center account", example = "1234567")
            String id,

            @Described(value = "label of the feed the products are in", example = "US") @Nullable
            String feedLabel,

            @Described(value = "language of that feed, ISO 639-1", example = "en") @Nullable
            String feedLanguage) {}

    record OAuth(
            @Described("client id of the OAuth client") String clientId,
            @Described("client secret of the OAuth client") Secret clientSecret,

            @Described("refresh token with the scope https://www.googleapis.com/auth/datamanager")
            Secret refreshToken) {}

    @Override
    public TagType<Settings> type() {
        // Conversions count up to 90 days after the click, https://support.google.com/google-ads/answer/3123169
        return new FormType<>(
                        "google-data-manager",
                        "Google Data Manager API: conversions for Google Ads.",
                        Settings.class,
                        DataManagerTag::new)
                .alsoCalled(
                        "google",
                        "google-ads",
                        "googleads",
                        "adwords",
                        "gads",
                        "gad",
                        "google-adwords",
                        "data-manager",
                        "gdm",
                        "dv360",
                        "cm360",
                        "google-conversions",
                        "enhanced-conversions",
                        "gclid",
                        "youtube")
                .clickIds(90, "[\\w.-]{1,512}", "gclid", "wbraid", "gbraid");
    }

    @Override
    public Map<String, Twin> twins(TwinSetup setup) {
        TokenEndpoint tokens = new TokenEndpoint(
                Set.of("https://oauth2.googleapis.com/token", "https://www.googleapis.com/oauth2/v4/token"),
                DataManagerTwin.SCOPE);
        return Map.of(
                "oauth2.googleapis.com", tokens, "datamanager.googleapis.com", new DataManagerTwin(setup, tokens));
    }
}
