package io.taghub.rule;

import io.taghub.event.Event;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one field must be: every demand of it is to be met. */
record Condition(EventField field, List<Demand> demands) {

    /** What is not met, as it stands in the config and without what the event has; null where all is. */
    @Nullable
    String unmet(Event event) {
        Demand unmet = first(event);
        return unmet == null
                ? null
                : words(unmet)
                        + (field.of(event) == null && !(unmet instanceof Demand.Exists)
                                ? ", and the event has none"
                                : "");
    }

    /** What an event breaks that need not have the field at all, in a sentence: {@code currency must be one of EUR, USD}. */
    @Nullable
    String broken(Event event) {
        boolean free = field.of(event) == null && demands.stream().noneMatch(demand -> demand instanceof Demand.Exists);
        Demand unmet = free ? null : first(event);
        return unmet == null
                ? null
                : isHidden(unmet)
                        ? field.name() + " is not as '" + operator(unmet) + "' says"
                        : field.name() + " must " + unmet.must();
    }

    private @Nullable Demand first(Event event) {
        Object value = field.of(event);
        return demands.stream().filter(demand -> !demand.met(value)).findFirst().orElse(null);
    }

    private String words(Demand demand) {
        return field.name() + " " + (isHidden(demand) ? operator(demand) : demand.words());
    }

    /** Whether no event meets both this one and the other. */
    boolean excludes(Condition other) {
        if (!field.name().equals(other.field.name())) {
            return false;
        }
        List<Demand> both = new ArrayList<>(demands);
        both.addAll(other.demands);
        // Of several values one may meet this and another that.
        return field.several()
                ? both.contains(new Demand.Exists(false))
                        && both.stream()
                                .anyMatch(demand -> !demand.met(null) && !demand.equals(new Demand.Exists(false)))
                : ConditionDoubts.impossible(both) != null;
    }

    /** A value that a condition on a person's field names is personal too. */
    private boolean isHidden(Demand demand) {
        return field.personal() && !(demand instanceof Demand.Exists);
    }

    private static String operator(Demand demand) {
        return demand.words().split(" ")[0];
    }
}
