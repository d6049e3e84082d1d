package io.taghub.store.conversion;

import io.taghub.event.Event;
import io.taghub.event.Marks;
import io.taghub.event.Money;
import io.taghub.life.ConversionState;
import io.taghub.life.Life;
import io.taghub.life.Saying;
import io.taghub.store.ConversionStore;
import io.taghub.store.ConversionStore.History;
import io.taghub.store.ConversionStore.Said;
import io.taghub.store.conversion.ConversionRows.Changed;
import io.taghub.store.conversion.ConversionRows.Foreseen;
import io.taghub.store.engine.Tx;
import io.taghub.store.seal.Draft;
import io.taghub.store.seal.EventCodec;
import io.taghub.store.seal.Key;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the events of one transaction say of conversions, taken down in the journal's order by whoever holds the head, so
 * that every lane on every node finds in the event whether its move is legal. And who makes somebody's first one.
 */
public final class ConversionBook {
    /** What is said of an event anew where a twin completes it. */
    private static final Set<String> NOTES = Set.of(
            Marks.ILLEGAL,
            Marks.REPEAT,
            Marks.FOLLOWS,
            Marks.WORTH,
            Marks.STATE,
            Marks.STAYS,
            Marks.ORIGINAL_VALUE,
            Marks.REMAINING_VALUE);

    private static final Set<Saying.Kind> OVER =
            Set.of(Saying.Kind.REJECTED, Saying.Kind.CANCELLED, Saying.Kind.REVERSED);

    private static final String DEPOSIT = "deposit";
    private static final String FIRST_DEPOSIT = "ftd";

    private final Tx tx;
    private final ConversionRows rows;
    private final EventCodec codec;
    private final Foreseen foreseen;
    private final Map<Key, ConversionRow> known = new HashMap<>();
    private final Map<Key, Changed> changed = new HashMap<>();
    private boolean loaded;

    public ConversionBook(Tx tx, ConversionRows rows, EventCodec codec, Foreseen foreseen) {
        this.tx = tx;
        this.rows = rows;
        this.codec = codec;
        this.foreseen = foreseen;
    }

    /**
     * Takes down what the event says; answers the event with a note of what lanes have to know of it and, where it approves
     * without a value, with what the conversion is worth.
     */
    public Draft enter(long seq, Draft came) throws SQLException {
        String written = Marks.isConversion(came.event()) && !EventCodec.isBlank(came.event())
                ? ConversionStore.key(came.event())
                : null;
        if (written == null) {
            return came;
        }
        Key place = rows.row(written);
        ConversionRow there = row(place);
        String key = written;
        if (there instanceof ConversionRow.Alias(String order)) {
            key = order;
            place = rows.row(order);
            there = row(place);
        }
        History known =
                there instanceof ConversionRow.Of(History conversion) ? conversion : new History(key, List.of(), null);
        History before = known.before(seq);
        Money unsaid = Hearing.unsaid(came.event(), before);
        Draft draft = unsaid == null
                ? came
                : codec.draft(came.event().toBuilder().money(unsaid).build());
        Event event = draft.event();
        Said said = new Said(
                seq,
                Saying.takesBack(event) ? Taken.by(event, before) : List.of(event.name()),
                event.name(),
                event.id(),
                event.time(),
                Marks.trusted(event),
                event.orderId() != null,
                Saying.of(event));
        Event whose = Buyer.of(event, known.whose());
        Key subject = whose == null ? subject(draft) : rows.subject(whose);
        put(place, new ConversionRow.Of(known).with(said, whose), subject);
        if (!key.equals(event.id())) {
            Key alias = rows.row(event.id());
            if (row(alias) == null) {
                put(alias, new ConversionRow.Alias(key), subject);
            }
        }
        return noted(draft, said, before);
    }

