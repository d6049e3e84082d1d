package io.taghub.postback;

import io.taghub.postback.preset.Presets;
import io.taghub.tag.ClickIdRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The click ids of receivers that have no tag type of their own: of networks with a folder what their
 * presets say, and a row here for networks and ad platforms that have neither. Where a platform does not publish a lifetime
 * the row says so. A type that brings one of these itself takes its place.
 */
final class OthersClickIds {
    private static final String ANY = "";

    static final List<ClickIdRule> RULES = rules();

    private OthersClickIds() {}

    private static List<ClickIdRule> rules() {
        List<ClickIdRule> rules = new ArrayList<>(Presets.shippedClickIds());
        // Google's Campaign Manager, as long as Google Ads' own.
        adPlatform(rules, "google", 90, "[\\w.-]{1,512}", "dclid");
        adPlatform(rules, "quora", 28, ANY, "qclid"); // lifetime unverified
        adPlatform(rules, "spotify", 30, ANY, "spclid"); // lifetime unverified
        // Performance networks and trackers: their windows are set per offer.
        // Several platforms of the trade call theirs so; afp is unverified.
        network(rules, "igaming", 90, ANY, "btag", "afp");
        network(rules, "affiliate", 90, ANY, "clickid", "click_id", "subid");
        return List.copyOf(rules);
    }

    /** Its click ids are nobody else's. */
    private static void adPlatform(
            List<ClickIdRule> rules, String platform, int days, String pattern, String... names) {
        add(rules, platform, days, pattern, true, names);
    }

    /** Others may call theirs the same. */
    private static void network(List<ClickIdRule> rules, String network, int days, String pattern, String... names) {
        add(rules, network, days, pattern, false, names);
    }

    private static void add(
            List<ClickIdRule> rules, String whose, int days, String pattern, boolean exclusive, String... names) {
        for (String name : names) {
            rules.add(new ClickIdRule(name, whose, pattern, Duration.ofDays(days), exclusive));
        }
    }
}
