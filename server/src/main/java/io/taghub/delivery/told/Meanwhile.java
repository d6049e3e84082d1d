package io.taghub.delivery.told;

import io.taghub.config.TagConfig;
import io.taghub.delivery.told.Earlier.Found;
import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.life.ConversionState;
import io.taghub.life.Life;
import io.taghub.life.Saying;
import io.taghub.store.ConversionStore.History;
import io.taghub.store.ConversionStore.Said;
import io.taghub.store.Journal.Entry;
import io.taghub.store.LaneStore.Fate;
import io.taghub.store.Store;
import io.taghub.tag.Item;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What was said of a sale that goes late, while it waited or had been turned down: it goes out as what it is by now. */
public final class Meanwhile {
    private static final String NOTE = "_by_now";
    private static final String WORDS = "told as what it was worth by then: ";
    private static final Pattern REMARK = Pattern.compile(Pattern.quote(WORDS) + "(\\d{1,30}(?:\\.\\d{1,30})?)");

    private final TagConfig tag;
    private final Store store;
    private final Earlier.Lookup fates;
    private final ToldEvent words;

    Meanwhile(TagConfig tag, Store store, Earlier.Lookup fates, ToldEvent words) {
        this.tag = tag;
        this.store = store;
        this.fates = fates;
        this.words = words;
    }

    /** With what is over by now, and what the receiver cannot be told behind it: that would be lost on it. */
    Found since(Entry entry, History all) {
        Event event = entry.event();
        List<Said> after = all.said().stream()
                .filter(one -> one.seq() > entry.seq() && one.concerns(event.name()))
                .toList();
        if (after.isEmpty()) {
            return new Found.As(entry);
        }
        List<Long> seqs = after.stream().map(Said::seq).toList();
        Map<Long, Fate> fates = this.fates.of(seqs);
        Map<Long, Event> events = new HashMap<>();
        store.journal()
                .read(seqs.stream()
                        .filter(seq -> !Telling.isOver(fates.get(seq)))
                        .sorted()
                        .toList())
                .forEach(one -> events.put(one.seq(), one.event()));
        List<Said> counting = after.stream()
                .filter(one -> Telling.isOver(fates.get(one.seq())) || isLost(event, events.get(one.seq())))
                .toList();
        Life life = all.of(all.said().stream()
                        .filter(one -> one.seq() <= entry.seq() || counting.contains(one))
                        .toList())
                .life(event.name());
        if (life.state() == ConversionState.REVERSED || life.state() == ConversionState.REJECTED) {
            return new Found.Over("the conversion is " + life.state().word() + " by now");
        }
        boolean told =
                counting.stream().anyMatch(one -> tag.when().contains(one.event()) && Telling.is(fates.get(one.seq())));
        Money was = event.money();
        Money now = life.value();
        return told || was == null || now == null || now.amount().compareTo(was.amount()) == 0
                ? new Found.As(entry)
                : new Found.As(new Entry(entry.seq(), noted(event, now), entry.agreed()));
    }

    /** Whether the receiver cannot be told of it once it has the sale. */
    private boolean isLost(Event sale, @Nullable Event later) {
        if (later == null) {
            return false;
        }
        if (!tag.when().contains(later.name())) {
            return true;
        }
        if (Saying.changes(later)) {
            return words.unsayable(later, sale);
        }
        // The same told again with another value is a repeat to it.
        return Saying.of(later).kind() == Saying.Kind.APPROVED
                && Saying.of(sale).kind() == Saying.Kind.APPROVED
                && (tag.repeats() == null || tag.repeats() == TagConfig.RepeatPolicy.IGNORE)
                && !words.corrects(later);
    }

    private static Event noted(Event event, Money now) {
        Map<String, Object> properties = new TreeMap<>(event.properties());
        properties.put(NOTE, now.amount().toPlainString() + (now.currency() == null ? "" : " " + now.currency()));
        return event.toBuilder().money(now).properties(properties).build();
    }

    /** With a remark of what it is worth, where that is not what the event says: by it a reversal takes back no more. */
    public static Item remarked(Item item, Event event) {
        String now = event.text(NOTE);
        return now == null
                ? item
                : new Item(
                        item.body(),
                        item.group(),
                        item.notBefore(),
                        (item.remark().isEmpty() ? "" : item.remark() + "; ") + WORDS + now,
                        item.recognised(),
                        item.waitsFor());
    }

    /** With the value that it went out with, where that was another than it says. */
    static Said asSent(Said one, @Nullable Fate fate) {
        Money money = one.word().money();
        if (money == null || !(fate instanceof Fate.Decided(var decision))) {
            return one;
        }
        Matcher remark = REMARK.matcher(decision.detail());
        return remark.find() ? one.worth(new Money(new BigDecimal(remark.group(1)), money.currency())) : one;
    }
}
