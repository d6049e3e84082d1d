package io.taghub.platform.linkedin;

import io.taghub.platform.Platform;
import io.taghub.tag.Described;
import io.taghub.tag.Form;
import io.taghub.tag.FormType;
import io.taghub.tag.Secret;
import io.taghub.tag.Tag;
import io.taghub.tag.TagType;
import io.taghub.twin.TokenEndpoint;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * LinkedIn Conversions API: conversions for LinkedIn ads.
 *
 * @see <a href="https://learn.microsoft.com/en-us/linkedin/marketing/conversions/conversions-overview">the vendor's page</a>
 */
public final class LinkedInPlatform implements Platform {
    /** Of no documented form. */
    private static final String CLICK_ID = "[\\w.-]{1,200}";

    /**
     * Versions of the Marketing API whose end is published. There was none in some months.
     *
     * @see <a href="https://learn.microsoft.com/en-us/linkedin/marketing/integrations/migrations">the vendor's page</a>
     */
    private static final Map<String, LocalDate> ENDS = Map.of(
            "202510", LocalDate.of(2026, 10, 15),
            "202511", LocalDate.of(2026, 11, 16),
            "202601", LocalDate.of(2027, 1, 15),
            "202602", LocalDate.of(2027, 2, 15),
            "202603", LocalDate.of(2027, 3, 16),
            "202608", LocalDate.of(2027, 8, 17));

    private static final String FIRST_DATED = "202510";

    record Settings(
            @Described(
                    value =
                            "which conversion rule counts which event: by the event's name, or by what LinkedIn calls it for all events that it calls so; events of which neither is listed are skipped",
                    example = "{ PURCHASE: \"104012\" }")
            Map<String, String> conversionRules,

            @Described(
                    "access token with the scopes rw_conversions and r_ads; it lasts 60 days and is renewed by hand, so give oauth where LinkedIn lets your app renew it")
            @Nullable
            Secret accessToken,

            @Described("a LinkedIn member's consent, renewed with a refresh token") @Nullable
            OAuth oauth,

            @Described(
                    value = "the ad account, by which 'doctor' asks whether the token is taken",
                    example = "512345678",
                    pattern = "\\d+")
            @Nullable
            String accountId,

            @Described(
                    value = "send the visitor's IP address, by which LinkedIn may recognise them; IPv4 only",
                    byDefault = "true")
            boolean sendIp,

            @Described(
                    value =
                            "send first and last name, title, company and country, which LinkedIn wants in clear and takes where both names are known",
                    byDefault = "true")
            boolean userInfo,

            @Described(
                    value =
                            "how long LinkedIn recognises an eventId it had from the API; not documented, so an attempt without an answer is held and not repeated, unless a time stands here",
                    example = "2d")
            @Nullable
            Duration dedupWindow,

            @Described(
                    value =
                            "Marketing API version, see https://learn.microsoft.com/en-us/linkedin/marketing/versioning; each is taken for a year",
                    byDefault = "202608",
                    pattern = "20\\d{2}(0[1-9]|1[0-2])")
            String apiVersion)
            implements FormType.SelfDoubting {

        @Override
        public List<Form.Problem> doubts() {
            boolean dated = apiVersion.compareTo(FIRST_DATED) >= 0;
            String latest = Collections.max(ENDS.keySet());
            boolean none = dated && apiVersion.compareTo(latest) < 0 && !ENDS.containsKey(apiVersion);
            boolean late =
                    apiVersion.substring(0, 4).compareTo(String.valueOf(Integer.parseInt(latest.substring(0, 4)) + 1))
                            > 0;
            return none || late
                    ? List.of(new Form.Problem(
                            "api_version",
                            "no version " + apiVersion + " of LinkedIn's API is known; leave it out for " + latest
                                    + ", or take one that LinkedIn lists"))
                    : List.of();
        }

        Settings {
            if ((oauth == null) == (accessToken == null)) {
                throw new IllegalArgumentException("give either 'access_token' or 'oauth', and only one of them");
            }
            conversionRules.forEach((event, rule) -> {
                if (!rule.matches("(" + LinkedInTag.RULE + ")?\\d+")) {
                    throw new IllegalArgumentException(
                            "'conversion_rules' takes the number of a conversion rule, as Campaign Manager shows it; of '"
                                    + event + "' it is no number");
                }
            });
        }
    }

    record OAuth(
            @Described("client id of the app") String clientId,
            @Described("client secret of the app") Secret clientSecret,

            @Described(
                    "refresh token with the scopes rw_conversions and r_ads; it ends a year after the consent, however often it is used")
            Secret refreshToken) {}

    /** What a version is known to end on; of those older than the table no day is known, but that they have ended. */
    static Tag.ApiVersion version(String version) {
        LocalDate ends = version.compareTo(FIRST_DATED) < 0 ? ENDS.get(FIRST_DATED) : ENDS.get(version);
        return new Tag.ApiVersion(version, ends);
    }

    @Override
    public TagType<Settings> type() {
        // LinkedIn keeps the kind of a conversion in its rule; these are its words for it.
        return new FormType<>(
                        "linkedin",
                        "LinkedIn Conversions API: conversions for LinkedIn ads.",
                        Settings.class,
                        LinkedInTag::new)
                .alsoCalled("li", "linkedin-ads", "linked-in")
                .eventNames(Map.ofEntries(
                        Map.entry("registration", "SIGN_UP"),
                        Map.entry("sign_up", "SIGN_UP"),
                        Map.entry("lead", "LEAD"),
                        Map.entry("generate_lead", "LEAD"),
                        Map.entry("ftd", "PURCHASE"),
                        Map.entry("deposit", "PURCHASE"),
                        Map.entry("purchase", "PURCHASE"),
                        Map.entry("page_view", "KEY_PAGE_VIEW"),
                        Map.entry("view_item", "VIEW_CONTENT"),
                        Map.entry("search", "SEARCH"),
                        Map.entry("add_to_wishlist", "ADD_TO_LIST"),
                        Map.entry("add_to_cart", "ADD_TO_CART"),
                        Map.entry("begin_checkout", "START_CHECKOUT"),
                        Map.entry("add_payment_info", "ADD_BILLING_INFO"),
                        Map.entry("start_trial", "START_TRIAL"),
                        Map.entry("subscribe", "SUBSCRIBE"),
                        Map.entry("submit_application", "SUBMIT_APPLICATION"),
                        Map.entry("schedule", "SCHEDULE"),
                        Map.entry("contact", "CONTACT"),
                        Map.entry("download", "DOWNLOAD"),
                        Map.entry("login", "LOGIN"),
                        Map.entry("share", "SHARE"),
                        Map.entry("donate", "DONATE")))
                .clickIds(90, CLICK_ID, "li_fat_id")
                .cookie("li_fat_id", "li_fat_id", CLICK_ID);
    }

    @Override
    public Map<String, Twin> twins(TwinSetup setup) {
        TokenEndpoint tokens = new TokenEndpoint(Set.of(), "r_ads,rw_conversions");
        return Map.of("www.linkedin.com", tokens, "api.linkedin.com", new LinkedInTwin(setup, tokens));
    }
}
