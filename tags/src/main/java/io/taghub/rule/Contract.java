package io.taghub.rule;

import io.taghub.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every event of one name must be before anybody gets it, and what it is worth where a tag does not say otherwise.
 * Equal to another that is written the same way. Immutable, safe for many threads.
 */
public final class Contract {
    /** Whatever comes. */
    public static final Contract NONE = new Contract(List.of(), List.of(), null, Map.of());

    private static final int MOST = 5;

    private final List<EventField> required;
    private final List<Condition> conditions;
    private final @Nullable ValueRule value;
    private final Map<String, @Nullable Object> written;

    Contract(
            List<EventField> required,
            List<Condition> conditions,
            @Nullable ValueRule value,
            Map<String, @Nullable Object> written) {
        this.required = required;
        this.conditions = conditions;
        this.value = value;
        this.written = written;
    }

    /** What an event's value is worth to a tag that has no rule of its own, null for what it says. */
    @Nullable
    ValueRule value() {
        return value;
    }

    /** Whether an event may be in this currency. */
    public boolean takesCurrency(String code) {
        return demands("currency").stream().allMatch(demand -> demand.met(code));
    }

    /** What it asks of a field. */
    List<Demand> demands(String field) {
        return conditions.stream()
                .filter(condition -> condition.field().name().equals(field))
                .flatMap(condition -> condition.demands().stream())
                .toList();
    }

    /** The currencies that it names and the rule cannot reckon from. */
    List<String> noRate(String name, ValueRule rule) {
        return demands("currency").stream()
                .<String>mapMulti((demand, sink) -> {
                    if (demand instanceof Demand.Is(var _, List<Demand.Operand> operands)) {
                        operands.forEach(
                                operand -> sink.accept(operand.written().toUpperCase(Locale.ROOT)));
                    }
                })
                .filter(code -> takesCurrency(code) && rule.into(name, code) == null)
                .toList();
    }

    /** The fields that the rule reckons with, and that no event has which is as it must be. */
    List<String> lacking(ValueRule rule) {
        return rule.needed().stream()
                .filter(field -> demands(field).contains(new Demand.Exists(false)))
                .toList();
    }

    boolean requires(String field) {
        return required.stream().anyMatch(one -> one.name().equals(field));
    }

    /**
     * Each field that is not as it must be, and the rule, without what the event has there; null where all is well.
     *
     * @param event with everything the hub knows
     */
    public @Nullable String violation(Event event) {
        if (required.isEmpty() && conditions.isEmpty()) {
            return null;
        }
        List<String> violations = new ArrayList<>();
        for (EventField field : required) {
            if (field.of(event) == null) {
                violations.add(field.name() + " is missing");
            }
        }
        for (Condition condition : conditions) {
            String broken = condition.broken(event);
            if (broken != null) {
                violations.add(broken);
            }
        }
        int more = violations.size() - MOST;
        return violations.isEmpty()
                ? null
                : String.join("; ", violations.subList(0, Math.min(MOST, violations.size())))
                        + (more > 0 ? "; and " + more + " more" : "");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Contract contract && written.equals(contract.written);
    }

    @Override
    public int hashCode() {
        return written.hashCode();
    }
}
