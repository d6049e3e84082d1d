package io.taghub.platform.tapfiliate;

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
 * Tapfiliate, server to server.
 *
 * @see <a href="https://tapfiliate.com/docs/integrations/s2s-postback">the vendor's page</a>
 */
public final class TapfiliatePlatform implements Platform {
    static final String HOST = "api.tapfiliate.com";

    record Settings(
            @Described("API key of the account") Secret apiKey,

            @Described(
                    value = "landing parameter with the affiliate's referral code",
                    byDefault = "ref",
                    pattern = "[a-z0-9_.-]{1,64}")
            String clickId,

            @Described(
                    value =
                            "regular expression the referral code must match as a whole: other sites link with ref=, too",
                    byDefault = "[A-Za-z0-9_-]{2,64}")
            String codePattern,

            @Described(
                    value =
                            "how long Tapfiliate recognises an external_id it has had, which is not published. Given, an attempt without an answer is repeated for so long")
            @Nullable
            Duration dedupWindow)
            implements FormType.Naming {

        @Override
        public List<ClickIdRule> namedClickIds() {
            return FormType.Naming.one(clickId, "tapfiliate", codePattern, 45);
        }
    }

    @Override
    public TagType<Settings> type() {
        // ref is no name to catch in every hub: only where a tag says that it is Tapfiliate's.
        return new FormType<>(
                        "tapfiliate",
                        "Tapfiliate: conversions of its affiliates by their referral code or coupon.",
                        Settings.class,
                        TapfiliateTag::new)
                .hosts(HOST);
    }

    @Override
    public Map<String, Twin> twins(TwinSetup setup) {
        return Map.of(HOST, new TapfiliateTwin(setup));
    }
}
