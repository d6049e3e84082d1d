package io.taghub.platform.reddit;

import io.taghub.tag.Fields;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an event is at Reddit: one of eight kinds, or of the operator's own.
 *
 * @param tracking Reddit's word for the kind, {@code CUSTOM} for one of the operator's own
 * @param custom what the operator calls it there, case counts; null of Reddit's kinds
 */
record RedditType(String tracking, @Nullable String custom) {
    private static final int LONGEST_NAME = 64;

    /** Without the underscores, as version 2 wrote them: {@code PageVisit}. */
    private static final Map<String, String> KINDS = Set.of(
                    "PAGE_VISIT",
                    "VIEW_CONTENT",
                    "SEARCH",
                    "ADD_TO_CART",
                    "ADD_TO_WISHLIST",
                    "LEAD",
                    "PURCHASE",
                    "SIGN_UP",
                    "CUSTOM")
            .stream()
            .collect(Collectors.toUnmodifiableMap(RedditType::bare, Function.identity()));

    private static final Set<String> WORTHLESS = Set.of("PAGE_VISIT", "VIEW_CONTENT", "SEARCH");
    private static final Set<String> COUNTED = Set.of("ADD_TO_CART", "ADD_TO_WISHLIST", "PURCHASE", "CUSTOM");

    static final Map<String, String> OURS = Map.ofEntries(
            Map.entry("page_view", "PAGE_VISIT"),
            Map.entry("view_item", "VIEW_CONTENT"),
            Map.entry("search", "SEARCH"),
            Map.entry("add_to_cart", "ADD_TO_CART"),
            Map.entry("add_to_wishlist", "ADD_TO_WISHLIST"),
            Map.entry("lead", "LEAD"),
            Map.entry("generate_lead", "LEAD"),
            Map.entry("purchase", "PURCHASE"),
            Map.entry("ftd", "PURCHASE"),
            Map.entry("deposit", "PURCHASE"),
            Map.entry("redeposit", "PURCHASE"),
            Map.entry("challenge_purchase", "PURCHASE"),
            Map.entry("coin_purchase", "PURCHASE"),
            Map.entry("registration", "SIGN_UP"),
            Map.entry("sign_up", "SIGN_UP"));

    /**
     * @param name what the operator or the table calls it at Reddit; any other than its own words is a name of the operator's
     * @param ours what it is called here, its name there where the operator says no more than {@code CUSTOM}
     */
    static RedditType of(String name, String ours) {
        String kind = KINDS.get(bare(name));
        return kind == null || kind.equals("CUSTOM")
                ? new RedditType("CUSTOM", kind == null ? name.strip() : ours)
                : new RedditType(kind, null);
    }

    private static String bare(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replaceAll("[_ -]", "");
    }

    /** Whether Reddit takes its name: it counts characters, not bytes. */
    boolean fits() {
        return custom == null || custom.codePointCount(0, custom.length()) <= LONGEST_NAME;
    }

    /** Of three kinds Reddit takes no value and no currency. */
    boolean hasValue() {
        return !WORTHLESS.contains(tracking);
    }

    boolean hasItemCount() {
        return COUNTED.contains(tracking);
    }

    Fields body() {
        return new Fields().put("tracking_type", tracking).put("custom_event_name", custom);
    }
}
