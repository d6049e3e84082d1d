package io.taghub.platform.pinterest;

import io.taghub.platform.Platform;
import io.taghub.tag.Described;
import io.taghub.tag.Form;
import io.taghub.tag.FormType;
import io.taghub.tag.Secret;
import io.taghub.tag.TagType;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pinterest API for Conversions v5: events for Pinterest ads.
 *
 * @see <a href="https://developers.pinterest.com/docs/track-conversions/track-conversions-in-the-api/">the vendor's page</a>
 */
public final class PinterestPlatform implements Platform {
    /** The newest this handler was made for. */
    static final String API_VERSION = "v5";

    /** Pinterest publishes none. */
    private static final int CLICK_DAYS = 60;

    record Quality(
            @Described(
                    "OAuth access token with the scope ads:read, see https://developers.pinterest.com/docs/getting-started/set-up-authentication-and-authorization/; the conversion token cannot read this")
            Secret accessToken,

            @Described(value = "how far back Pinterest looks", byDefault = "14d", pattern = "1d|14d")
            String lookbackPeriod) {}

    record Settings(
            @Described(value = "id of the ad account, from Ads Manager", example = "549755885175", pattern = "\\d+")
            String adAccountId,

            @Described("conversion access token, made in Ads Manager under Conversions, API")
            Secret conversionToken,

            @Described(
                    value = "Pinterest looks at events and records none (test=true), so leave it out in production",
                    byDefault = "false")
            boolean testMode,

            @Described(
                    value =
                            "where events happen that do not say it; without it, app_ios or app_android where that is to be seen, else web",
                    pattern = "web|app_ios|app_android|offline")
            @Nullable
            String actionSource,

            @Described(
                    value =
                            "the oldest event Pinterest is sent; it refuses old ones and does not document from when on",
                    byDefault = "7d")
            Duration maxAge,

            @Described(
                    value =
                            "how long Pinterest recognises an event_id; not documented, and never that of an offline event, so an attempt without an answer is held and not repeated, unless a time stands here, which counts for events of site and app",
                    example = "1h")
            @Nullable
            Duration dedupWindow,

            @Described(
                    value =
                            "limited data processing (LDP) for every event; without it, for visitors who denied ad_personalization",
                    byDefault = "false")
            boolean limitedDataUse,

            @Described(
                    value = "who sends to Pinterest in your name: ss- and a name in lower case, as Pinterest asks",
                    byDefault = "ss-taghub",
                    pattern = "ss-[a-z0-9_-]+")
            String partnerName,

            @Described(
                    value = "API version, see https://developers.pinterest.com/docs/api/v5/introduction",
                    byDefault = API_VERSION,
                    pattern = "v\\d+")
            String apiVersion,

            @Described("ask Pinterest once a day how well the website's events match people") @Nullable
            Quality quality)
            implements FormType.SelfDoubting {

        @Override
        public List<Form.Problem> doubts() {
            return dedupWindow != null && PinterestSource.OFFLINE.equals(actionSource)
                    ? List.of(new Form.Problem(
                            "dedup_window",
                            "Pinterest recognises no repeat of an offline event, so with 'action_source: offline' an attempt"
                                    + " without an answer is held all the same"))
                    : List.of();
        }
    }

    @Override
    public TagType<Settings> type() {
        return new FormType<>(
                        "pinterest",
                        "Pinterest API for Conversions v5: events for Pinterest ads.",
                        Settings.class,
                        PinterestTag::new)
                .alsoCalled("pin", "pins", "pinterest-ads")
                .eventNames(PinterestNames.OURS)
                .clickIds(CLICK_DAYS, "", "epik")
                .cookie("_epik", "epik", "");
    }

    @Override
    public Map<String, Twin> twins(TwinSetup setup) {
        return Map.of("api.pinterest.com", new PinterestTwin(setup));
    }
}
