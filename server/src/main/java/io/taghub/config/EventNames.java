package io.taghub.config;

import io.taghub.tag.TagType;
import io.taghub.text.Suggestion;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Notices event names that are probably misspelt: nothing forbids a new name, but {@code purchse} is none. */
final class EventNames {
    /** The names that starters, snippet and documentation use. */
    static final Set<String> COMMON = Set.of(
            "page_view",
            "view_item",
            "view_list",
            "search",
            "add_to_cart",
            "add_to_wishlist",
            "begin_checkout",
            "add_payment_info",
            "purchase",
            "refund",
            "lead",
            "registration",
            "login",
            "subscribe",
            "start_trial",
            "ftd",
            "deposit",
            "withdrawal",
            "chargeback",
            "kyc_completed",
            "challenge_purchase",
            "payout",
            "trade_closed",
            "bet_placed",
            "coin_purchase",
            "qualified_ftd",
            "ngr_daily");

    private EventNames() {}

    static void warn(
            Map<String, Map<String, @Nullable Object>> tags,
            Set<String> ruled,
            List<TagType<?>> types,
            Problems problems) {
        Set<String> known = new TreeSet<>(COMMON);
        known.addAll(ruled);
        types.forEach(type -> known.addAll(type.eventNames().keySet()));
        tags.forEach((tag, group) -> {
            if (group.get("when") instanceof List<?> names) {
                for (int i = 0; i < names.size(); i++) {
                    String name = String.valueOf(names.get(i));
                    String meant = known.contains(name) ? "" : Suggestion.among(known, name);
                    if (!meant.isEmpty()) {
                        problems.warning(
                                ConfigKeys.TAGS.name() + "." + tag + ".when[" + i + "]",
                                "no rule and no platform knows an event '" + name + "'" + meant);
                    }
                }
            }
        });
    }
}
