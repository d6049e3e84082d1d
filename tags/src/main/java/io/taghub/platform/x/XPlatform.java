package io.taghub.platform.x;

import io.taghub.platform.Platform;
import io.taghub.tag.Described;
import io.taghub.tag.FormType;
import io.taghub.tag.Secret;
import io.taghub.tag.TagType;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * X Conversion API: events for X (Twitter) ads.
 *
 * @see <a href="https://docs.x.com/x-ads-api/measurement/web-conversions">the vendor's page</a>
 */
public final class XPlatform implements Platform {
    /** The newest this handler was made for. */
    static final String API_VERSION = "12";

    /** {@code tw-oka17-ol288} as the pixel's code has it, or {@code ol288} alone. */
    static final Pattern EVENT_ID = Pattern.compile("(?:tw-)?[a-z0-9]+(?:-[a-z0-9]+)?");

    /** As long as the cookie of a widespread tag keeps it; X publishes none. */
    private static final int CLICK_DAYS = 90;

    private static final String CLICK_ID = "[\\w.-]{1,512}";

    /** The pixel's cookie holds the id among others, as JSON; X's own server tag writes it bare under the same name. */
    private static final String COOKIE = "(?:\\{.*\"twclid\" ?: ?\")?([\\w.-]{1,512})(?:\".*})?";

    record Settings(
            @Described(
                    value = "id of the pixel (the event source), from Events Manager",
                    example = "oka17",
                    pattern = "[A-Za-z0-9]+")
            String pixelId,

            @Described(
                    "access token of the pixel: Events Manager, Install pixel, Manual, Conversion API, Generate access token")
            Secret pixelToken,

            @Described(
                    value =
                            "which event of Events Manager counts which event, for X has no standard names; what neither this nor event_names lists is skipped",
                    example = "{ purchase: tw-oka17-ol288 }")
            Map<String, String> eventIds,

            @Described(
                    value = "API version, see https://docs.x.com/x-ads-api/fundamentals/versioning",
                    byDefault = API_VERSION,
                    pattern = "1[2-9]|[2-9]\\d")
            String apiVersion,

            @Described(value = "the oldest event X is sent; its own limit is not documented", byDefault = "7d")
            Duration maxAge,

            @Described(
                    value =
                            "tells X the page's address (event_source_url), which its own server tag sends and its reference does not list",
                    byDefault = "false")
            boolean sendPageUrl) {

        Settings {
            eventIds.forEach((event, id) -> {
                if (!EVENT_ID.matcher(id).matches()) {
                    throw new IllegalArgumentException("'event_ids' takes ids from Events Manager such as"
                            + " tw-oka17-ol288 or ol288; that of '" + event + "' is none");
                }
                if (isAnothers(id, pixelId)) {
                    throw new IllegalArgumentException("'event_ids' has an id of another pixel for '" + event
                            + "': those of " + pixelId + " begin with tw-" + pixelId + "-");
                }
            });
        }
    }

    /** Whether the id names a pixel, and not this one. */
    static boolean isAnothers(String id, String pixelId) {
        String own = "tw-" + pixelId + "-";
        return id.startsWith("tw-") && id.indexOf('-', 3) > 0 && !id.regionMatches(true, 0, own, 0, own.length());
    }

    @Override
    public TagType<Settings> type() {
        return new FormType<>("x", "X Conversion API: events for X (Twitter) ads.", Settings.class, XTag::new)
                .alsoCalled("twitter", "twitter-ads", "x-ads", "tw")
                .clickIds(CLICK_DAYS, CLICK_ID, "twclid")
                .cookie("_twclid", "twclid", COOKIE)
                .cookie("twclid", "twclid", CLICK_ID);
    }

    @Override
    public Map<String, Twin> twins(TwinSetup setup) {
        return Map.of("ads-api.x.com", new XTwin(setup));
    }
}
