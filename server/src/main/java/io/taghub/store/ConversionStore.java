package io.taghub.store;

import io.taghub.event.Event;
import io.taghub.event.Marks;
import io.taghub.life.Life;
import io.taghub.life.Saying;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was said of conversions, in the journal's order. Written by {@link Journal#admit}. */
public interface ConversionStore {
    ConversionStore NONE = key -> Optional.empty();

    /** Under what an event's conversion is found; null where it does not say of which it speaks. */
    static @Nullable String key(Event event) {
        Event.Original original = event.original();
        String derived = Marks.derivedFrom(event);
        if (event.orderId() != null) {
            return event.orderId();
        }
        if (original != null && (original.orderId() != null || original.id() != null)) {
            return original.orderId() != null ? original.orderId() : original.id();
        }
        return derived != null ? derived : Saying.takesBack(event) ? null : event.id();
    }

    /**
     * @param key the order's id or, of what has no order, the id of its event
     * @return empty where nothing was said of it, or it is forgotten
     */
    Optional<History> find(String key);

    /**
     * What was said under one key. Events of several names may share an order, {@code ftd} and {@code deposit}: each has a
     * life of its own.
     *
     * @param said oldest first
     */
    record History(String key, List<Said> said) {
        public History {
            said = List.copyOf(said);
        }

        /** The names of the events that told of it. */
        public List<String> names() {
            return said.stream().flatMap(one -> one.of.stream()).distinct().toList();
        }

        /** What counts of what was said of the conversion of this name: once a back end spoke, no browser does. */
        public List<Said> of(String name) {
            List<Said> all = said.stream().filter(one -> one.of.contains(name)).toList();
            return all.stream().anyMatch(Said::backEnd)
                    ? all.stream().filter(Said::backEnd).toList()
                    : all;
        }

        public Life life(String name) {
            return Life.of(of(name).stream().map(Said::word).toList());
        }
    }

    /**
     * What one event said.
     *
     * @param seq the event's place in the journal
     * @param of the names of the conversions; none where a reversal came of which nothing else is known
     * @param event the event's own name
     * @param id the event's id
     * @param at when it happened
     * @param backEnd whether a back end said so, and not a browser alone
     */
    record Said(long seq, List<String> of, String event, String id, Instant at, boolean backEnd, Saying word) {
        public Said {
            of = List.copyOf(of);
        }
    }
}
