package io.taghub.platform.openaiads;

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
 * OpenAI Ads Conversions API: events for ads in ChatGPT.
 *
 * @see <a href="https://developers.openai.com/ads/conversions-api">the vendor's page</a>
 */
public final class OpenAiPlatform implements Platform {
    /** As long as the pixel keeps it in {@code __oppref}. */
    private static final int CLICK_DAYS = 30;

    record Settings(
            @Described(
                    value =
                            "Pixel ID, from the conversions tab of Ads Manager; the id of a data source (cds_...) is another",
                    example = "2atj5meVpvtJ5kCtqhG3yX",
                    pattern = "(?!cds_)[A-Za-z0-9_-]+")
            String pixelId,

            @Described(
                    "Conversions API key, from the conversions tab of Ads Manager; the Advertiser API key looks alike and is not taken")
            Secret apiKey,

            @Described(
                    value =
                            "OpenAI only validates events and saves none (validate_only), so leave it out in production",
                    byDefault = "false")
            boolean testMode,

            @Described(
                    value =
                            "where events happen that do not say it; without it, mobile_app where that is to be seen, else web",
                    pattern = "web|mobile_app|offline|physical_store|phone_call|email|other")
            @Nullable
            String actionSource,

            @Described(
                    value = "send the person's country, city and postal code, which OpenAI takes in clear",
                    byDefault = "true")
            boolean sendLocation,

            @Described(
                    value =
                            "write what is known of the person as lists (emails_sha256), with phone and name, as newer implementations do; the vendor's page has single values (email_sha256)",
                    byDefault = "false")
            boolean userLists,

            @Described(
                    value =
                            "keep every event out of personalisation (opt_out); without it, those of visitors who denied ad_personalization",
                    byDefault = "false")
            boolean limitedDataUse,

            @Described(
                    value =
                            "how long OpenAI recognises an id it had with the same type; not documented, so an attempt without an answer is held and not repeated, unless a time stands here",
                    example = "2d")
            @Nullable
            Duration dedupWindow) {}

    @Override
    public TagType<Settings> type() {
        return new FormType<>(
                        "openai-ads",
                        "OpenAI Ads Conversions API: events for ads in ChatGPT.",
                        Settings.class,
                        OpenAiTag::new)
                .alsoCalled("openai", "chatgpt", "chatgpt-ads", "gpt")
                .eventNames(OpenAiType.OURS)
                .clickIds(CLICK_DAYS, "", "oppref")
                .cookie("__oppref", "oppref", "")
                .cookie("__obref", "obref", "");
    }

    @Override
    public Map<String, Twin> twins(TwinSetup setup) {
        return Map.of("bzr.openai.com", new OpenAiTwin(setup));
    }
}
