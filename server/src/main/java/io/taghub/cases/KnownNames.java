package io.taghub.cases;

import io.taghub.config.ClickIdRegistry;
import io.taghub.config.HubConfig;
import io.taghub.text.Suggestion;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The names that a config knows of events and click ids; a case about another proves nothing. */
final class KnownNames {
    private final HubConfig config;
    private final Set<String> events;
    private final Set<String> clicks = new TreeSet<>();

    KnownNames(HubConfig config) {
        this.config = config;
        events = config.eventNames();
        config.clickIds().forEach(rule -> clicks.add(rule.name()));
        config.browserIds().forEach(rule -> clicks.add(rule.name()));
        config.tags().values().forEach(tag -> clicks.addAll(tag.clickIds()));
    }

    /** What is wrong with the name of an event, null where it is known. */
    @Nullable
    String event(String name) {
        if (events.contains(name)) {
            return null;
        }
        return events.stream()
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .map(known -> "'" + name + "' is another event than '" + known + "': upper and lower case count")
                .orElseGet(() -> "no tag and no entry of 'events' knows an event '" + name + "'"
                        + Suggestion.among(events, name));
    }

    /** What is wrong with the name of a click that the hub is to have caught, null where it can have. */
    @Nullable
    String click(String name) {
        boolean known = clicks.contains(name)
                || config.browserIds().stream().anyMatch(rule -> rule.matches(name) || rule.names(name));
        return known
                ? null
                : "no tag and no entry of 'click_ids' knows a click id '" + name + "'"
                        + ClickIdRegistry.nearly(name, clicks);
    }
}
