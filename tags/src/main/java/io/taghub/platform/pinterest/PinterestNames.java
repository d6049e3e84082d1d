package io.taghub.platform.pinterest;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The names of Pinterest's events; others it does not accept. */
final class PinterestNames {
    /** Without the underscores, as its tag writes them: {@code PageVisit}. */
    private static final Map<String, String> ALL = Set.of(
                    "add_payment_info",
                    "add_to_cart",
                    "add_to_wishlist",
                    "app_install",
                    "app_open",
                    "checkout",
                    "contact",
                    "custom",
                    "customize_product",
                    "find_location",
                    "initiate_checkout",
                    "lead",
                    "page_visit",
                    "schedule",
                    "search",
                    "signup",
                    "start_trial",
                    "submit_application",
                    "subscribe",
                    "view_category",
                    "view_content",
                    "watch_video")
            .stream()
            .collect(Collectors.toUnmodifiableMap(PinterestNames::bare, Function.identity()));

    /** A verified account and the like have no name of their own; an operator makes a {@code custom} of them. */
    static final Map<String, String> OURS = Map.ofEntries(
            Map.entry("page_view", "page_visit"),
            Map.entry("view_item", "page_visit"),
            Map.entry("view_content", "view_content"),
            Map.entry("view_item_list", "view_category"),
            Map.entry("view_list", "view_category"),
            Map.entry("view_category", "view_category"),
            Map.entry("search", "search"),
            Map.entry("add_to_wishlist", "add_to_wishlist"),
            Map.entry("add_to_cart", "add_to_cart"),
            Map.entry("begin_checkout", "initiate_checkout"),
            Map.entry("add_payment_info", "add_payment_info"),
            Map.entry("purchase", "checkout"),
            Map.entry("ftd", "checkout"),
            Map.entry("deposit", "checkout"),
            Map.entry("redeposit", "checkout"),
            Map.entry("challenge_purchase", "checkout"),
            Map.entry("coin_purchase", "checkout"),
            Map.entry("registration", "signup"),
            Map.entry("sign_up", "signup"),
            Map.entry("lead", "lead"),
            Map.entry("generate_lead", "lead"),
            Map.entry("subscribe", "subscribe"),
            Map.entry("start_trial", "start_trial"),
            Map.entry("contact", "contact"),
            Map.entry("schedule", "schedule"),
            Map.entry("find_location", "find_location"),
            Map.entry("customize_product", "customize_product"),
            Map.entry("submit_application", "submit_application"),
            Map.entry("watch_video", "watch_video"),
            Map.entry("app_open", "app_open"),
            Map.entry("app_install", "app_install"),
            Map.entry("first_open", "app_install"));

    private PinterestNames() {}

    /** The name as the API writes it, also of {@code Page Visit} or {@code AddToCart}; null where it is none of its names. */
    static @Nullable String known(String name) {
        return ALL.get(bare(name));
    }

    private static String bare(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replaceAll("[_ -]", "");
    }
}
