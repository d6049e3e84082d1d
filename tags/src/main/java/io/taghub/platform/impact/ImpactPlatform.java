package io.taghub.platform.impact;

import io.taghub.platform.Platform;
import io.taghub.tag.ClickIdRule;
import io.taghub.tag.Described;
import io.taghub.tag.FormType;
import io.taghub.tag.Secret;
import io.taghub.tag.TagType;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * impact.com, the advertiser's conversions, changes and reversals.
 *
 * @see <a href="https://integrations.impact.com/brand-api-reference">the vendor's page</a>
 */
public final class ImpactPlatform implements Platform {
    static final String HOST = "api.impact.com";

    record Settings(
            @Described(value = "Account SID of the brand", example = "IRabcDEF123", pattern = "[A-Za-z0-9]{4,64}")
            String accountSid,

            @Described("Auth Token of the account, or one that may write Conversions and Actions and read Submissions")
            Secret authToken,

            @Described(value = "id of the program (CampaignId)", example = "1234", pattern = "\\d{1,18}")
            String campaignId,

            @Described(
                    value =
                            "our event to impact.com's event type: its id (ActionTrackerId), or its code, of which nothing can be taken back",
                    example = "{ purchase: \"5678\" }")
            Map<String, String> eventTypes,

            @Described(
                    value =
                            "landing parameter with the click id where the program renamed it; im_ref and irclickid without it",
                    example = "clickid",
                    pattern = "[a-z0-9_.-]{1,64}")
            @Nullable
            String clickId,

            @Described(
                    value =
                            "sends also who has no click id and no promo code, by the id of the user, where the contract recognises customers by it",
                    byDefault = "false")
            boolean byCustomer,

            @Described(value = "sends the e-mail address as SHA-256", byDefault = "false")
            boolean sendEmail,

            @Described(
                    value =
                            "asks what became of each request, which impact.com decides later; without it what is queued is taken for delivered",
                    byDefault = "true")
            boolean verdicts,

            @Described(
                    value =
                            "how long impact.com recognises an OrderId it has had, as the event type says. Given, an attempt without an answer is repeated for so long")
            @Nullable
            Duration dedupWindow)
            implements FormType.Naming {

        Settings {
            if (eventTypes.isEmpty()) {
                throw new IllegalArgumentException("'event_types' is empty: no event would be sent");
            }
            eventTypes.forEach((event, type) -> {
                if (!type.matches("[\\w.-]{1,64}")) {
                    throw new IllegalArgumentException(
                            "'event_types' needs the id or the code of an event type for '" + event + "'");
                }
            });
        }

        @Override
        public List<ClickIdRule> namedClickIds() {
            return FormType.Naming.one(clickId, "impact", "[^\\s&#]{1,64}", 90);
        }
    }

    @Override
    public TagType<Settings> type() {
        // The lifetime is the contract's; as the click's own the cookie's is taken.
        return new FormType<>(
                        "impact",
                        "impact.com: conversions of its partners, and what is taken back of them.",
                        Settings.class,
                        ImpactTag::new)
                .hosts(HOST)
                .alsoCalled("impact-radius", "impactradius", "impact-com")
                .networkClickIds(90, "[^\\s&#]{1,64}", "im_ref", "irclickid");
    }

    @Override
    public Map<String, Twin> twins(TwinSetup setup) {
        return Map.of(HOST, new ImpactTwin(setup));
    }
}
