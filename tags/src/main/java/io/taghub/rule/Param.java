package io.taghub.rule;

import io.taghub.event.Event;
import io.taghub.personal.PersonalData;
import io.taghub.rule.ValueRule.Worth;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A parameter that a tag sends beside what the event has of its own.
 *
 * @param path what it is called, in several steps where it stands within another: {@code custom_variables.tier}
 */
record Param(java.util.List<String> path, Source source) {

    /** Where its value comes from. */
    sealed interface Source {
        record FromField(EventField field) implements Source {}

        record Constant(Object value) implements Source {}

        record Computed(ValueRule rule) implements Source {}
    }

    /** Names of fields that an event has itself: a property of such a name is not what goes out under it. */
    static final Set<String> OWN = Set.of(
            "value",
            "currency",
            "order_id",
            "id",
            "name",
            "time",
            "event_id",
            "event_name",
            "event_time",
            "user",
            "items",
            "click_ids",
            "consent",
            "page",
            "client",
            "status",
            "properties");

    /**
     * Null where there is none, or it is personal.
     *
     * @param value the rule for the value that it goes out beside
     */
    @Nullable
    Object of(Event event, @Nullable ValueRule value) {
        return switch (source) {
            case Source.Constant(Object constant) -> constant;
            case Source.FromField(EventField field) -> plain(field, event);
            case Source.Computed(ValueRule rule) ->
                rule.beside(value).worth(event) instanceof Worth.Of(BigDecimal amount, var _, var _) ? amount : null;
        };
    }

    /** Why it cannot be computed, null where it can or there is nothing to compute. */
    @Nullable
    String refusal(Event event, @Nullable ValueRule value) {
        return source instanceof Source.Computed(ValueRule rule)
                        && rule.beside(value).worth(event) instanceof Worth.Cannot(String why)
                ? why
                : null;
    }

    /** Under another name a handler would not know what it is. */
    private static @Nullable Object plain(EventField field, Event event) {
        Object value = field.of(event);
        if (value == null) {
            return null;
        }
        String name = field.name();
        Object clear = name.startsWith("page.") && value instanceof String url
                ? PersonalData.strippedFrom(url, event)
                : PersonalData.impersonal(name.substring(name.lastIndexOf('.') + 1), value, event);
        return clear instanceof Instant time ? time.toString() : clear;
    }
}
