package io.taghub.platform.rakuten;

import io.taghub.platform.Platform;
import io.taghub.tag.ClickIdRule;
import io.taghub.tag.Described;
import io.taghub.tag.FormType;
import io.taghub.tag.TagType;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rakuten Advertising (LinkShare), the advertiser's orders, line by line.
 *
 * @see <a href="https://pubhelp.rakutenadvertising.com/hc/en-us/articles/14927247605517-Understand-Tracking-Technology">
 *     the vendor's page</a>
 */
public final class RakutenPlatform implements Platform {
    static final String HOST = "track.linksynergy.com";

    record Settings(
            @Described(
                    value = "merchant id (MID); Rakuten must have enabled it",
                    example = "12345",
                    pattern = "\\d{1,12}")
            String mid,

            @Described(
                    value = "landing parameter with the click id where it is another; ransiteid without it",
                    example = "siteid",
                    pattern = "[a-z0-9_.-]{1,64}")
            @Nullable
            String clickId,

            @Described(
                    value = "events that count without a value, as leads; registration and sign_up without it",
                    example = "[registration, kyc]")
            @Nullable
            List<String> leads,

            @Described(
                    value =
                            "sends what is taken back with negative amounts, which no page of Rakuten's confirms; ask your account manager first",
                    byDefault = "false")
            boolean cancellations,

            @Described(
                    value =
                            "how long Rakuten recognises an order it has had, which is not published. Given, an attempt without an answer is repeated for so long")
            @Nullable
            Duration dedupWindow)
            implements FormType.Naming {
        @Override
        public List<ClickIdRule> namedClickIds() {
            return FormType.Naming.one(clickId, "rakuten", "", 730);
        }
    }

    @Override
    public TagType<Settings> type() {
        return new FormType<>(
                        "rakuten",
                        "Rakuten Advertising: orders of its publishers, line by line.",
                        Settings.class,
                        RakutenTag::new)
                .hosts(HOST)
                .alsoCalled("linkshare", "rakuten-advertising", "rakuten-marketing")
                .networkClickIds(730, "", "ransiteid");
    }

    @Override
    public Map<String, Twin> twins(TwinSetup setup) {
        return Map.of(HOST, new RakutenTwin(setup));
    }
}
