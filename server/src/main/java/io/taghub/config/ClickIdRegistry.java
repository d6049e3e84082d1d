package io.taghub.config;

import io.taghub.config.HubConfig.ClickIdRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The click ids the hub knows without being told: the query parameter (its name matches in any case, its value as it
 * is), whose it is, what it looks like and how long it counts. Where a platform does not publish a lifetime the row says
 * so. The file's {@code click_ids} adds to these and overrides them.
 */
public final class ClickIdRegistry {
    private static final String ANY = "";

    /** Those whose click ids are nobody else's: a conversion told to two of them is told twice on purpose. */
    private static final Set<String> AD_PLATFORMS = Set.of(
            "google",
            "meta",
            "tiktok",
            "microsoft",
            "snap",
            "x",
            "linkedin",
            "pinterest",
            "reddit",
            "quora",
            "yandex",
            "openai",
            "taboola",
            "outbrain",
            "spotify");

    /** In the order of preference where one tag takes several. */
    public static final List<ClickIdRule> WELL_KNOWN = wellKnown();

    private ClickIdRegistry() {}

    /** Whether a click id of this name is an ad platform's own, and no network's. */
    static boolean ofAdPlatform(String name) {
        return WELL_KNOWN.stream().anyMatch(rule -> rule.name().equals(name) && AD_PLATFORMS.contains(rule.platform()))
                || BrowserIds.WELL_KNOWN.stream().anyMatch(rule -> rule.name().equals(name));
    }

    private static List<ClickIdRule> wellKnown() {
        List<ClickIdRule> rules = new ArrayList<>();
        // Ad platforms.
        // Google: conversions count up to 90 days after the click, https://support.google.com/google-ads/answer/3123169
        add(rules, "google", 90, "[\\w.-]{1,512}", "gclid", "gbraid", "wbraid", "dclid");
        // Meta: the browser keeps _fbc for 90 days; longer values than 500 are ignored by its own library.
        add(rules, "meta", 90, "[^\\s&#]{1,500}", "fbclid");
        // TikTok: 28 days is the longest click window an account can choose (unverified).
        add(rules, "tiktok", 28, ANY, "ttclid");
        add(rules, "microsoft", 90, "[0-9a-fA-F-]{32,36}.*", "msclkid");
        add(rules, "snap", 28, ANY, "sccid"); // lifetime unverified
        add(rules, "x", 90, ANY, "twclid");
        add(rules, "linkedin", 90, ANY, "li_fat_id");
        add(rules, "pinterest", 60, ANY, "epik"); // lifetime unverified
        add(rules, "reddit", 30, ANY, "rdt_cid");
        add(rules, "quora", 28, ANY, "qclid"); // lifetime unverified
        add(rules, "yandex", 21, ANY, "yclid"); // the offline upload takes 21 days
        add(rules, "openai", 30, ANY, "oppref"); // lifetime unverified
        add(rules, "taboola", 30, ANY, "tblci"); // name and lifetime unverified
        add(rules, "outbrain", 30, ANY, "ob_click_id", "outbrainclickid", "dicbo"); // lifetime unverified
        add(rules, "spotify", 30, ANY, "spclid"); // lifetime unverified
        // Retail networks: the lifetime of the cookie their own tags set.
        add(rules, "impact", 90, "[^\\s&#]{1,64}", "irclickid", "im_ref"); // lifetime unverified
        add(rules, "awin", 365, ANY, "awc");
        add(rules, "cj", 395, "[0-9A-Za-z]{1,64}", "cjevent");
        add(rules, "shareasale", 395, ANY, "sscid");
        add(rules, "tradedoubler", 365, ANY, "tduid");
        add(rules, "partnerize", 90, ANY, "clickref"); // lifetime unverified
        add(rules, "rakuten", 730, ANY, "ransiteid");
        add(rules, "admitad", 395, ANY, "admitad_uid");
        add(rules, "adtraction", 90, ANY, "at_gd"); // lifetime unverified
        // Performance networks and trackers. Their windows are set per offer; 90 days is Everflow's upper limit.
        // A bare transaction_id is what shops put on their thank-you pages; who lands with it adds it under click_ids.
        add(rules, "everflow", 90, ANY, "_ef_transaction_id", "ef_tid");
        add(rules, "igaming", 90, ANY, "btag", "stag", "cxd", "afp"); // names of stag, cxd, afp unverified
        // 'clickid' is reserved at Track360, which passes these two instead.
        add(rules, "track360", 90, ANY, "affclickid", "trackid");
        add(rules, "affiliate", 90, ANY, "clickid", "click_id", "subid");
        return List.copyOf(rules);
    }

    private static void add(List<ClickIdRule> rules, String platform, int days, String pattern, String... names) {
        for (String name : names) {
            rules.add(new ClickIdRule(name, platform, pattern, Duration.ofDays(days)));
        }
    }
}
