package io.taghub.delivery.told;

import io.taghub.config.TagConfig;
import io.taghub.event.ClickIds;
import io.taghub.event.Event;
import io.taghub.event.Marks;
import io.taghub.event.Money;
import io.taghub.event.Person;
import io.taghub.event.ToldBefore;
import io.taghub.life.ConversionState;
import io.taghub.life.Life;
import io.taghub.life.Saying;
import io.taghub.store.ConversionStore;
import io.taghub.store.ConversionStore.History;
import io.taghub.store.ConversionStore.Said;
import io.taghub.store.Journal.Entry;
import io.taghub.store.LaneStore.Fate;
import io.taghub.store.Store;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a tag's receiver was told of a conversion before an event that speaks of it again: only of that can anything be taken
 * back or changed. Looked up for such events alone; others are as they came.
 */
public final class Earlier {
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    /** Until a person who has to decide is looked for again. */
    private static final Duration A_PERSON = Duration.ofMinutes(5);

    private final TagConfig tag;
    private final Store store;
    private final Lookup fates;
    private final ToldEvent words;
    private final Meanwhile meanwhile;

    public Earlier(TagConfig tag, Store store) {
        this(tag, store, seqs -> store.lanes().fates(tag.name(), seqs));
    }

    /** @param fates what became of events at the tag */
    public Earlier(TagConfig tag, Store store, Lookup fates) {
        this.tag = tag;
        this.store = store;
        this.fates = fates;
        this.words = new ToldEvent(tag);
        this.meanwhile = new Meanwhile(tag, store, fates, words);
    }

    /** What became of events at a tag by their places; those of which nothing is known are missing. */
    @FunctionalInterface
    public interface Lookup {
        Map<Long, Fate> of(List<Long> seqs);
    }

    /** How the tag is to take an event. */
    public sealed interface Found {
        /** @param entry of the conversion's own user and click, under the receiver's id of it, and worth what it was told */
        record As(Entry entry) implements Found {}

        /** What becomes of an earlier one is not known before this moment. */
        record Undecided(Instant until) implements Found {}

        record Untold(String why) implements Found {}

        /** The receiver has it already, and would count it once more. */
        record Repeat() implements Found {}

        /** It comes too late: what took the conversion back went before it. */
        record Over(String why) implements Found {}
    }

    /** @param fresh whether the lane comes to it for the first time, so that what is ahead of it is so for a moment only */
    public Found of(Entry entry, boolean fresh, Instant now) {
        Event event = entry.event();
        String key = asks(event) || (!fresh && tells(event)) ? ConversionStore.key(event) : null;
        History all = key == null ? null : store.conversions().find(key).orElse(null);
        if (all == null) {
            return new Found.As(entry);
        }
        History history = all.before(entry.seq());
        Found found = history.said().isEmpty() || !asks(event)
                ? new Found.As(entry)
                : of(new Entry(entry.seq(), whose(event, history), entry.agreed()), history, fresh, now);
        return found instanceof Found.As(Entry whole) && !fresh && tells(event) ? meanwhile.since(whole, all) : found;
    }

    private boolean tells(Event event) {
        return Marks.isConversion(event)
                && !event.properties().containsKey(Marks.ILLEGAL)
                && !event.properties().containsKey(Marks.REPEAT)
                && tag.when().contains(event.name())
                && !Saying.changes(event);
    }

    /** Whether anything depends on what the tag was told: who is nobody is whose the conversion is. */
    private boolean asks(Event event) {
        Map<String, Object> notes = event.properties();
        return notes.containsKey(Marks.FOLLOWS)
                && !notes.containsKey(Marks.ILLEGAL)
                && !notes.containsKey(Marks.REPEAT)
                && tag.when().contains(event.name())
                && (notes.containsKey(Marks.WORTH)
                        || notes.containsKey(Marks.STAYS)
                        || isNobodys(event)
                        || Saying.changes(event)
                        || isAgain(event));
    }

    /** Whether it tells again of what has no order, by the id of the event that told of it, and not to say what is amended. */
    private boolean isAgain(Event event) {
        Event.Original original = event.original();
        return original != null
                && original.id() != null
                && original.orderId() == null
                && event.orderId() == null
                && !Saying.changes(event)
                && !words.amends(event);
    }

    /** Receivers know what has no order by the id of the event that told of it first. */
    private static Event underItsId(Event event, History history) {
        return history.said().stream()
                .filter(one -> one.tells(event.name()))
                .findFirst()
                .map(one -> event.toBuilder()
                        .orderId(one.ordered() ? history.key() : one.id())
                        .build())
                .orElse(event);
    }

