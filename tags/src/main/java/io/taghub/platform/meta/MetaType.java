package io.taghub.platform.meta;

import io.taghub.tag.Described;
import io.taghub.tag.Form;
import io.taghub.tag.Secret;
import io.taghub.tag.Setup;
import io.taghub.tag.StandardEvents;
import io.taghub.tag.Tag;
import io.taghub.tag.TagType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Meta Conversions API: events for Facebook and Instagram ads.
 *
 * @see <a href="https://developers.facebook.com/docs/marketing-api/conversions-api">the vendor's page</a>
 */
public final class MetaType implements TagType<MetaType.Settings> {

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
                            "routes events to the Test Events tab; such events do not count, so leave it out in production",
                    example = "TEST12345")
            @Nullable
            String testEventCode,

            @Described(
                    value = "Graph API version, see https://developers.facebook.com/docs/graph-api/changelog",
                    byDefault = "v26.0",
                    pattern = "v\\d+\\.\\d+")
            String apiVersion,

            @Described(
                    value =
                            "where events happen; without it, website where the user agent is known, else system_generated",
                    pattern = "website|email|phone_call|chat|physical_store|system_generated|other")
            @Nullable
            String actionSource,

            @Described(
                    value = "limited data use for every event; without it, for visitors who denied ad_personalization",
                    byDefault = "false")
            boolean limitedDataUse,

            @Described(value = "1 for the USA, 0 lets Meta find out", byDefault = "0")
            int dataProcessingOptionsCountry,

            @Described(value = "1000 for California, 0 lets Meta find out", byDefault = "0")
            int dataProcessingOptionsState) {}

    @Override
    public String name() {
        return "meta";
    }

    @Override
    public String description() {
        return "Meta Conversions API: events for Facebook and Instagram ads.";
    }

    @Override
    public Form<Settings> form(Map<String, Object> written) {
        return Form.of(Settings.class);
    }

    @Override
    public Tag create(Settings settings, Setup setup) {
        return new MetaTag(settings, setup);
    }

    /** Meta's standard events; what is not here goes out as a custom event under our own name. */
    @Override
    public Map<String, String> eventNames() {
        return StandardEvents.and(Map.of("page_view", "PageView", "donate", "Donate"));
    }

    @Override
    public List<String> clickIds() {
        return List.of("fbclid", "fbc", "fbp");
    }
}
