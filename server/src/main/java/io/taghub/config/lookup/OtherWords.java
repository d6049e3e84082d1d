package io.taghub.config.lookup;

import io.taghub.text.Suggestion;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What other tools and back ends call what has a name here. */
public final class OtherWords {
    private static final Map<String, String> EVENTS = table(Map.ofEntries(
            Map.entry("page_view", "pageview page_viewed viewed_page view page_visit"),
            Map.entry("view_item", "view_content view_product product_view product_viewed viewed_product content_view"),
            Map.entry("add_to_cart", "cart_add added_to_cart product_added add_cart"),
            Map.entry(
                    "begin_checkout",
                    "initiate_checkout checkout start_checkout checkout_started started_checkout initiated_checkout"
                            + " checkout_start"),
            Map.entry("add_payment_info", "payment_info payment_info_entered"),
            Map.entry(
                    "purchase",
                    "order sale buy complete_payment order_completed order_placed placed_order place_order checkout_completed"
                            + " payment purchased complete_purchase"),
            Map.entry("refund", "refunded order_refunded"),
            Map.entry("lead", "submit_form form_submit lead_submit submit_lead"),
            Map.entry(
                    "registration",
                    "complete_registration register registered signup sign_up_completed user_registered reg"
                            + " account_created create_account"),
            Map.entry("login", "signin sign_in log_in logged_in"),
            Map.entry("subscribe", "subscription subscribed"),
            Map.entry("start_trial", "trial trial_started free_trial"),
            Map.entry("ftd", "first_deposit first_time_deposit firstdeposit"),
            Map.entry("deposit", "top_up topup deposited"),
            Map.entry("withdrawal", "withdraw cashout cash_out"),
            Map.entry("chargeback", "charge_back dispute"),
            Map.entry("kyc_completed", "kyc verified kyc_complete verification"),
            Map.entry("bet_placed", "bet place_bet")));

    private static final Map<String, String> STATUSES = table(Map.of(
            "approved", "confirmed paid accepted complete completed success ok",
            "pending", "hold on_hold waiting new open",
            "rejected", "canceled cancelled declined denied failed void invalid trash",
            "reversed", "refunded refund chargeback charged_back returned"));

    private OtherWords() {}

    private static Map<String, String> table(Map<String, String> words) {
        Map<String, String> table = new HashMap<>();
        words.forEach((ours, theirs) -> {
            for (String word : theirs.split(" ")) {
                table.put(word.replace("_", ""), ours);
            }
        });
        return Map.copyOf(table);
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[-_. ]", "");
    }

    /** Our name of an event that is usual under another, null where none is known. */
    public static @Nullable String event(String name) {
        return EVENTS.get(plain(name));
    }

    /** The status that is meant by a word, null where it is one or nothing is known of it. */
    public static @Nullable String status(String word) {
        List<String> known = List.of("approved", "pending", "rejected", "reversed");
        String ours = STATUSES.get(plain(word));
        return known.contains(word) ? null : ours != null ? ours : Suggestion.nearest(known, word);
    }
}
