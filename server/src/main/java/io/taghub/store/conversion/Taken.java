package io.taghub.store.conversion;

import io.taghub.event.Event;
import io.taghub.event.Marks;
import io.taghub.event.Money;
import io.taghub.life.ConversionState;
import io.taghub.life.Saying;
import io.taghub.store.ConversionStore.History;
import io.taghub.store.ConversionStore.Said;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which of the conversions of an order an event takes back. */
final class Taken {
    private Taken() {}

    /**
     * The one that it names. Else, of those that are worth something, what its amount is that of, then the first of which it
     * can be a part; where nothing is said that tells, all of them.
     */
    static List<String> by(Event event, History before) {
        Event.Original original = event.original();
        if (original != null && original.name() != null) {
            return withDerived(original.name(), before);
        }
        List<String> worth = before.names().stream()
                .filter(name -> before.life(name).value() != null)
                .toList();
        if (worth.isEmpty()) {
            return before.names();
        }
        List<List<String>> facts = before.facts().stream()
                .map(fact -> fact.stream().filter(worth::contains).toList())
                .filter(fact -> !fact.isEmpty())
                .toList();
        return facts.size() == 1 ? facts.getFirst() : of(Saying.of(event).money(), facts, before);
    }

    /** A first deposit is the deposit from which it was made, and goes where that goes. */
    private static List<String> withDerived(String name, History before) {
        Set<String> names = new LinkedHashSet<>(List.of(name));
        for (Said one : before.said()) {
            for (Said other : before.said()) {
                if (one.id().equals(Marks.derivedId(one.event(), other.id()))
                        && (one.tells(name) || other.tells(name))) {
                    names.addAll(List.of(one.event(), other.event()));
                }
            }
        }
        return List.copyOf(names);
    }

    private static List<String> of(@Nullable Money given, List<List<String>> facts, History before) {
        List<List<String>> open =
                facts.stream().filter(fact -> isOpen(fact, before)).toList();
        List<String> all =
                (open.isEmpty() ? facts : open).stream().flatMap(List::stream).toList();
        if (given == null || given.amount().signum() == 0) {
            return all;
        }
        List<List<String>> candidates = new ArrayList<>();
        open.stream().filter(fact -> compared(given, now(fact, before)) == 0).forEach(candidates::add);
        // What was taken back already is taken back again.
        facts.stream()
                .filter(fact -> !open.contains(fact) && compared(given, first(fact, before)) == 0)
                .forEach(candidates::add);
        open.stream().filter(fact -> compared(given, now(fact, before)) < 0).forEach(candidates::add);
        return candidates.isEmpty() ? all : candidates.getFirst();
    }

    private static boolean isOpen(List<String> fact, History before) {
        ConversionState state = before.life(fact.getFirst()).state();
        return state == ConversionState.PENDING || state == ConversionState.APPROVED;
    }

    private static @Nullable Money now(List<String> fact, History before) {
        return before.life(fact.getFirst()).value();
    }

    private static @Nullable Money first(List<String> fact, History before) {
        return before.of(fact.getFirst()).getFirst().word().money();
    }

    /** Above nought where the two cannot be compared. */
    private static int compared(Money given, @Nullable Money worth) {
        if (worth == null || (given.currency() != null && !Objects.equals(given.currency(), worth.currency()))) {
            return 1;
        }
        return given.amount().abs().compareTo(worth.amount());
    }
}
