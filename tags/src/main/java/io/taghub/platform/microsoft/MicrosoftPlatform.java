package io.taghub.platform.microsoft;

import io.taghub.platform.Platform;
import io.taghub.tag.Described;
import io.taghub.tag.FormType;
import io.taghub.tag.Secret;
import io.taghub.tag.TagType;
import io.taghub.twin.TokenEndpoint;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Microsoft Advertising: the UET Conversions API for what has just happened, offline conversions for what is older.
 *
 * @see <a href="https://learn.microsoft.com/en-us/advertising/guides/uet-conversion-api-integration">UET Conversions API</a>
 * @see <a href="https://learn.microsoft.com/en-us/advertising/campaign-management-service/applyofflineconversions">offline
 *     conversions</a>
 */
public final class MicrosoftPlatform implements Platform {
    /** A page view, which has no name there. */
    static final String PAGE_LOAD = "pageLoad";

    /** The longest conversion window of a goal. */
    private static final int CLICK_DAYS = 90;

    record Settings(
            @Described("the Conversions API of a UET tag: for events that are at most 7 days old when they come")
            @Nullable
            Uet uet,

            @Described("offline conversions: for events that come later, or for all of them where there is no 'uet'")
            @Nullable
            Offline offline) {

        Settings {
            if (uet == null && offline == null) {
                throw new IllegalArgumentException("give 'uet' or 'offline', or both");
            }
        }
    }

    record Uet(
            @Described(value = "number of the UET tag", example = "97012345", pattern = "\\d+")
            String tagId,

            @Described("access token of the UET tag: Conversion tracking, UET tags, Use Conversions API")
            Secret accessToken,

            @Described(
                    value =
                            "sends the user's id hashed (SHA-256) and not as it is; Microsoft does not say which it wants",
                    byDefault = "false")
            boolean hashExternalId,

            @Described(
                    value =
                            "version of the API, see https://learn.microsoft.com/en-us/advertising/guides/uet-conversion-api-integration",
                    byDefault = "v1",
                    pattern = "v\\d+")
            String apiVersion) {}

    record Offline(
            @Described(
                    value = "number of the customer, cid in the address of Microsoft Advertising",
                    example = "1234567",
                    pattern = "\\d+")
            String customerId,

            @Described(
                    value = "number of the ad account, aid in the address of Microsoft Advertising",
                    example = "7654321",
                    pattern = "\\d+")
            String accountId,

            @Described("developer token of the Microsoft Advertising API")
            Secret developerToken,

            @Described("a user's consent, renewed with a refresh token")
            OAuth oauth,

            @Described(
                    value =
                            "which offline conversion goal counts which event, by the goal's name letter for letter; events that are not listed are skipped",
                    example = "{ ftd: \"First deposit\" }")
            Map<String, String> goals,

            @Described(
                    value = "how old a click is to be, as Microsoft advises: an event of a younger one waits",
                    byDefault = "1h")
            Duration minClickAge,

            @Described(
                    value =
                            "version of the Campaign Management API, see https://learn.microsoft.com/en-us/advertising/guides/release-notes",
                    byDefault = "v13",
                    pattern = "v\\d+")
            String apiVersion) {

        Offline {
            if (goals.isEmpty()
                    || goals.values().stream().anyMatch(goal -> goal.isBlank() || !goal.equals(goal.strip()))) {
                throw new IllegalArgumentException("'offline.goals' names a goal for each event it lists, and at least"
                        + " one; letter for letter, without a blank at an end");
            }
        }
    }

    record OAuth(
            @Described("application id of the app registered with Microsoft")
            String clientId,

            @Described("client secret of that app") Secret clientSecret,

            @Described("refresh token with the scope https://ads.microsoft.com/msads.manage offline_access")
            Secret refreshToken) {}

    @Override
    public TagType<Settings> type() {
        return new FormType<>(
                        "microsoft",
                        "Microsoft Advertising (Bing): the UET Conversions API, and offline conversions for older events.",
                        Settings.class,
                        MicrosoftTag::new)
                .alsoCalled(
                        "bing",
                        "bing-ads",
                        "msads",
                        "ms-ads",
                        "ms",
                        "microsoft-ads",
                        "uet",
                        "microsoft-advertising",
                        "bingads",
                        "adcenter")
                .eventNames(Map.ofEntries(
                        Map.entry("page_view", PAGE_LOAD),
                        Map.entry("registration", "sign_up"),
                        Map.entry("sign_up", "sign_up"),
                        Map.entry("lead", "generate_lead"),
                        Map.entry("generate_lead", "generate_lead"),
                        Map.entry("ftd", "purchase"),
                        Map.entry("deposit", "purchase"),
                        Map.entry("purchase", "purchase"),
                        Map.entry("view_item", "view_item"),
                        Map.entry("view_list", "view_item_list"),
                        Map.entry("view_cart", "view_cart"),
                        Map.entry("search", "search"),
                        Map.entry("add_to_cart", "add_to_cart"),
                        Map.entry("add_to_wishlist", "add_to_wishlist"),
                        Map.entry("begin_checkout", "begin_checkout"),
                        Map.entry("add_payment_info", "add_payment_info"),
                        Map.entry("login", "login"),
                        Map.entry("subscribe", "subscribe"),
                        Map.entry("start_trial", "start_trial")))
                .clickIds(CLICK_DAYS, "[0-9a-fA-F-]{32,36}.*", "msclkid")
                .cookie("_uetmsclkid", "msclkid", "(?:_uet)?(.*)")
                .cookie("_uetvid", "uetvid", "");
    }

    @Override
    public Map<String, Twin> twins(TwinSetup setup) {
        TokenEndpoint tokens = new TokenEndpoint(Set.of(), MicrosoftOfflineTwin.SCOPE);
        return Map.of(
                "capi.uet.microsoft.com",
                new UetTwin(setup),
                "campaign.api.bingads.microsoft.com",
                new MicrosoftOfflineTwin(setup, tokens),
                "login.microsoftonline.com",
                tokens);
    }
}
