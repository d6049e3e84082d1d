package io.taghub.postback;

import static io.taghub.postback.Postbacks.NOON;
import static io.taghub.postback.Postbacks.url;

import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Event;
import io.taghub.event.EventBuilder;
import java.util.Map;

/** Settings of a network that is told of conversions by click and order, and conversions for it. */
final class Conversions {
    private Conversions() {}

    static Map<String, Object> settings(Map<String, Object> more) {
        Map<String, Object> settings = url("https://net.example/conv?c={{ click.id | required }}&t={{ txn.id }}");
        settings.putAll(more);
        return settings;
    }

    static EventBuilder named(String name) {
        return Event.named(name, name + "-1", NOON).clickIds(ClickIds.of(new ClickId("clickid", "c-1", NOON)));
    }

    static Event said(String status) {
        return Event.named("purchase", "p-1", NOON)
                .clickIds(ClickIds.of(new ClickId("subid", "s-1", NOON), new ClickId("clickid", "c-1", NOON)))
                .status(status)
                .build();
    }
}
