package io.taghub.delivery;

import io.taghub.config.HubConfig;
import io.taghub.config.HubConfig.EventRule;
import io.taghub.config.TagConfig;
import io.taghub.delivery.Triage.Judgement;
import io.taghub.delivery.told.OneForMany;
import io.taghub.delivery.told.ToldEvent;
import io.taghub.event.Event;
import io.taghub.event.Marks;
import io.taghub.event.Money;
import io.taghub.store.LaneStore.Counted;
import io.taghub.store.LaneStore.Fate;
import io.taghub.store.LaneStore.Once;
import io.taghub.store.Parking;
import io.taghub.store.Store;
import io.taghub.store.Verdict;
import io.taghub.tag.Reason;
import io.taghub.text.Amount;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds among the events that could be sent those that tell again what the receiver has: another first deposit of a user,
 * another purchase of an order. The first in the journal's order counts. Another status of it is a state, another value of
 * an order a restatement; neither is a repeat, and they go one after the other, or not at all once a later one has gone.
 */
public final class Repeats {
    private static final String APPROVED = "approved";

    /** Stands for the value where it makes no difference. */
    private static final String ANY = "any";

    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    /** Until a person who has to decide is looked for again. */
    private static final Duration A_PERSON = Duration.ofMinutes(5);

    private final TagConfig tag;
    private final Function<String, EventRule> rules;
    private final Store store;

    public Repeats(TagConfig tag, HubConfig config, Store store) {
        this.tag = tag;
        this.rules = config::rule;
        this.store = store;
    }

    /** By what the event counts once; empty where any number of them may happen. */
    public List<Once> all(long seq, Event event) {
        Once once = of(seq, event);
        Once inOrder = tag.repeats() == null && byOrder(event) ? null : corrected(seq, event);
        if (inOrder == null && once != null && once.restates()) {
            inOrder = once(
                    seq,
                    event,
                    EventRule.Once.ORDER,
                    transaction(event),
                    ToldEvent.meaning(event),
                    value(event.money()));
        }
        List<Once> all = new ArrayList<>(1);
        for (Once one : new @Nullable Once[] {once, inOrder, OneForMany.of(tag.tag(), seq, event)}) {
            if (one != null && !all.contains(one)) {
                all.add(one);
            }
        }
        return all;
    }

    /** By what the event counts once, null where any number of them may happen. */
    private @Nullable Once of(long seq, Event event) {
        TagConfig.RepeatPolicy policy = tag.repeats();
        return policy == null
                ? byRule(seq, event)
                : switch (policy) {
                    case CREATE -> null;
                    case NEW_OR_REPEATED, IGNORE -> subject(seq, event, "", ANY);
                    case EDIT -> subject(seq, event, ToldEvent.meaning(event), value(event.money()));
                    case ADD_PAYOUT -> {
                        // What goes back of an order is no repeat of it.
                        String meaning = ToldEvent.meaning(event);
                        yield once(
                                seq,
                                event,
                                EventRule.Once.ORDER,
                                transaction(event),
                                meaning.equals("reversed") ? meaning : "",
                                ANY);
                    }
                    case IGNORE_BY_ID -> once(seq, event, EventRule.Once.ORDER, transaction(event), "", ANY);
                };
    }

    /** By user, order or click as the event's rule says; where that knows the id alone, by order or else by click. */
    private @Nullable Once subject(long seq, Event event, String status, String value) {
        EventRule.Once rule = scope(event);
        EventRule.Once scope = rule != EventRule.Once.ID
                ? rule
                : event.orderId() != null ? EventRule.Once.ORDER : EventRule.Once.CLICK;
        String subject = subject(event, scope);
        return subject == null ? null : once(seq, event, scope, subject, status, value);
    }

    private static Once once(long seq, Event event, EventRule.Once scope, String subject, String status, String value) {
        return new Once(
                seq,
                String.join("\0", scope.name(), event.name(), subject),
                scope == EventRule.Once.USER ? event.user().id() : null,
                status.isEmpty() ? APPROVED : status,
                value);
    }

    /** Macros take the id where there is no order. */
    private static String transaction(Event event) {
        return event.orderId() == null ? event.id() : event.orderId();
    }

    private @Nullable String subject(Event event, EventRule.Once scope) {
        String user = event.user().id();
        return switch (scope) {
            case ID -> null;
            case USER -> user == null ? event.visitor() : user;
            case ORDER -> transaction(event);
            case CLICK -> click(event);
        };
    }

    private @Nullable Once byRule(long seq, Event event) {
        EventRule.Once scope = scope(event);
        Once corrected = byOrder(event) ? corrected(seq, event) : null;
        if (corrected != null) {
            return corrected;
        }
        String subject = subject(event, scope);
        if (subject == null) {
            return null;
        }
        boolean restates = tag.tag().corrects(event);
        if (scope != EventRule.Once.ORDER) {
            String order = transaction(event);
            return once(seq, event, scope, subject, ToldEvent.meaning(event), order)
                    .restating(restates);
        }
        return once(seq, event, scope, subject, ToldEvent.meaning(event), restates ? value(event.money()) : ANY);
    }

    /** Deposits have an order or not; those that have none are many. */
    private EventRule.Once scope(Event event) {
        EventRule.Once rule = rules.apply(event.name()).once();
        boolean nothing = rule == EventRule.Once.ORDER && event.orderId() == null;
        return nothing && EventRule.Once.usually(event.name(), false) != rule ? EventRule.Once.ID : rule;
    }

    /** What a user or a click has once is so under however many orders; what takes one back goes behind it all the same. */
    private boolean byOrder(Event event) {
        EventRule.Once scope = rules.apply(event.name()).once();
        return scope == EventRule.Once.ORDER || scope == EventRule.Once.ID;
    }