    private boolean isRepeat(Event event, History told) {
        Life life = told.life(event.name());
        Money money = event.money() == null ? null : life.inItsCurrency(event.money());
        boolean same = money == null || money.isSame(life.value());
        return tag.repeats() == null
                && told.said().stream().anyMatch(one -> one.tells(event.name()))
                && life.state() == ConversionState.APPROVED
                && Saying.of(event).kind() == Saying.Kind.APPROVED
                && (same || !words.corrects(event));
    }

    private static boolean isNobodys(Event event) {
        return event.user().equals(Person.UNKNOWN) && event.visitor() == null;
    }

    private Found of(Entry said, History history, boolean fresh, Instant now) {
        boolean retold = isAgain(said.event());
        Event event = retold ? underItsId(said.event(), history) : said.event();
        Entry entry = new Entry(said.seq(), event, said.agreed());
        List<String> names = names(event, history);
        boolean late = event.properties().containsKey(Marks.WORTH);
        boolean restates = event.properties().containsKey(Marks.STAYS) && !late && !retold && !Saying.changes(event);
        if (names.isEmpty() || !(late || retold || restates || Saying.changes(event))) {
            return new Found.As(entry);
        }
        Map<Long, Fate> fates =
                this.fates.of(history.said().stream().map(Said::seq).toList());
        Instant until = history.said().stream()
                .filter(one -> names.stream().anyMatch(name -> one.concerns(name)))
                .filter(one -> !restates || one.word().kind().changes())
                .map(one -> Telling.undecided(fates.get(one.seq()), now, fresh ? now : now.plus(A_MOMENT), A_PERSON))
                .filter(one -> one != null)
                .max(Instant::compareTo)
                .orElse(null);
        if (until != null) {
            return new Found.Undecided(until);
        }
        if (restates) {
            return new Found.As(entry);
        }
        List<Said> told = history.said().stream()
                .filter(one -> Telling.is(fates.get(one.seq())))
                .map(one -> Meanwhile.asSent(one, fates.get(one.seq())))
                .toList();
        if (retold && isRepeat(event, history.of(told))) {
            return new Found.Repeat();
        }
        if (late || retold) {
            return new Found.As(late ? new Entry(entry.seq(), left(event, told), entry.agreed()) : entry);
        }
        Found refused = null;
        for (String name : names) {
            Said first =
                    told.stream().filter(one -> one.tells(name)).findFirst().orElse(null);
            if (first != null) {
                Life receivers = history.of(told.stream()
                                .filter(one -> one.concerns(name))
                                .map(one -> Undoing.asTold(one, name, history, told))
                                .toList())
                        .life(name);
                if (Undoing.isPartOfPending(event, history.life(name))) {
                    return new Found.Untold(Undoing.PART_OF_PENDING);
                }
                if (receivers.state() == ConversionState.REVERSED || receivers.state() == ConversionState.REJECTED) {
                    return new Found.Untold("all that was told here of the conversion was taken back already");
                }
                Event again = with(
                        before(first, name, told, fates), again(event, first, name, names, history, receivers, told));
                Found found = new Found.As(new Entry(entry.seq(), again, entry.agreed()));
                if (names.size() == 1 || !words.impossible(again)) {
                    return found;
                }
                // Under another name it may have been told as what can be taken back.
                refused = refused == null ? found : refused;
            }
        }
        if (refused != null) {
            return refused;
        }
        return history.said().stream().anyMatch(one -> names.contains(one.event()))
                ? new Found.Untold("the conversion was not told here"
                        + Telling.why(history.said().stream()
                                .filter(one -> names.contains(one.event()))
                                .map(one -> fates.get(one.seq()))
                                .toList()))
                : new Found.As(entry);
    }

    /** The conversions of which it speaks and the tag is told, of a deposit that was somebody's first that one before the deposit. */
    private List<String> names(Event event, History history) {
        if (!Saying.takesBack(event)) {
            return List.of(event.name());
        }
        return Marks.takenBackNames(event).stream()
                .filter(tag.when()::contains)
                .filter(history.names()::contains)
                .sorted(Comparator.comparing(name -> !isDerived(name, history)))
                .toList();
    }

    private static boolean isDerived(String name, History history) {
        return history.said().stream()
                .filter(one -> one.tells(name))
                .anyMatch(one ->
                        history.said().stream().anyMatch(from -> one.id().equals(Marks.derivedId(name, from.id()))));
    }

