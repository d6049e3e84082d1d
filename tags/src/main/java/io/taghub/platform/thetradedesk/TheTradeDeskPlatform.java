package io.taghub.platform.thetradedesk;

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
 * The Trade Desk: real-time conversion events, and as offline conversions what comes later.
 *
 * @see <a href="https://partner.thetradedesk.com/v3/portal/data/doc/DataConversionEventsApi">the vendor's page</a>
 */
public final class TheTradeDeskPlatform implements Platform {
    static final String HOST = "insight.adsrvr.org";
    static final String OFFLINE_HOST = "offlineattrib.adsrvr.org";

    /** Of a visit to a page, which the universal pixel takes without a name. */
    static final String VISIT = "sitevisit";

    static final String PURCHASE = "purchase";

    private static final String GUID = "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}";

    record Settings(
            @Described(
                    value =
                            "event tracker for events by their names; with 'merchant_id', or 'advertiser_id' for who has no merchant",
                    example = "trk1abc",
                    pattern = "[\\w.-]+")
            @Nullable
            String trackerId,

            @Described(
                    value = "merchant, as The Trade Desk gave it at the onboarding",
                    example = "mer1abc",
                    pattern = "[\\w.-]+")
            @Nullable
            String merchantId,

            @Described(
                    value =
                            "universal pixel for events by the page they happen on; with 'advertiser_id'. Beside a tracker it gets the page views alone",
                    example = "px1abc",
                    pattern = "[\\w.-]+")
            @Nullable
            String pixelId,

            @Described(
                    value = "advertiser, from the advertiser's preferences",
                    example = "abc1234",
                    pattern = "[\\w.-]+")
            @Nullable
            String advertiserId,

            @Described(
                    "offline conversions: for events that come later than 'max_age', or for all of them where there is no tracker and no pixel")
            @Nullable
            Offline offline,

            @Described(
                    value =
                            "how late an event may be as a real-time one. The Trade Desk is not told when it happened, and asks for it at once; a limit is not published",
                    byDefault = "1d")
            Duration maxAge,

            @Described(
                    value =
                            "how long The Trade Desk recognises an order it has had; that it does is not published. Given, an attempt without an answer is repeated for so long")
            @Nullable
            Duration dedupWindow,

            @Described(
                    value =
                            "also sends events of which only the IP address is known, by which The Trade Desk knows a household at most",
                    byDefault = "true")
            boolean matchByIp,

            @Described(
                    value = "limited data use for every event; without it, for visitors who denied ad_personalization",
                    byDefault = "false")
            boolean limitedDataUse,

            @Described(
                    value = "state of the USA whose law limits the use, where the event says no place",
                    example = "us-ca",
                    pattern = "us-[a-z]{2}")
            @Nullable
            String limitedDataRegion) {

        Settings {
            if (trackerId == null && pixelId == null && offline == null) {
                throw new IllegalArgumentException("give 'tracker_id', 'pixel_id' or 'offline'");
            }
            if (trackerId != null && merchantId == null && advertiserId == null) {
                throw new IllegalArgumentException("'tracker_id' needs 'merchant_id', or 'advertiser_id'");
            }
            if (pixelId != null && advertiserId == null) {
                throw new IllegalArgumentException("'pixel_id' needs 'advertiser_id'");
            }
            if (advertiserId != null && pixelId == null && (trackerId == null || merchantId != null)) {
                throw new IllegalArgumentException(
                        "'advertiser_id' goes with 'pixel_id', or with 'tracker_id' where there is no 'merchant_id'");
            }
            if (merchantId != null && trackerId == null && offline == null) {
                throw new IllegalArgumentException("'merchant_id' goes with 'tracker_id'");
            }
        }

        boolean realTime() {
            return trackerId != null || pixelId != null;
        }
    }

    record Offline(
            @Described(
                    value = "provider of the data, as agreed with The Trade Desk",
                    example = "shop",
                    pattern = "[\\w.-]+")
            String dataProviderId,

            @Described(value = "offline tracking tag", example = "off1abc", pattern = "[\\w.-]+")
            String trackingTagId,

            @Described("API token of The Trade Desk's platform, sent as TTD-Auth")
            Secret authToken) {}

    @Override
    public TagType<Settings> type() {
        return new FormType<>(
                        "the-trade-desk",
                        "The Trade Desk: real-time conversion events, and offline conversions for later ones.",
                        Settings.class,
                        TheTradeDeskTag::new)
                .alsoCalled("ttd", "tradedesk", "thetradedesk")
                .eventNames(Map.ofEntries(
                        Map.entry("page_view", VISIT),
                        Map.entry("view_item", "viewitem"),
                        Map.entry("search", "searchitem"),
                        Map.entry("view_search_results", "searchitem"),
                        Map.entry("add_to_cart", "addtocart"),
                        Map.entry("view_cart", "viewcart"),
                        Map.entry("add_to_wishlist", "wishlistitem"),
                        Map.entry("begin_checkout", "startcheckout"),
                        Map.entry("purchase", PURCHASE),
                        Map.entry("ftd", PURCHASE),
                        Map.entry("deposit", PURCHASE),
                        Map.entry("redeposit", PURCHASE),
                        Map.entry("challenge_purchase", PURCHASE),
                        Map.entry("coin_purchase", PURCHASE),
                        Map.entry("login", "login"),
                        Map.entry("contact", "messagebusiness"),
                        Map.entry("find_location", "direction")))
                .clickIds(30, GUID, "ttd_uuid")
                .cookie("ttd_TDID", "tdid", GUID);
    }

    @Override
    public Map<String, Twin> twins(TwinSetup setup) {
        return Map.of(HOST, new TheTradeDeskTwin(setup), OFFLINE_HOST, new TheTradeDeskOfflineTwin(setup));
    }
}
