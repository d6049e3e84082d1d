package io.taghub.rule;

import io.taghub.event.Event;
import io.taghub.rule.Anonymiser.What;
import io.taghub.tag.Item;
import io.taghub.tag.Plan;
import io.taghub.tag.Reason;
import io.taghub.tag.Request;
import io.taghub.tag.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an operator says of one tag's events: which it gets, worth how much, and what of them. Pure, immutable, safe for many
 * threads.
 */
public final class TagRule {
    /** Every event that the tag lists, as it is. */
    public static final TagRule NONE = new TagRule(Trigger.ALWAYS, false, null, null, Set.of(), List.of());

    /** A number that stands in a request for no other reason. */
    private static final Long PROBE = 739_125L;

    private final Trigger trigger;
    private final boolean gross;
    private final @Nullable ValueRule value;
    private final @Nullable FieldFilter fields;
    private final Set<What> blurred;
    private final List<Param> params;

    /** @param gross whether the value stays as it is whatever the event's contract says */
    TagRule(
            Trigger trigger,
            boolean gross,
            @Nullable ValueRule value,
            @Nullable FieldFilter fields,
            Set<What> blurred,
            List<Param> params) {
        this.trigger = trigger;
        this.gross = gross;
        this.value = value;
        this.fields = fields;
        this.blurred = blurred;
        this.params = params;
    }

    /** What comes of an event at this tag. */
    public sealed interface Shaped {
        /** What the tag gets to see. */
        record As(Event event) implements Shaped {}

        /** @param detail in words for a marketer, without personal data */
        record Not(Reason reason, String detail) implements Shaped {}
    }

    /**
     * @param event with everything the hub knows, of a name that the tag lists
     * @param contract of events of this name, whose rule for the value holds where this tag has none
     * @return the same event where neither says anything
     */
    public Shaped shape(Event event, Contract contract) {
        String unmet = trigger.unmet(event);
        return unmet == null
                ? changed(event, value != null || gross ? value : contract.value())
                : new Shaped.Not(Reason.NOT_TRIGGERED, unmet);
    }

    private Shaped changed(Event event, @Nullable ValueRule value) {
        for (Param param : params) {
            String why = param.refusal(event, value);
            if (why != null) {
                return new Shaped.Not(Reason.VALUE_RULE, "params." + String.join(".", param.path()) + ": " + why);
            }
        }
        Event worth = event;
        if (value != null) {
            switch (value.worth(event)) {
                case ValueRule.Worth.Cannot(String why) -> {
                    return new Shaped.Not(Reason.VALUE_RULE, why);
                }
                case ValueRule.Worth.Nothing() -> {}
                case ValueRule.Worth.Of of -> worth = ValueRule.with(event, of);
            }
        }
        Event left = left(worth);
        Event anonymous = blurred.isEmpty() ? left : Anonymiser.blurred(left, blurred);
        return new Shaped.As(params.isEmpty() ? anonymous : with(anonymous, worth, event, value));
    }

    /** What is computed is reckoned from what the event says, all else is read as the tag's value rule left it. */
    private Event with(Event to, Event from, Event said, @Nullable ValueRule value) {
        Map<String, Object> properties = new TreeMap<>(to.properties());
        for (Param param : params) {
            Object of = param.of(param.source() instanceof Param.Source.Computed ? said : from, value);
            if (of != null) {
                put(properties, param.path(), of);
            }
        }
        return to.toBuilder().properties(properties).build();
    }

    /** Whether no event of this name comes to both tags. */
    public boolean excludes(TagRule other, String name) {
        return trigger.excludes(other.trigger, name);
    }

    /** The conditions of each entry of this name. */
    List<List<Condition>> entries(String name) {
        return trigger.entries().getOrDefault(name, List.of());
    }

    /** The key that says what the tag may not know, null where it may know all. */
    @Nullable
    String filter() {
        return fields == null ? null : fields.deny().isEmpty() ? TagRuleReader.ALLOW : TagRuleReader.DENY;
    }

    /** What the tag may know of an event, whatever else this says. */
    Event left(Event event) {
        return fields == null ? event : fields.left(event);
    }

    /** Whether it says what an event is worth. */
    public boolean reckons() {
        return value != null;
    }

    /** The currency in which the tag tells of an event that is in this one; null where it gets none that is. */
    public @Nullable String told(String name, String currency, Contract contract) {
        if (!contract.takesCurrency(currency) || !trigger.takesCurrency(name, currency)) {
            return null;
        }
        ValueRule rule = value != null || gross ? value : contract.value();
        return rule == null ? currency : rule.into(name, currency);
    }

    /**
     * Finds what no event comes to that is as its contract wants it.
     *
     * @param places where {@code when} has the entries of this name
     */
    public void against(String name, List<String> places, Contract contract, Findings findings) {
        List<List<Condition>> alternatives = trigger.entries().getOrDefault(name, List.of());
        for (int i = 0; i < alternatives.size(); i++) {
            for (Condition condition : alternatives.get(i)) {
                String field = condition.field().name();
                List<Demand> both = new ArrayList<>(condition.demands());
                both.addAll(contract.demands(field));
                boolean ruled = !contract.demands(field).isEmpty();
                boolean absent = condition.demands().contains(new Demand.Exists(false)) && contract.requires(field);
                if (absent || (ruled && ConditionDoubts.impossible(both) != null)) {
                    findings.warning(
                            places.get(Math.min(i, places.size() - 1)) + "." + name + "." + field,
                            "no event meets this that is as events." + name
                                    + " wants it, so none of these is ever sent");
                }
            }
        }
        if (value == null) {
            return;
        }
        contract.noRate(name, value)
                .forEach(code -> findings.warning(
                        TagRuleReader.VALUE + ".rates",
                        "events." + name + " lets an event be in " + code
                                + ", and there is no rate for it here, so that one is not sent"));
        contract.lacking(value)
                .forEach(field -> findings.warning(
                        TagRuleReader.VALUE,
                        "this reckons with '" + field + "', which events." + name + " lets no event have"));
    }

    /**
     * The names of parameters that a tag does not send.
     *
     * @param samples events that it might send
     */
    public List<String> unsent(Tag tag, List<Event> samples) {
        return params.stream()
                .filter(param -> !sends(tag, samples, param.path()))
                .map(param -> String.join(".", param.path()))
                .toList();
    }

    /** Whether one of these names is in what a tag would send; also where it would send none of the samples. */
    public static boolean sends(Tag tag, List<Event> samples, List<String> param) {
        boolean none = true;
        for (Event sample : samples) {
            Map<String, Object> properties = new TreeMap<>(sample.properties());
            put(properties, param, PROBE);
            if (tag.plan(sample.toBuilder().properties(properties).build()) instanceof Plan.Send(Item item)) {
                Request request = tag.request(List.of(item));
                none = false;
                if ((request.url() + " " + request.headers() + " " + request.bodyText()).contains(PROBE.toString())) {
                    return true;
                }
            }
        }
        return none;
    }

    private static void put(Map<String, Object> in, List<String> path, Object value) {
        if (path.size() == 1) {
            in.put(path.getFirst(), value);
            return;
        }
        Map<String, Object> inner = new TreeMap<>();
        if (in.get(path.getFirst()) instanceof Map<?, ?> there) {
            there.forEach((name, one) -> inner.put(String.valueOf(name), one));
        }
        put(inner, path.subList(1, path.size()), value);
        in.put(path.getFirst(), inner);
    }
}
