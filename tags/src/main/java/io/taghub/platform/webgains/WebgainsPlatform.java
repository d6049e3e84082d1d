package io.taghub.platform.webgains;

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
 * Webgains, server to server.
 *
 * @see <a href="https://knowledgehub.webgains.com/home/server-to-server-tracking">the vendor's page</a>
 */
public final class WebgainsPlatform implements Platform {
    static final String HOST = "api.webgains.io";

    record Settings(
            @Described(value = "id of the program", example = "312000", pattern = "\\d{1,12}")
            String programId,

            @Described(value = "our event to the id of Webgains' commission event", example = "{ purchase: \"9002\" }")
            Map<String, String> eventIds,

            @Described(
                    value = "landing parameter with the click id where it is another; wgu without it",
                    example = "cid",
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
                            "how long Webgains recognises an order it has had, which is not published. Given, an attempt without an answer is repeated for so long")
            @Nullable
            Duration dedupWindow)
            implements FormType.Naming {

        Settings {
            if (eventIds.isEmpty() || !eventIds.values().stream().allMatch(id -> id.matches("\\d{1,12}"))) {
                throw new IllegalArgumentException("'event_ids' needs the number of a commission event for each event");
            }
        }

        @Override
        public List<ClickIdRule> namedClickIds() {
            return FormType.Naming.one(clickId, "webgains", "", 90);
        }
    }

    @Override
    public TagType<Settings> type() {
        return new FormType<>(
                        "webgains",
                        "Webgains: conversions of its publishers, with their items.",
                        Settings.class,
                        WebgainsTag::new)
                .hosts(HOST)
                .networkClickIds(90, "", "wgu");
    }

    @Override
    public Map<String, Twin> twins(TwinSetup setup) {
        return Map.of(HOST, new WebgainsTwin(setup));
    }
}
