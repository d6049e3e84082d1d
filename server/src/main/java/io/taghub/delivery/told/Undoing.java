package io.taghub.delivery.told;

import io.taghub.event.Event;
import io.taghub.event.Marks;
import io.taghub.event.Money;
import io.taghub.life.ConversionState;
import io.taghub.life.Life;
import io.taghub.life.Saying;
import io.taghub.store.ConversionStore.History;
import io.taghub.store.ConversionStore.Said;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What takes a conversion back, where that is not approved yet, or is not the only one of its order. */
final class Undoing {
    static final String PART_OF_PENDING =
            "the conversion is pending, and what is left of it is told when it is approved";

    private Undoing() {}

    /** Whether it lowers what will be approved: of that nobody is told before it is. */
    static boolean isPartOfPending(Event event, Life life) {
        return Saying.takesBack(event)
                && life.state() == ConversionState.PENDING
                && life.hear(Saying.of(event)).life().state() == ConversionState.PENDING;
    }

    /** All of what is pending is given back: to who was told so the conversion itself is rejected. */
    static Event rejecting(Event event, String name, Said first) {
        Map<String, Object> properties = new TreeMap<>(event.properties());
        Marks.takenBack(properties, List.of());
        properties.putIfAbsent("reason", Saying.of(event).reason());
        return event.toBuilder()
                .named(name, event.id())
                .status(ConversionState.REJECTED.word())
                .orderId(event.orderId() == null ? first.id() : event.orderId())
                .original(null)
                .properties(properties)
                .build();
    }

    /** With what the receiver was told that it is worth: less than was said, where a part had been given back before. */
    static Said asTold(Said one, String name, History history, List<Said> told) {
        // One that is not as it was said went out late, with the value that it has.
        boolean lowered = one.tells(name)
                && history.said().contains(one)
                && history.said().stream()
                        .anyMatch(part -> part.seq() < one.seq()
                                && part.word().kind().isPart()
                                && part.concerns(name)
                                && !told.contains(part));
        Money worth = lowered ? history.before(one.seq() + 1).life(name).value() : null;
        return worth == null ? one : one.worth(worth);
    }

    /**
     * With what the receiver has of the others of the order as well, where all of it is taken back.
     *
     * @param names of all that it takes back and the receiver is told of
     * @param whole whether all of this one is taken back
     */
    static Event withOthers(
            Event event, String name, List<String> names, History history, List<Said> told, boolean whole) {
        Money money = event.money();
        if (!whole || money == null || names.size() == 1) {
            return event;
        }
        BigDecimal others = history.facts().stream()
                .filter(fact -> !fact.contains(name))
                .map(fact -> fact.stream()
                        .filter(names::contains)
                        .map(other -> has(other, history, told, money.currency()))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(BigDecimal.ZERO))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        if (others.signum() == 0) {
            return event;
        }
        BigDecimal all = money.amount().abs().add(others);
        Map<String, Object> properties = new TreeMap<>(event.properties());
        properties.put(Marks.ORIGINAL_VALUE, all);
        return event.toBuilder()
                .money(new Money(money.amount().signum() < 0 ? all.negate() : all, money.currency()))
                .properties(properties)
                .build();
    }

    private static @Nullable BigDecimal has(String name, History history, List<Said> told, @Nullable String currency) {
        List<Said> words = told.stream().filter(one -> one.of().contains(name)).toList();
        Money value = words.stream().noneMatch(one -> one.tells(name))
                ? null
                : history.of(words.stream()
                                .map(one -> asTold(one, name, history, told))
                                .toList())
                        .life(name)
                        .value();
        return value == null || !Objects.equals(value.currency(), currency) ? null : value.amount();
    }

    /** What goes back or, of another value, what it is: in the conversion's currency where none is said. */
    static @Nullable Money given(Event event, Life life) {
        Money said = event.money();
        Saying word = Saying.of(event);
        Money left = word.money() == null ? null : life.inItsCurrency(word.money());
        Money worth = life.value();
        if (word.kind() == Saying.Kind.LEFT
                && left != null
                && worth != null
                && (said == null || Objects.equals(left.currency(), worth.currency()))) {
            return new Money(worth.amount().subtract(left.amount()).max(BigDecimal.ZERO), worth.currency());
        }
        return said == null ? null : life.inItsCurrency(said);
    }

    static BigDecimal signed(BigDecimal amount, @Nullable Money like) {
        return like != null && like.amount().signum() < 0 ? amount.abs().negate() : amount;
    }
}
