package io.taghub.store;

import io.taghub.event.Event;
import io.taghub.event.Marks;
import io.taghub.event.Money;
import io.taghub.life.Life;
import io.taghub.life.Saying;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
     * @param whose an event with nothing but the user, the visitor and the clicks a back end named, as the conversion's own event
     *     had them; null where nobody is known
     */
    record History(String key, List<Said> said, @Nullable Event whose) {
        public History {
            said = List.copyOf(said);
        }

        /** As it was before the event of this place. */
        public History before(long seq) {
            return of(said.stream().filter(one -> one.seq < seq).toList());
        }

        /** The same conversion, as far as these words go. */
        public History of(List<Said> words) {
            return new History(key, words, whose);
        }

        /** The names of the events that told of it. */
        public List<String> names() {
            return said.stream().flatMap(one -> one.of.stream()).distinct().toList();
        }

        /**
         * The names by what they tell of: a first deposit that was made of a deposit is the same as that, and so are two that
         * came with one amount and are worth one still.
         */
        public List<List<String>> facts() {
            List<List<String>> facts = new ArrayList<>();
            for (String name : names()) {
                facts.stream()
                        .filter(fact -> fact.stream().anyMatch(other -> isSame(name, other)))
                        .findFirst()
                        .ifPresentOrElse(fact -> fact.add(name), () -> facts.add(new ArrayList<>(List.of(name))));
            }
            return facts;
        }

        private boolean isSame(String name, String other) {
            Said one = first(name);
            Said two = first(other);
            return one != null
                    && two != null
                    && (one.id().equals(Marks.derivedId(name, two.id()))
                            || two.id().equals(Marks.derivedId(other, one.id()))
                            || (isSame(one.word().money(), two.word().money())
                                    && isSame(life(name).value(), life(other).value())));
        }

        private static boolean isSame(@Nullable Money one, @Nullable Money two) {
            return one != null && one.isSame(two);
        }

        private @Nullable Said first(String name) {
            return said.stream().filter(one -> one.tells(name)).findFirst().orElse(null);
        }

        /**
         * What counts of what was said of the conversion of this name: once a back end spoke, no browser does. What takes it back
         * goes behind it, also where it came in before.
         */
        public List<Said> of(String name) {
            boolean known = said.stream().anyMatch(one -> one.tells(name));
            List<Said> all = said.stream()
                    .filter(one -> one.of.contains(name) || (known && one.of.isEmpty()))
                    .toList();
            List<Said> counting = all.stream().anyMatch(Said::backEnd)
                    ? all.stream().filter(Said::backEnd).toList()
                    : all;
            Said first =
                    counting.stream().filter(one -> one.tells(name)).findFirst().orElse(null);
            return first == null
                    ? counting
                    : Stream.concat(Stream.of(first), counting.stream().filter(one -> one != first))
                            .toList();
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
     * @param ordered whether it has an order, by which receivers know it; else they know it by its id
     */
    record Said(
            long seq,
            List<String> of,
            String event,
            String id,
            Instant at,
            boolean backEnd,
            boolean ordered,
            Saying word) {
        public Said {
            of = List.copyOf(of);
        }

        /** Whether it is the conversion's own event, of this name, and not one that takes it back. */
        public boolean tells(String name) {
            return event.equals(name) && of.contains(name);
        }

        /** Whether it speaks of the conversion of this name, or of nobody knows which. */
        public boolean concerns(String name) {
            return of.isEmpty() || of.contains(name);
        }

        /** The same with another value. */
        public Said worth(Money money) {
            return new Said(seq, of, event, id, at, backEnd, ordered, new Saying(word.kind(), word.reason(), money));
        }
    }
}
