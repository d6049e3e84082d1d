package io.taghub.platform.applovin;

import io.taghub.platform.Platform;
import io.taghub.tag.Described;
import io.taghub.tag.FormType;
import io.taghub.tag.Secret;
import io.taghub.tag.TagType;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.time.Duration;
import java.util.Map;

/**
 * AppLovin's Axon Conversion API: events of websites for its ads.
 *
 * @see <a href="https://support.axon.ai/en/growth/promoting-your-websites/api/axon-conversion-api">the vendor's page</a>
 */
public final class AppLovinPlatform implements Platform {
    static final String HOST = "b.applovin.com";

    record Settings(
            @Described(
                    value = "event key of the pixel, from Axon Ads Manager",
                    example = "1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d",
                    pattern = "[\\w.-]+")
            String pixelId,

            @Described(
                    "Conversion API key, from Axon Ads Manager; none of the other keys there takes its place, and a wrong one is answered with 401")
            Secret apiKey,

            @Described(
                    value =
                            "kind of the account: lead_gen takes page views and leads only, restricted these without the page's path and without e-mail and phone",
                    byDefault = "ecommerce",
                    pattern = "ecommerce|lead_gen|restricted")
            String account,

            @Described(value = "writes Bearer in front of the key, as one sender does", byDefault = "false")
            boolean bearer,

            @Described(
                    value =
                            "how long Axon recognises an event it has had; that it does is published, for how long is not. An attempt without an answer is repeated for so long",
                    byDefault = "1d")
            Duration dedupWindow) {

        boolean leadsOnly() {
            return !account.equals("ecommerce");
        }

        boolean restricted() {
            return account.equals("restricted");
        }
    }

    @Override
    public TagType<Settings> type() {
        // As long as the cookies that the vendor recommends; those without underscore are of a server that sets them
        // itself.
        return new FormType<>(
                        "applovin",
                        "AppLovin Axon Conversion API: events of websites for AppLovin ads.",
                        Settings.class,
                        AppLovinTag::new)
                .alsoCalled("axon", "applovin-axon")
                .eventNames(AppLovinEvents.NAMES)
                .clickIds(365, "", "aleid", "alart")
                .cookie("_axwrt", "axwrt", "")
                .cookie("axwrt", "axwrt", "")
                .cookie("_axcid", "axcid", "")
                .cookie("axcid", "axcid", "")
                .cookie("_axeid", "aleid", "")
                .cookie("axeid", "aleid", "")
                .cookie("_axart", "alart", "")
                .cookie("axart", "alart", "");
    }

    @Override
    public Map<String, Twin> twins(TwinSetup setup) {
        return Map.of(HOST, new AppLovinTwin(setup));
    }
}