    private Draft noted(Draft draft, Said said, History before) {
        Event event = draft.event();
        Map<String, Object> properties = new TreeMap<>(event.properties());
        properties.keySet().removeAll(NOTES);
        String repeat = Hearing.repeat(said, before);
        String refusal = repeat == null ? Hearing.refusal(said, before) : null;
        if (refusal != null) {
            properties.put(Marks.ILLEGAL, refusal);
        } else if (repeat != null) {
            properties.put(Marks.REPEAT, repeat);
        }
        if (!before.said().isEmpty()) {
            properties.put(Marks.FOLLOWS, true);
        }
        BigDecimal left = refusal == null ? Hearing.worth(said, before) : null;
        if (left != null) {
            properties.put(Marks.WORTH, left);
        }
        boolean speaksOfItself = (event.status() != null || wasPending(said, before)) && refusal == null;
        String state = speaksOfItself && !Saying.takesBack(event) ? state(said, before) : null;
        if (state != null && !state.equals(event.status())) {
            properties.put(Marks.STATE, state);
        }
        String stays = refusal == null && !Saying.takesBack(event) ? stays(said, before) : null;
        if (stays != null) {
            properties.put(Marks.STAYS, stays);
        }
        if (refusal == null && (Saying.takesBack(event) || Saying.kind(event.status()) == Saying.Kind.REVERSED)) {
            List<String> names = said.of().stream()
                    .filter(name -> before.life(name).state() != null)
                    .filter(name -> before.life(name).hear(said.word()).legal())
                    .toList();
            worth(event, said, names.isEmpty() ? Life.UNKNOWN : before.life(names.getFirst()), properties);
            if (Saying.takesBack(event)) {
                Marks.takenBack(
                        properties,
                        names.stream()
                                .map(name -> original(name, before.of(name).getFirst()))
                                .toList());
            }
        }
        return properties.equals(event.properties())
                ? draft
                : codec.draft(event.toBuilder().properties(properties).build());
    }

    /** Who was told so has to hear the word that ends it, also where the sender leaves it out. */
    private static boolean wasPending(Said said, History before) {
        return before.of(said.event()).stream().anyMatch(one -> one.word().kind() == Saying.Kind.PENDING);
    }

    /** Null for a status of the operator's own. */
    private static @Nullable String state(Said said, History before) {
        if (said.word().kind() == Saying.Kind.OTHER) {
            return null;
        }
        Life life = said.of().isEmpty() ? Life.UNKNOWN : before.life(said.of().getFirst());
        ConversionState state = life.hear(said.word()).life().state();
        boolean adjusts = said.word().kind() == Saying.Kind.ADJUSTED;
        return adjusts ? "adjusted" : state == null ? null : state.word();
    }

    /** What it stays where only its value is another by this word; null where it is the same, or becomes something else. */
    private static @Nullable String stays(Said said, History before) {
        ConversionState state = before.life(said.event()).state();
        Life.Heard heard = before.life(said.event()).hear(said.word());
        return state != null && heard.legal() && heard.move().equals("adjusted") ? state.word() : null;
    }

    private static Event.Original original(String name, Said first) {
        return new Event.Original(name, first.id(), first.at(), null);
    }

    /** What it was worth, for receivers that are told of a part or of what is left. */
    private static void worth(Event event, Said said, Life life, Map<String, Object> properties) {
        Money value = life.value();
        Money given = event.money();
        if (value == null || value.amount().signum() <= 0) {
            return;
        }
        if (given != null && !Objects.equals(life.inItsCurrency(given).currency(), value.currency())) {
            return;
        }
        properties.put(Marks.ORIGINAL_VALUE, value.amount());
        BigDecimal left = said.word().kind() == Saying.Kind.TAKEN_BACK ? life.left(said.word()) : null;
        if (left != null) {
            properties.put(Marks.REMAINING_VALUE, left);
        }
    }

    /** Somebody's first one, which a back end reports by itself: none is derived any more. */
    public void own(Draft draft) throws SQLException {
        Event event = draft.event();
        Key first = rows.first(event);
        if (first != null && event.name().equals(Marks.firstOf(event)) && row(first) == null && counts(event)) {
            put(first, new ConversionRow.First(event.id()), subject(draft));
        }
    }

    /** The first one that this event makes of its user, or what it says of the one that was made; null where it does neither. */
    public @Nullable Event derived(Draft draft) throws SQLException {
        Event event = draft.event();
        String name = Marks.firstOf(event);
        if (name == null && event.name().equals(DEPOSIT)) {
            return sameOfFirst(event, FIRST_DEPOSIT);
        }
        if (name == null || event.name().equals(name)) {
            return null;
        }
        Key first = rows.first(event);
        if (first == null || row(first) != null || !counts(event)) {
            return sameOfFirst(event, name);
        }
        Event derived = Marks.derived(worth(event), name);
        put(first, new ConversionRow.First(derived.id()), subject(draft));
        return derived;
    }

