package io.taghub.rule;

import io.taghub.event.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one field must be: every demand of it is to be met. */
record Condition(EventField field, List<Demand> demands) {

    /** What is not met, as it stands in the config and without what the event has; null where all is. */
    @Nullable
    String unmet(Event event) {
        Object value = field.of(event);
        for (Demand demand : demands) {
            if (!demand.met(value)) {
                return words(demand)
                        + (value == null && !(demand instanceof Demand.Exists) ? ", and the event has none" : "");
            }
        }
        return null;
    }

    /** The same of what need not be there at all. */
    @Nullable
    String unmetWhereGiven(Event event) {
        return field.of(event) == null && demands.stream().noneMatch(demand -> demand instanceof Demand.Exists)
                ? null
                : unmet(event);
    }

    /** A value that a condition on a person's field names is personal too. */
    private String words(Demand demand) {
        String words = demand.words();
        return field.name() + " "
                + (field.personal() && !(demand instanceof Demand.Exists) ? words.split(" ")[0] : words);
    }
}
