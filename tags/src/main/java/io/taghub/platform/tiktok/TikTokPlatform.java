package io.taghub.platform.tiktok;

import io.taghub.platform.Platform;
import io.taghub.tag.Described;
import io.taghub.tag.FormType;
import io.taghub.tag.Secret;
import io.taghub.tag.StandardEvents;
import io.taghub.tag.TagType;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * TikTok Events API 2.0: events for TikTok ads.
 *
 * @see <a href="https://business-api.tiktok.com/portal/docs/report-app-web-offline-or-crm-events/v1.3">the vendor's page</a>
 */
public final class TikTokPlatform implements Platform {
    /** The newest this handler was made for. */
    static final String API_VERSION = "v1.3";

    /** Of no documented form; Meta's cookie, which some pass on under every name, is none. */
    private static final String CLICK_ID = "(?:[^f]|f[^b]|fb[^.]).*";

    record Settings(
            @Described(value = "code of the pixel, from Events Manager", example = "C1A2B3C4D5E6F7G8H9I0")
            String pixelCode,

            @Described("access token of the pixel, made in Events Manager under Settings")
            Secret accessToken,

            @Described(
                    value =
                            "routes events to the Test Events tab; such events do not count, so leave it out in production",
                    example = "TEST00001")
            @Nullable
            String testEventCode,

            @Described(
                    value =
                            "where events come from that do not say it; app takes the id of the app as pixel_code, offline and crm that of an event set",
                    byDefault = "web",
                    pattern = "web|app|offline|crm")
            String eventSource,

            @Described(
                    value =
                            "the ids of other sources: events that say they come from one go there, and are skipped where its id is not known",
                    example = "{ offline: \"7301234567890123456\" }")
            @Nullable
            Map<String, String> otherSources,

            @Described(
                    value = "API version, see https://business-api.tiktok.com/portal/docs",
                    byDefault = API_VERSION,
                    pattern = "v\\d+\\.\\d+")
            String apiVersion,

            @Described(value = "the oldest event TikTok is sent; its own limit is not documented", byDefault = "7d")
            Duration maxAge,

            @Described(
                    value =
                            "limited data use for every event, web and app only; without it, for visitors who denied ad_personalization",
                    byDefault = "false")
            boolean limitedDataUse) {

        Settings {
            if (otherSources != null
                    && (!TikTokSource.ALL.containsAll(otherSources.keySet())
                            || otherSources.containsKey(eventSource))) {
                throw new IllegalArgumentException(
                        "'other_sources' takes ids of web, app, offline and crm, and not that of 'event_source' itself");
            }
            if (limitedDataUse && !eventSource.equals("web") && !eventSource.equals("app")) {
                throw new IllegalArgumentException("'limited_data_use' is for event_source web and app only");
            }
        }
    }

    @Override
    public TagType<Settings> type() {
        // 28 days is the longest click window an account can choose (unverified).
        return new FormType<>("tiktok", "TikTok Events API 2.0: events for TikTok ads.", Settings.class, TikTokTag::new)
                .alsoCalled("tt", "tik-tok", "tiktok-ads", "bytedance", "musically")
                .eventNames(StandardEvents.and(Map.of(
                        "page_view", "Pageview",
                        "download", "Download",
                        "place_an_order", "PlaceAnOrder",
                        "application_approval", "ApplicationApproval")))
                .clickIds(28, CLICK_ID, "ttclid")
                .cookie("_ttp", "ttp", "");
    }

    @Override
    public Map<String, Twin> twins(TwinSetup setup) {
        return Map.of("business-api.tiktok.com", new TikTokTwin(setup));
    }
}
