package io.taghub.tag;

import java.util.Map;
import java.util.TreeMap;

/**
 * Our event names to those of the standard events that Meta coined and TikTok took over. What a platform names its own way
 * or alone, its tag type adds.
 */
public final class StandardEvents {
    private static final Map<String, String> COMMON = Map.ofEntries(
            Map.entry("registration", "CompleteRegistration"),
            Map.entry("sign_up", "CompleteRegistration"),
            Map.entry("lead", "Lead"),
            Map.entry("generate_lead", "Lead"),
            Map.entry("ftd", "Purchase"),
            Map.entry("deposit", "Purchase"),
            Map.entry("redeposit", "Purchase"),
            Map.entry("purchase", "Purchase"),
            Map.entry("view_item", "ViewContent"),
            Map.entry("customize_product", "CustomizeProduct"),
            Map.entry("search", "Search"),
            Map.entry("find_location", "FindLocation"),
            Map.entry("add_to_wishlist", "AddToWishlist"),
            Map.entry("add_to_cart", "AddToCart"),
            Map.entry("begin_checkout", "InitiateCheckout"),
            Map.entry("add_payment_info", "AddPaymentInfo"),
            Map.entry("start_trial", "StartTrial"),
            Map.entry("subscribe", "Subscribe"),
            Map.entry("submit_application", "SubmitApplication"),
            Map.entry("schedule", "Schedule"),
            Map.entry("contact", "Contact"));

    private StandardEvents() {}

    /** The common names and, over them, the platform's own. */
    public static Map<String, String> and(Map<String, String> own) {
        Map<String, String> all = new TreeMap<>(COMMON);
        all.putAll(own);
        return Map.copyOf(all);
    }
}
