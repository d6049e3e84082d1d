package io.taghub.platform.reddit;

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
 * Reddit Conversions API v3: events for Reddit ads.
 *
 * @see <a href="https://ads-api.reddit.com/docs/v3">the vendor's page</a>
 */
public final class RedditPlatform implements Platform {
    /** The newest this handler was made for. */
    static final String API_VERSION = "v3";

    record Settings(
            @Described(
                    value = "id of the Reddit Pixel, from Events Manager",
                    example = "a2_abc123",
                    pattern = "[\\w.-]+")
            String pixelId,

            @Described("conversion access token, made in Events Manager; it does not expire")
            Secret accessToken,

            @Described(
                    value =
                            "routes events to Event Testing, one in a request; such events do not count, so leave it out in production",
                    example = "t2_test123")
            @Nullable
            String testId,

            @Described(
                    value = "API version, see https://ads-api.reddit.com/docs/v3",
                    byDefault = API_VERSION,
                    pattern = "v([3-9]|\\d{2,})")
            String apiVersion,

            @Described(
                    value =
                            "where events happen that do not say it; without it, APP where that is to be seen, else WEBSITE",
                    pattern = "WEBSITE|APP|PHYSICAL_STORE|OTHER")
            @Nullable
            String actionSource,

            @Described(
                    value = "limited data use for every event; without it, for visitors who denied ad_personalization",
                    byDefault = "false")
            boolean limitedDataUse,

            @Described(
                    value = "whose law limits the use, where the event does not say where its visitor is",
                    example = "US",
                    pattern = "[A-Z]{2}")
            @Nullable
            String dataProcessingOptionsCountry,

            @Described(
                    value = "the same of its part, as in ISO 3166-2",
                    example = "US-CA",
                    pattern = "[A-Z]{2}-[A-Z0-9]{1,3}")
            @Nullable
            String dataProcessingOptionsRegion) {}

    @Override
    public TagType<Settings> type() {
        // 30 days is the age of Reddit's own cookie in other servers; 28 days its longest window of attribution.
        return new FormType<>(
                        "reddit", "Reddit Conversions API v3: events for Reddit ads.", Settings.class, RedditTag::new)
                .alsoCalled("rdt", "reddit-ads")
                .eventNames(RedditType.OURS)
                .clickIds(30, "", "rdt_cid")
                .cookie("_rdt_uuid", "rdt_uuid", "")
                .cookie("_rdt_cid", "rdt_cid", "");
    }

    @Override
    public Map<String, Twin> twins(TwinSetup setup) {
        return Map.of("ads-api.reddit.com", new RedditTwin(setup));
    }
}
