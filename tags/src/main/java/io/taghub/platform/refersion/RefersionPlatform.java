package io.taghub.platform.refersion;

import io.taghub.platform.Platform;
import io.taghub.tag.Described;
import io.taghub.tag.FormType;
import io.taghub.tag.Secret;
import io.taghub.tag.TagType;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refersion: orders by its webhook, and what is cancelled of them by its API.
 *
 * @see <a href="https://www.refersion.dev/reference/webhook-tracking">the vendor's page</a>
 */
public final class RefersionPlatform implements Platform {
    static final String ORDERS = "inbound-webhooks.refersion.com";
    static final String API = "api.refersion.com";

    record Settings(
            @Described(value = "public key of the account", example = "pub_abc123", pattern = "[\\w-]{4,128}")
            String publicKey,

            @Described("secret key of the account") Secret secretKey,

            @Described(
                    value =
                            "how long Refersion recognises an order it has had, which is not published. Given, an attempt without an answer is repeated for so long")
            @Nullable
            Duration dedupWindow) {}

    @Override
    public TagType<Settings> type() {
        return new FormType<>(
                        "refersion",
                        "Refersion: orders of its affiliates, and what is cancelled of them.",
                        Settings.class,
                        RefersionTag::new)
                .hosts(ORDERS, API)
                .networkClickIds(90, "", "rfsn");
    }

    @Override
    public Map<String, Twin> twins(TwinSetup setup) {
        Twin twin = new RefersionTwin(setup);
        return Map.of(ORDERS, twin, API, twin);
    }
}