    /**
     * What is left of a deposit of which a part was given back before it counted: what takes that back speaks of the deposit
     * alone. Of what does not say of which it speaks the first one's own life knows.
     */
    private Event worth(Event event) throws SQLException {
        Object left = event.properties().get(Marks.WORTH);
        Money money = event.money();
        History conversion = left == null || money == null ? null : followed(event);
        return conversion == null
                        || conversion.said().stream()
                                .noneMatch(one ->
                                        !one.tells(event.name()) && one.of().contains(event.name()))
                ? event
                : event.toBuilder()
                        .money(new Money(
                                new BigDecimal(String.valueOf(left)),
                                Objects.requireNonNull(money).currency()))
                        .build();
    }

    /** What was said of the conversion of which it speaks; null where nothing was before it. */
    private @Nullable History followed(Event event) throws SQLException {
        String written = event.properties().containsKey(Marks.FOLLOWS) ? ConversionStore.key(event) : null;
        ConversionRow there = written == null ? null : row(rows.row(written));
        if (there instanceof ConversionRow.Alias(String order)) {
            there = row(rows.row(order));
        }
        return there instanceof ConversionRow.Of(History conversion) ? conversion : null;
    }

    /** What becomes of a deposit becomes of the first deposit that it is, whether it was made of it or reported. */
    private @Nullable Event sameOfFirst(Event event, String name) throws SQLException {
        Map<String, Object> notes = event.properties();
        if (notes.containsKey(Marks.ILLEGAL) || notes.containsKey(Marks.REPEAT)) {
            return null;
        }
        History conversion = followed(event);
        if (conversion == null) {
            return null;
        }
        History others = conversion.of(conversion.said().stream()
                .filter(one -> !one.id().equals(event.id()))
                .toList());
        boolean again = others.said().stream().anyMatch(one -> one.tells(event.name()));
        boolean first = conversion.said().stream().anyMatch(one -> one.tells(name));
        // Where none are made, only their amount says that the two are one, and who corrects one may correct the other.
        boolean one = Marks.firstOf(event) != null
                || (OVER.contains(Saying.of(event).kind())
                        && others.facts().stream().anyMatch(fact -> fact.containsAll(List.of(name, event.name()))));
        String status = again && first && one ? change(event, conversion.life(name)) : null;
        return status == null
                ? null
                : Marks.derived(event, name).toBuilder().status(status).build();
    }

    /** What it says of one that is like this, as a status; null where nothing is another for it. */
    private static @Nullable String change(Event event, Life life) {
        Saying word = Saying.of(event);
        Life.Heard heard = life.hear(word);
        boolean changes = heard.legal() && !heard.move().isEmpty();
        return switch (word.kind()) {
            case PENDING, OTHER, TAKEN_BACK, LEFT -> null;
            case APPROVED -> changes && heard.move().equals("adjusted") ? "adjusted" : null;
            case REJECTED, CANCELLED, REVERSED, ADJUSTED -> changes ? event.status() : null;
        };
    }

    /** Money that came: a deposit that is pending, rejected or no legal move is none yet. */
    private static boolean counts(Event event) {
        Saying.Kind kind = Saying.of(event).kind();
        Money money = event.money();
        return kind == Saying.Kind.APPROVED
                && !event.properties().containsKey(Marks.ILLEGAL)
                && !event.properties().containsKey(Marks.REPEAT)
                && !Marks.bot(event)
                && (money == null || money.amount().signum() > 0);
    }

    private @Nullable ConversionRow row(Key key) throws SQLException {
        if (!loaded) {
            known.putAll(foreseen.rows().get());
            loaded = true;
        }
        if (!known.containsKey(key) && !foreseen.asked().contains(key)) {
            ConversionRow found = rows.find(tx.sql, key);
            if (found != null) {
                known.put(key, found);
            }
            return found;
        }
        return known.get(key);
    }

    private static @Nullable Key subject(Draft draft) {
        return draft.user() == null ? draft.visitor() : draft.user();
    }

    private void put(Key key, ConversionRow row, @Nullable Key subject) {
        known.put(key, row);
        changed.put(key, new Changed(row, subject));
    }

    public void store(long now) throws SQLException {
        if (!changed.isEmpty()) {
            rows.put(tx, changed, now);
        }
    }
}