    /** What takes back belongs to whose conversion it was; of others that fills what they do not say. */
    private static Event whose(Event event, History history) {
        Event whose = history.whose();
        if (whose == null) {
            return event;
        }
        if (!Saying.changes(event)) {
            return isNobodys(event)
                    ? event.toBuilder()
                            .user(whose.user())
                            .visitor(whose.visitor())
                            .build()
                    : event;
        }
        Map<String, Object> properties = new TreeMap<>(event.properties());
        Marks.soldAt(properties, whose.time().isBefore(event.time()) ? whose.time() : event.time());
        boolean same = whose.user().id() != null
                && whose.user().id().equals(event.user().id());
        ClickIds clicks = whose.clickIds().equals(ClickIds.NONE)
                ? same || event.user().equals(Person.UNKNOWN) ? event.clickIds() : ClickIds.NONE
                : whose.clickIds();
        return event.toBuilder()
                .user(same ? event.user() : whose.user().equals(Person.UNKNOWN) ? event.user() : whose.user())
                .visitor(whose.visitor() == null && same ? event.visitor() : whose.visitor())
                .clickIds(clicks)
                .properties(properties)
                .build();
    }

    /** Under the id by which the receiver knows the conversion and, where nothing is left of it, worth all it has of it. */
    private static Event again(
            Event event,
            Said first,
            String name,
            List<String> names,
            History history,
            Life receivers,
            List<Said> told) {
        Map<String, Object> properties = new TreeMap<>(event.properties());
        Life.Heard heard = history.life(name).hear(Saying.of(event));
        Money has = receivers.value();
        Money money = Undoing.given(event, history.life(name));
        boolean whole = heard.life().state() != history.life(name).state()
                && (heard.move().equals("reversed") || heard.move().equals("rejected"));
        if (has != null && whole) {
            // A refund of 0 takes nothing back; one that says no amount takes all of what is worth nothing.
            boolean worthless = has.amount().signum() == 0 && Saying.takesBack(event);
            money = worthless ? null : new Money(Undoing.signed(has.amount(), money), has.currency());
            properties.put(Marks.ORIGINAL_VALUE, has.amount());
            properties.remove(Marks.REMAINING_VALUE);
        } else if (has != null
                && money != null
                && Saying.of(event).kind() == Saying.Kind.TAKEN_BACK
                && money.amount().abs().compareTo(has.amount().abs()) > 0) {
            money = new Money(Undoing.signed(has.amount(), money), has.currency());
        }
        boolean takesBack = Saying.takesBack(event);
        if (takesBack) {
            Marks.takenBack(properties, List.of(new Event.Original(name, first.id(), first.at(), null)));
        }
        boolean other = !event.id().equals(first.id());
        String order = first.ordered() ? history.key() : !takesBack && other ? first.id() : null;
        Event.Original original = event.original();
        Event again = event.toBuilder()
                .money(money)
                .orderId(order)
                .original(
                        original != null && original.name() == null
                                ? new Event.Original(name, original.id(), original.time(), original.orderId())
                                : original)
                .properties(properties)
                .build();
        Event all = takesBack ? Undoing.withOthers(again, name, names, history, told, whole) : again;
        // By what it said itself: what the receiver has may be less than that.
        boolean rejects = takesBack
                && history.life(name).state() == ConversionState.PENDING
                && heard.life().state() == ConversionState.REJECTED;
        return rejects ? Undoing.rejecting(all, name, first) : all;
    }

    private static Event with(List<ToldBefore> before, Event event) {
        Map<String, Object> properties = new TreeMap<>(event.properties());
        Marks.told(properties, before);
        return event.toBuilder().properties(properties).build();
    }

    /** The conversion's own event and what was taken back of it since; nothing where one of them is in the journal no more. */
    private List<ToldBefore> before(Said first, String name, List<Said> told, Map<Long, Fate> fates) {
        List<Said> words = Stream.concat(
                        Stream.of(first),
                        told.stream()
                                .filter(one -> one != first
                                        && one.concerns(name)
                                        && one.word().kind().changes()))
                .toList();
        Map<Long, Event> events = new HashMap<>();
        store.journal()
                .read(words.stream().map(Said::seq).sorted().toList())
                .forEach(entry -> events.put(entry.seq(), entry.event()));
        return events.keySet().containsAll(words.stream().map(Said::seq).toList())
                ? words.stream()
                        .map(one -> new ToldBefore(
                                Objects.requireNonNull(events.get(one.seq())), Telling.lines(fates.get(one.seq()))))
                        .toList()
                : List.of();
    }

    /** Who was told of a part that was taken back before, and adds up, is told of all of it. */
    private Event left(Event event, List<Said> told) {
        Object worth = event.properties().get(Marks.WORTH);
        Money money = event.money();
        boolean knows = told.stream().anyMatch(one -> !one.event().equals(event.name()));
        return money == null || worth == null || (knows && !tag.tag().corrects(event))
                ? event
                : event.toBuilder()
                        .money(new Money(new BigDecimal(worth.toString()), money.currency()))
                        .build();
    }
}
