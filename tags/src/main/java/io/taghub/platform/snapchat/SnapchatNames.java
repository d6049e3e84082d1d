package io.taghub.platform.snapchat;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names of Snapchat's events; others it does not know. */
final class SnapchatNames {
    private static final Set<String> ALL = Set.of(
            "PAGE_VIEW",
            "VIEW_CONTENT",
            "ADD_CART",
            "START_CHECKOUT",
            "ADD_BILLING",
            "PURCHASE",
            "SIGN_UP",
            "SEARCH",
            "ADD_TO_WISHLIST",
            "LIST_VIEW",
            "SUBSCRIBE",
            "START_TRIAL",
            "LOGIN",
            "SAVE",
            "SHARE",
            "INVITE",
            "RESERVE",
            "RATE",
            "ACHIEVEMENT_UNLOCKED",
            "LEVEL_COMPLETE",
            "COMPLETE_TUTORIAL",
            "SPENT_CREDITS",
            "AD_CLICK",
            "AD_VIEW",
            "APP_OPEN",
            "APP_INSTALL",
            "CUSTOM_EVENT_1",
            "CUSTOM_EVENT_2",
            "CUSTOM_EVENT_3",
            "CUSTOM_EVENT_4",
            "CUSTOM_EVENT_5");

    /** A lead, a verified account and the like have no name of their own; an operator gives them one of the custom five. */
    static final Map<String, String> OURS = Map.ofEntries(
            Map.entry("page_view", "PAGE_VIEW"),
            Map.entry("view_item", "VIEW_CONTENT"),
            Map.entry("view_list", "LIST_VIEW"),
            Map.entry("view_item_list", "LIST_VIEW"),
            Map.entry("search", "SEARCH"),
            Map.entry("add_to_wishlist", "ADD_TO_WISHLIST"),
            Map.entry("add_to_cart", "ADD_CART"),
            Map.entry("begin_checkout", "START_CHECKOUT"),
            Map.entry("add_payment_info", "ADD_BILLING"),
            Map.entry("purchase", "PURCHASE"),
            Map.entry("ftd", "PURCHASE"),
            Map.entry("deposit", "PURCHASE"),
            Map.entry("redeposit", "PURCHASE"),
            Map.entry("challenge_purchase", "PURCHASE"),
            Map.entry("coin_purchase", "PURCHASE"),
            Map.entry("registration", "SIGN_UP"),
            Map.entry("sign_up", "SIGN_UP"),
            Map.entry("login", "LOGIN"),
            Map.entry("subscribe", "SUBSCRIBE"),
            Map.entry("start_trial", "START_TRIAL"),
            Map.entry("share", "SHARE"),
            Map.entry("tutorial_complete", "COMPLETE_TUTORIAL"),
            Map.entry("unlock_achievement", "ACHIEVEMENT_UNLOCKED"),
            Map.entry("spend_virtual_currency", "SPENT_CREDITS"),
            Map.entry("app_open", "APP_OPEN"),
            Map.entry("app_install", "APP_INSTALL"),
            Map.entry("first_open", "APP_INSTALL"));

    private SnapchatNames() {}

    /** The name as Snapchat writes it, also of {@code Sign Up} or {@code purchase}; null where it is none of its names. */
    static @Nullable String known(String name) {
        String written = name.strip().toUpperCase(Locale.ROOT).replaceAll("[ -]", "_");
        return ALL.contains(written) ? written : null;
    }
}
