package io.taghub.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.taghub.config.HubConfig;
import io.taghub.config.HubConfig.EventRule;
import io.taghub.event.Channel;
import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Event;
import io.taghub.event.Marks;
import io.taghub.identity.VisitorCookie;
import io.taghub.store.Journal;
import io.taghub.store.Journal.Admission;
import io.taghub.store.Journal.Incoming;
import io.taghub.store.Journal.Pair;
import io.taghub.tag.postback.UnresolvedMacro;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The one way into the journal, for both channels: the operator's rules, then admission. */
final class Gate {
    private final Supplier<Journal> journal;
    private final Supplier<HubConfig> config;
    private final Counter macros;

    Gate(Supplier<Journal> journal, Supplier<HubConfig> config, MeterRegistry meters) {
        this.journal = journal;
        this.config = config;
        this.macros = Counter.builder("taghub.unresolved.macros")
                .description("Click ids refused because somebody's tool had not filled in its macro")
                .register(meters);
    }

    /** A click id was a macro that nobody had filled in. */
    void macroRefused() {
        macros.increment();
    }

    HubConfig config() {
        return config.get();
    }

    /** Why this event may not come by this channel, null if it may. */
    @Nullable
    String refusal(Event event, Channel channel) {
        EventRule rule = config().rule(event.name());
        if (rule.from().contains(channel)) {
            return null;
        }
        return channel == Channel.BROWSER
                ? "'" + event.name() + "' is only taken from a back end (events." + event.name() + ".from)"
                : "'" + event.name() + "' is only taken from the browser (events." + event.name() + ".from)";
    }

    /** Admits what was not refused; returns once it is durable. */
    List<Admission> admit(List<Event> events) {
        List<Incoming> incoming = new ArrayList<>(events.size());
        for (Event event : events) {
            EventRule rule = config().rule(event.name());
            EventRule.Pair pair = rule.pair();
            incoming.add(
                    new Incoming(event, rule.dedup(), pair == null ? null : new Pair(pair.prefer(), pair.patience())));
        }
        return events.isEmpty() ? List.of() : journal.get().admit(incoming);
    }

    /** What a sender may not say is taken out: the hub's own marks, and click ids that are unfilled macros. */
    Event cleaned(Event event) {
        Map<String, Object> properties = event.properties();
        if (properties.keySet().stream().anyMatch(Marks::isMark)) {
            Map<String, Object> kept = new TreeMap<>(properties);
            kept.keySet().removeIf(Marks::isMark);
            properties = kept;
        }
        List<ClickId> filled = new ArrayList<>();
        event.clickIds().forEach(id -> {
            if (UnresolvedMacro.looksLike(id.value())) {
                macroRefused();
            } else {
                filled.add(id);
            }
        });
        return event.toBuilder()
                .properties(properties)
                .clickIds(ClickIds.of(filled))
                .visitor(event.visitor() == null ? null : VisitorCookie.visitorIn(event.visitor()))
                .build();
    }
}
