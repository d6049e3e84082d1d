package io.taghub.delivery.told;

import io.taghub.config.TagConfig;
import io.taghub.event.ClickIds;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.Marks;
import io.taghub.event.ToldBefore;
import io.taghub.life.ConversionState;
import io.taghub.life.Saying;
import io.taghub.personal.StandIns;
import io.taghub.store.IdentityStore.Known;
import io.taghub.tag.Plan;
import io.taghub.tag.Reason;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The event as a tag is told of it: with everything the hub knows, and without the hub's own marks. */
public final class ToldEvent {
    private static final Set<String> WORTHS = Set.of(Marks.ORIGINAL_VALUE, Marks.REMAINING_VALUE);

    /** By which the words of a tag that is told the status are found. */
    private static final Set<String> STATED = Set.of(Marks.STATE, Marks.STAYS);

    private static final String APPROVED = ConversionState.APPROVED.word();

    private final TagConfig tag;

    public ToldEvent(TagConfig tag) {
        this.tag = tag;
    }

    public Event of(Event event, Consent consent, Known known, ClickIds clicks) {
        return worded(event).toBuilder()
                .clickIds(clicks)
                .user(event.user().or(known.person()))
                .visitor(event.visitor() == null ? known.visitor() : event.visitor())
                .client(event.client() == null ? known.client() : event.client())
                .consent(consent)
                .build();
    }

    private Event worded(Event event) {
        return event.toBuilder()
                .original(Marks.takenBack(event, tag.when()))
                .status(status(event))
                .properties(properties(event))
                .build();
    }

    /** A network's words may be set out for the sender's own; platforms know the hub's alone, and who says none means that. */
    private @Nullable String status(Event event) {
        String state = tag.claim() == null || event.status() == null ? event.text(Marks.STATE) : null;
        return state == null ? event.status() : state;
    }

    private static boolean isOtherValue(Saying.Kind kind) {
        return kind == Saying.Kind.ADJUSTED || kind == Saying.Kind.LEFT;
    }

    private Map<String, Object> properties(Event event) {
        Map<String, Object> properties = event.properties();
        if (properties.isEmpty() || properties.keySet().stream().noneMatch(Marks::isMark)) {
            return properties;
        }
        Map<String, Object> unmarked = new TreeMap<>(properties);
        // By it a network's word for what was cancelled is found: rejected, or taken back.
        boolean stated = tag.claim() != null;
        unmarked.keySet().removeIf(name -> Marks.isMark(name) && !(stated && STATED.contains(name)));
        if (tag.repeats() == TagConfig.RepeatPolicy.EDIT
                && isOtherValue(Saying.of(event).kind())) {
            unmarked.put(Marks.EDITS, true);
        }
        // Receivers that take nothing back would take it for a word of the operator's own.
        if (WORTHS.stream().anyMatch(properties::containsKey) && takesBack(event)) {
            for (String mark : WORTHS) {
                Object value = properties.get(mark);
                if (value != null) {
                    unmarked.putIfAbsent(mark.substring(1), value);
                }
            }
        }
        // Why stands in a word that the hub's own takes the place of.
        String why = stated || event.status() == null ? "" : Saying.of(event).reason();
        if (!why.isEmpty() && properties.containsKey(Marks.STATE) && takesBack(event)) {
            unmarked.putIfAbsent("reason", why);
        }
        return unmarked;
    }

    /** What its status means: many words say the same, and none says approved. */
    public static String meaning(Event event) {
        String noted = event.text(Marks.STATE);
        String said = noted == null ? event.status() : noted;
        if (said == null || Saying.takesBack(event)) {
            return said == null || !Saying.isOfNothing(event) ? APPROVED : said.toLowerCase(Locale.ROOT);
        }
        return switch (Saying.kind(said)) {
            case APPROVED -> APPROVED;
            case PENDING -> "pending";
            case REJECTED -> "rejected";
            case CANCELLED, REVERSED, TAKEN_BACK -> "reversed";
            case ADJUSTED, LEFT -> "adjusted";
            case OTHER -> said.toLowerCase(Locale.ROOT);
        };
    }

    /** Why the event takes nothing back, or what it takes back was never this tag's to be told of; null where it was, or nobody knows. */
    public @Nullable String notTold(Event event) {
        if (Marks.isConversion(event) && Saying.isOfNothing(event)) {
            return "by its own status or value it takes nothing back, and there is nothing else to tell";
        }
        Set<String> names = Marks.takenBackNames(event);
        return names.isEmpty() || !Collections.disjoint(names, tag.when()) || !knowsWhatItTakesBack(event)
                ? null
                : "what it takes back was told as " + String.join(", ", names) + ", which this tag is not for";
    }

    /** Whether the receiver has no way to take back what this event does. */
    boolean impossible(Event event) {
        return skipped(event, List.of()) == Reason.NO_REVERSAL;
    }

    /** Whether the receiver cannot be told what this event changes of that sale. */
    boolean unsayable(Event event, Event sale) {
        Reason reason = skipped(event, List.of(new ToldBefore(StandIns.of(worded(sale)), Set.of())));
        return reason == Reason.NO_REVERSAL || reason == Reason.STATUS_NOT_MAPPED;
    }

    private @Nullable Reason skipped(Event event, List<ToldBefore> told) {
        try {
            return tag.tag().plan(StandIns.of(worded(event)), told) instanceof Plan.Skip skip ? skip.reason() : null;
        } catch (RuntimeException | LinkageError | StackOverflowError broken) {
            return null;
        }
    }

    /** Whether it takes from what was told before, and so nothing of what was not: some do only for certain conversions. */
    private boolean knowsWhatItTakesBack(Event event) {
        Event ofNone = event.toBuilder()
                .original(new Event.Original("", null, null, null))
                .build();
        return takesBack(event) || impossible(ofNone);
    }

    /** Whether the receiver corrects what it was told before only because the event says what it amends. */
    boolean amends(Event event) {
        return corrects(event) && !corrects(event.toBuilder().original(null).build());
    }

    private boolean takesBack(Event event) {
        return tag.claim() != null || corrects(event);
    }

    /** Whether the receiver corrects what it was told before; one that fails at this fails at its plan. */
    boolean corrects(Event event) {
        try {
            return tag.tag().corrects(event);
        } catch (RuntimeException | LinkageError | StackOverflowError broken) {
            return false;
        }
    }
}
