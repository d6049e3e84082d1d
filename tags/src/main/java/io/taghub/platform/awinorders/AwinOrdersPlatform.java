package io.taghub.platform.awinorders;

import io.taghub.platform.Platform;
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
 * Awin's Conversion API: orders in batches, with an answer about each.
 *
 * @see <a href="https://help.awin.com/apidocs/conversion-api">the vendor's page</a>
 */
public final class AwinOrdersPlatform implements Platform {
    static final String HOST = "api.awin.com";

    /** Where the same orders are told without a key. */
    private static final String PIXEL = "www.awin1.com";

    record Settings(
            @Described(value = "id of the advertiser", example = "12345", pattern = "\\d{1,12}")
            String advertiserId,

            @Described("API key of the Conversion API") Secret apiKey,

            @Described(
                    value = "commission group of every event that commission_groups does not list",
                    byDefault = "DEFAULT",
                    pattern = "[\\w.-]{1,64}")
            String commissionGroup,

            @Described(value = "our event to its commission group", example = "{ registration: LEAD }") @Nullable
            Map<String, String> commissionGroups,

            @Described(
                    value =
                            "events that are leads, of which Awin takes the number for the amount; registration and sign_up without it",
                    example = "[registration, kyc]")
            @Nullable
            List<String> leads,

            @Described(
                    value =
                            "channel of an order whose last click was another's; the property channel of an event says it for that one",
                    byDefault = "other",
                    pattern = "[\\w.-]{1,64}")
            String otherChannel,

            @Described(value = "marks every order as a test, which Awin does not count", byDefault = "false")
            boolean testMode,

            @Described(
                    value =
                            "how long Awin recognises an order it has had, which is not published. Given, an attempt without an answer is repeated for so long")
            @Nullable
            Duration dedupWindow) {

        /** Of the event of this name. */
        String group(String event) {
            return commissionGroups == null ? commissionGroup : commissionGroups.getOrDefault(event, commissionGroup);
        }
    }

    @Override
    public TagType<Settings> type() {
        return new FormType<>(
                        "awin-orders",
                        "Awin Conversion API: orders of its publishers in batches, with an answer about each.",
                        Settings.class,
                        AwinOrdersTag::new)
                .hosts(HOST, PIXEL)
                .alsoCalled("awin", "affiliate-window", "affiliatewindow", "zanox")
                .networkClickIds(365, "", "awc");
    }

    @Override
    public Map<String, Twin> twins(TwinSetup setup) {
        return Map.of(HOST, new AwinOrdersTwin(setup));
    }
}
