package io.taghub.platform.datamanager;

import io.taghub.tag.Described;
import io.taghub.tag.Form;
import io.taghub.tag.Secret;
import io.taghub.tag.Setup;
import io.taghub.tag.Tag;
import io.taghub.tag.TagType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Google Data Manager API: conversions for Google Ads.
 *
 * @see <a href="https://developers.google.com/data-manager/api/reference/rest/v1/events/ingest">the vendor's page</a>
 */
public final class DataManagerType implements TagType<DataManagerType.Settings> {

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
                    value = "which conversion action counts which event; events that are not listed are skipped",
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

            @Described(
                    value = "where conversions happen",
                    byDefault = "WEB",
                    pattern = "WEB|APP|IN_STORE|PHONE|MESSAGE|OTHER")
            String eventSource,

            @Described(
                    value = "Google matches no click younger than this; an event sent earlier waits",
                    byDefault = "6h")
            Duration minClickAge,

            @Described(
                    value = "send IP addresses; Google forbids it for people in the EEA, the UK and Switzerland",
                    byDefault = "false")
            boolean sendIp,

            @Described(value = "Google checks everything and counts nothing", byDefault = "false")
            boolean validateOnly) {

        Settings {
            if ((oauth == null) == (serviceAccount == null)) {
                throw new IllegalArgumentException("give either 'oauth' or 'service_account', and only one of them");
            }
        }
    }

    record OAuth(
            @Described("client id of the OAuth client") String clientId,
            @Described("client secret of the OAuth client") Secret clientSecret,

            @Described("refresh token with the scope https://www.googleapis.com/auth/datamanager")
            Secret refreshToken) {}

    @Override
    public String name() {
        return "google-data-manager";
    }

    @Override
    public String description() {
        return "Google Data Manager API: conversions for Google Ads.";
    }

    @Override
    public Form<Settings> form(Map<String, Object> written) {
        return Form.of(Settings.class);
    }

    @Override
    public Tag create(Settings settings, Setup setup) {
        return new DataManagerTag(settings, setup);
    }

    @Override
    public List<String> clickIds() {
        return List.of("gclid", "wbraid", "gbraid");
    }
}
