package io.taghub.platform.klaviyo;

import io.taghub.platform.Platform;
import io.taghub.tag.Described;
import io.taghub.tag.FormType;
import io.taghub.tag.Secret;
import io.taghub.tag.TagType;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.util.Map;

/**
 * Klaviyo Events API: events of known people for e-mail and SMS flows. No ad platform: it wants people in clear.
 *
 * @see <a href="https://developers.klaviyo.com/en/reference/create_event">the vendor's page</a>
 */
public final class KlaviyoPlatform implements Platform {
    record Settings(
            @Described(
                    "private API key with the scope events:write, from Settings, API keys; not the public one of six letters")
            Secret apiKey,

            @Described(
                    value =
                            "send names, company and place of the person too, which Klaviyo writes over what the profile has",
                    byDefault = "true")
            boolean profile,

            @Described(
                    value = "record events without starting flows, for what is sent long after it happened",
                    byDefault = "false")
            boolean backfill,

            @Described(
                    value =
                            "revision of the API, see https://developers.klaviyo.com/en/docs/api_versioning_and_deprecation_policy; each is taken for two years",
                    byDefault = "2026-10-15",
                    pattern = "20\\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])")
            String apiVersion) {}

    @Override
    public TagType<Settings> type() {
        // Klaviyo takes any name. Those of a shop, but for the wishlist, are in its guides, and some of its features go
        // by them.
        return new FormType<>(
                        "klaviyo",
                        "Klaviyo Events API: events of known people for e-mail and SMS flows.",
                        Settings.class,
                        KlaviyoTag::new)
                .alsoCalled("klavio")
                .eventNames(Map.ofEntries(
                        Map.entry("page_view", "Active on Site"),
                        Map.entry("view_item", "Viewed Product"),
                        Map.entry("add_to_cart", "Added to Cart"),
                        Map.entry("begin_checkout", "Started Checkout"),
                        Map.entry("purchase", "Placed Order"),
                        Map.entry("refund", "Refunded Order"),
                        Map.entry("add_to_wishlist", "Added to Wishlist"),
                        Map.entry("add_payment_info", "Added Payment Info"),
                        Map.entry("registration", "Registered"),
                        Map.entry("sign_up", "Registered"),
                        Map.entry("lead", "Submitted Lead"),
                        Map.entry("generate_lead", "Submitted Lead"),
                        Map.entry("ftd", "Made First Deposit"),
                        Map.entry("deposit", "Made Deposit"),
                        Map.entry("search", "Searched"),
                        Map.entry("subscribe", "Subscribed"),
                        Map.entry("start_trial", "Started Trial"),
                        Map.entry("submit_application", "Submitted Application"),
                        Map.entry("schedule", "Scheduled"),
                        Map.entry("contact", "Contacted")))
                // How long Klaviyo takes one is not documented.
                .clickIds(30, "[\\w.=+/-]{1,512}", "_kx");
    }

    @Override
    public Map<String, Twin> twins(TwinSetup setup) {
        return Map.of("a.klaviyo.com", new KlaviyoTwin(setup));
    }
}
