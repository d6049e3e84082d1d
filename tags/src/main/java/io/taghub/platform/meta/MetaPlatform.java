package io.taghub.platform.meta;

import io.taghub.platform.Platform;
import io.taghub.tag.Described;
import io.taghub.tag.FormType;
import io.taghub.tag.Secret;
import io.taghub.tag.StandardEvents;
import io.taghub.tag.TagType;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Meta Conversions API: events for Facebook and Instagram ads.
 *
 * @see <a href="https://developers.facebook.com/docs/marketing-api/conversions-api">the vendor's page</a>
 */
public final class MetaPlatform implements Platform {
    /** The newest this handler was made for. */
    static final String API_VERSION = "v27.0";

    static final String BROWSER_ID = "fb\\.\\d\\.\\d{13}\\.[\\w.-]+";

    /** Meta's own library ignores longer ones. */
    static final String CLICK_ID = "[\\w.-]{1,500}";

    /** As long as the browser keeps {@code _fbc}. */
    static final Duration CLICK_LIFETIME = Duration.ofDays(90);

    /** Graph API versions whose end is published. */
    static final Map<String, LocalDate> ENDS = Map.of(
            "v21.0", LocalDate.of(2027, 1, 21),
            "v24.0", LocalDate.of(2028, 2, 18),
            "v25.0", LocalDate.of(2028, 7, 29));

    static final String OLDEST = "v21.0";

    record Quality(
            @Described(
                    "token of a system user who may use the dataset's events, see https://developers.facebook.com/docs/marketing-api/conversions-api/dataset-quality-api; the pixel's own cannot read it")
            Secret accessToken,

            @Described("name of the partner whose events are looked at; without it, everybody's") @Nullable
            String agentName,

            @Described(
                    value = "what is asked for",
                    byDefault =
                            "web{event_name,event_match_quality{composite_score,match_key_feedback{identifier,coverage{percentage}},diagnostics{name,solution}},event_coverage{percentage},dedupe_key_feedback}")
            String fields) {}

    record Settings(
            @Described(
                    value = "id of the pixel or dataset, from Events Manager",
                    example = "1234567890",
                    pattern = "\\d+")
            String pixelId,

            @Described("access token of the pixel, made in Events Manager under Settings")
            Secret accessToken,

            @Described(
                    value =
                            "shows events in the Test Events tab; they count for targeting and measurement all the same, so it makes no test of production",
                    example = "TEST12345")
            @Nullable
            String testEventCode,

            @Described(
                    value = "Graph API version, see https://developers.facebook.com/docs/graph-api/changelog",
                    byDefault = API_VERSION,
                    pattern = "v\\d+\\.\\d+")
            String apiVersion,

            @Described(
                    value =
                            "where events happen that do not say it; without it, app or website where that is to be seen, else system_generated",
                    pattern =
                            "website|app|email|phone_call|chat|physical_store|business_messaging|system_generated|other")
            @Nullable
            String actionSource,

            @Described(
                    value = "limited data use for every event; without it, for visitors who denied ad_personalization",
                    byDefault = "false")
            boolean limitedDataUse,

            @Described(value = "1 for the USA, 0 lets Meta find out", byDefault = "0")
            int dataProcessingOptionsCountry,

            @Described(value = "1000 for California, 0 lets Meta find out", byDefault = "0")
            int dataProcessingOptionsState,

            @Described("ask Meta once a day how well its events match people; for the website's alone") @Nullable
            Quality quality) {}

    @Override
    public TagType<Settings> type() {
        // Meta refuses the whole event for a browser id of another form.
        return new FormType<>(
                        "meta",
                        "Meta Conversions API: events for Facebook and Instagram ads.",
                        Settings.class,
                        MetaTag::new)
                .alsoCalled(
                        "facebook",
                        "fb",
                        "instagram",
                        "ig",
                        "insta",
                        "whatsapp",
                        "meta-ads",
                        "facebook-ads",
                        "facebook-capi",
                        "meta-capi",
                        "capi",
                        "fb-capi",
                        "conversions-api")
                .eventNames(StandardEvents.and(Map.of("page_view", "PageView", "donate", "Donate")))
                .clickIds((int) CLICK_LIFETIME.toDays(), CLICK_ID, "fbclid")
                .cookie("_fbc", "fbc", BROWSER_ID)
                .cookie("_fbp", "fbp", BROWSER_ID);
    }

    @Override
    public Map<String, Twin> twins(TwinSetup setup) {
        return Map.of("graph.facebook.com", new MetaTwin(setup));
    }
}