    /** Its place among those by which the receiver corrects one order, null where it does not. */
    private @Nullable Once corrected(long seq, Event event) {
        String corrected = tag.tag().corrected(event);
        return corrected == null
                ? null
                : new Once(
                        seq,
                        "CORRECTED\0" + corrected,
                        null,
                        event.name() + " " + ToldEvent.meaning(event),
                        tag.tag().corrects(event) ? value(event.money()) + left(event) : ANY);
    }

    /** Two refunds of one sum are two where they leave different rests. */
    private static String left(Event event) {
        Object said = event.properties().get("remaining_value");
        Object left = said == null ? event.properties().get(Marks.REMAINING_VALUE) : said;
        return left == null ? "" : " leaves " + left;
    }

    /** The click id by which the tag's receiver knows the visitor. */
    private @Nullable String click(Event event) {
        return tag.clickIds().stream()
                .filter(event.clickIds()::has)
                .findFirst()
                .map(name -> name + "=" + event.clickIds().value(name))
                .orElse(null);
    }

    /** In whole cents: the noise of a sum is no other value, and nor is one that does not say of what. */
    private static String value(@Nullable Money money) {
        if (money == null || money.currency() == null) {
            return "";
        }
        String currency = money.currency();
        BigDecimal amount = money.amount();
        BigDecimal rounded =
                Amount.isIso(currency) ? amount.setScale(Amount.decimals(currency), RoundingMode.HALF_UP) : amount;
        return rounded.stripTrailingZeros().toPlainString() + " " + currency;
    }

    /**
     * What to do instead of sending, by sequence number; nothing for those that may go. Each is judged by the last one before
     * it in the journal, and so only once it is known what becomes of that one.
     *
     * @param events in the journal's order; one may be there by two keys, and then goes only if it may by both
     */
    Map<Long, Judgement> judge(List<Once> events, Instant now) {
        Map<Once, Counted> counted = store.lanes().counted(tag.name(), events);
        Set<String> ahead = new HashSet<>();
        Set<Long> repeats = new HashSet<>();
        Map<Long, Judgement> judged = new HashMap<>();
        for (Once event : events) {
            Counted other = counted.get(event);
            if (judged.get(event.seq()) instanceof Judgement.Decide) {
                continue;
            }
            if (OneForMany.is(event)) {
                Judgement call = ahead.contains(event.key()) ? wait(now) : oneForMany(event, other, now);
                if (call != null) {
                    judged.put(event.seq(), call);
                }
                if (!(call instanceof Judgement.Decide)) {
                    ahead.add(event.key());
                }
                continue;
            }
            if (ahead.contains(event.key())) {
                judged.putIfAbsent(event.seq(), wait(now));
                continue;
            }
            // What is the same as one that repeats another is the same as that other.
            boolean repeated = other != null && repeats.contains(other.seq()) && other.same();
            Judgement call = other == null ? null : repeated ? repeat() : judge(event, other, now);
            if (call instanceof Judgement.Decide) {
                judged.put(event.seq(), call);
            } else if (call != null) {
                judged.putIfAbsent(event.seq(), call);
            }
            if (!(call instanceof Judgement.Decide)) {
                ahead.add(event.key());
            } else if (!event.value().isEmpty()) {
                repeats.add(event.seq());
            }
        }
        return judged;
    }

    private @Nullable Judgement oneForMany(Once event, @Nullable Counted other, Instant now) {
        if (other == null || !OneForMany.takesAnother(event, other)) {
            return null;
        }
        return store.lanes().fate(tag.name(), other.seq()) instanceof Fate.Aside
                ? wait(now.plus(A_MOMENT))
                : new Judgement.Decide(Verdict.SKIPPED, Reason.NO_REVERSAL, OneForMany.WHY);
    }

    /** Null where it may go. */
    private @Nullable Judgement judge(Once event, Counted other, Instant now) {
        Judgement late = other.latest() == 0 ? null : behind(other.latest(), now);
        if (late != null || other.seq() > event.seq()) {
            return late;
        }
        if (store.lanes().fate(tag.name(), other.seq()) instanceof Fate.Aside(var parked)) {
            Instant due = parked.due() == null || parked.due().isBefore(now) ? now : parked.due();
            if (parked.reason() == Reason.ONCE) {
                return wait(due);
            }
            // Nobody knows yet whether the receiver will have it. What is not the same may also not overtake it.
            boolean unsure = parked.parking() == Parking.RETRY || (!other.same() && parked.parking() != Parking.HELD);
            if (unsure) {
                return wait(due.plus(A_MOMENT));
            }
        }
        return other.same() ? repeat() : null;
    }

    /**
     * The later one went first, because this one had to wait for somebody's word or is of a backlog: where the last upload
     * wins this one would undo it, and elsewhere it would count twice. Null if the later one only waits: it will be judged by
     * this one.
     */
    private @Nullable Judgement behind(long latest, Instant now) {
        return switch (store.lanes().fate(tag.name(), latest)) {
            case Fate.Decided _, Fate.Before _ ->
                new Judgement.Decide(Verdict.DUPLICATE, Reason.ONCE, "a later one went before it");
            case Fate.Aside(var parked)
            when parked.parking() == Parking.ACCEPTED || parked.parking() == Parking.HELD ->
                wait((parked.due() == null ? now.plus(A_PERSON) : parked.due()).plus(A_MOMENT));
            case Fate.Aside _, Fate.Ahead _ -> null;
        };
    }

    private static Judgement repeat() {
        return new Judgement.Decide(Verdict.DUPLICATE, Reason.ONCE, "");
    }

    static Judgement.Wait wait(Instant until) {
        return new Judgement.Wait(until, Reason.ONCE, "waits for what becomes of the earlier one");
    }
}
