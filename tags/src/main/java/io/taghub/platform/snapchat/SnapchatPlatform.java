package io.taghub.platform.snapchat;

import io.taghub.platform.Platform;
import io.taghub.tag.Described;
import io.taghub.tag.FormType;
import io.taghub.tag.Secret;
import io.taghub.tag.TagType;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Snapchat Conversions API v3: events for Snapchat ads.
 *
 * @see <a href="https://developers.snap.com/api/marketing-api/Conversions-API">the vendor's page</a>
 */
public final class SnapchatPlatform implements Platform {
    /** The newest this handler was made for. */
    static final String API_VERSION = "v3";

    private static final Duration REPORTED = Duration.ofDays(37);

    record Settings(
            @Described(
                    value = "id of the Snap Pixel, from Events Manager; for what happens on the site and offline",
                    example = "0a1b2c3d-0000-4000-8000-1234567890ab",
                    pattern = "[\\w.-]+")
            String pixelId,

            @Described("Conversions API token, made in Business Manager by the organisation that owns the pixel")
            Secret accessToken,

            @Described(
                    value =
                            "Snap App ID, for events of an app; without it they are skipped where they say that they are one",
                    example = "0a1b2c3d-0000-4000-8000-ba0987654321",
                    pattern = "[\\w.-]+")
            @Nullable
            String snapAppId,

            @Described(
                    value = "shows events in the Test Events tool as tests, so leave it out in production",
                    example = "TEST12345")
            @Nullable
            String testEventCode,

            @Described(
                    value = "API version, see https://developers.snap.com/api/marketing-api/Conversions-API",
                    byDefault = API_VERSION,
                    pattern = "v([3-9]|\\d{2,})")
            String apiVersion,

            @Described(
                    value =
                            "where events happen that do not say it; without it, MOBILE_APP where that is to be seen, else WEB",
                    pattern = "WEB|MOBILE_APP|OFFLINE")
            @Nullable
            String actionSource,

            @Described(
                    value = "the oldest event Snapchat is sent; it reports none that is older than 37 days",
                    byDefault = "37d")
            Duration maxAge,

            @Described(
                    value =
                            "also sends events of whom only the click, the pixel's cookie or your user id is known; that Snapchat takes these alone is not documented",
                    byDefault = "false")
            boolean matchByClick,

            @Described(
                    value = "limited data use for every event; without it, for visitors who denied ad_personalization",
                    byDefault = "false")
            boolean limitedDataUse,

            @Described(value = "1 for the USA; 0 leaves it out, and Snapchat finds out", byDefault = "0")
            int dataProcessingOptionsCountry,

            @Described(value = "1000 for California; 0 leaves it out, and Snapchat finds out", byDefault = "0")
            int dataProcessingOptionsState) {

        Settings {
            if (maxAge.compareTo(REPORTED) > 0) {
                throw new IllegalArgumentException("'max_age' is longer than the 37 days Snapchat reports events of");
            }
            if ("MOBILE_APP".equals(actionSource) && snapAppId == null) {
                throw new IllegalArgumentException("'action_source: MOBILE_APP' needs 'snap_app_id'");
            }
        }
    }

    @Override
    public TagType<Settings> type() {
        // 28 days is the longest swipe window an account can choose (unverified). The second cookie is not the pixel's,
        // but
        // of a server that keeps the click.
        return new FormType<>(
                        "snapchat",
                        "Snapchat Conversions API v3: events for Snapchat ads.",
                        Settings.class,
                        SnapchatTag::new)
                .alsoCalled("snap", "snap-ads", "snapads")
                .eventNames(SnapchatNames.OURS)
                .clickIds(28, "", "sccid")
                .cookie("_scid", "scid", "")
                .cookie("_scclid", "sccid", "");
    }

    @Override
    public Map<String, Twin> twins(TwinSetup setup) {
        return Map.of("tr.snapchat.com", new SnapchatTwin(setup));
    }
}
