package io.taghub.rule;

import io.taghub.tag.Form;
import io.taghub.tag.Form.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads an event's contract out of the keys that every entry of {@code events} may have for it. */
public final class ContractReader {
    public static final String REQUIRE = "require";
    public static final String CONDITIONS = "fields";
    public static final String VALUE = "value";

    public static final List<Form.Field> FIELDS = List.of(
            new Form.Field(
                    REQUIRE,
                    Kind.TEXT_LIST,
                    false,
                    "fields without which no tag gets the event: it is held for a person",
                    "order_id",
                    "",
                    "",
                    List.of()),
            new Form.Field(
                    CONDITIONS,
                    Kind.OBJECT,
                    false,
                    "what fields must be where they are there, as the conditions of 'when': types, ranges, allowed values;"
                            + " else no tag gets the event and it is held for a person",
                    "",
                    "",
                    "",
                    List.of()),
            new Form.Field(
                    VALUE,
                    Kind.OBJECT,
                    false,
                    "what the event is worth to each tag that has no 'value' of its own; written as there",
                    "",
                    "",
                    "",
                    List.of()));

    private final Findings findings;

    public ContractReader(Findings findings) {
        this.findings = findings;
    }

    /** @param settings what is written under {@link #FIELDS} */
    public Contract read(Map<String, @Nullable Object> settings) {
        if (settings.values().stream().allMatch(java.util.Objects::isNull)) {
            return Contract.NONE;
        }
        Object value = settings.get(VALUE);
        List<EventField> required = settings.get(REQUIRE) == null ? List.of() : required(settings.get(REQUIRE));
        List<Condition> conditions =
                settings.get(CONDITIONS) == null ? List.of() : conditions(settings.get(CONDITIONS));
        conditions.stream()
                .filter(condition -> condition.demands().contains(new Demand.Exists(false)))
                .map(condition -> condition.field().name())
                .filter(name -> required.stream().anyMatch(one -> one.name().equals(name)))
                .forEach(name -> findings.error(
                        CONDITIONS + "." + name + ".exists",
                        "'require' wants '" + name + "' to be there, so no event is right; remove one of them"));
        ValueRule rule = value == null ? null : new ValueRuleReader(findings).read(value, VALUE);
        Contract contract = new Contract(required, conditions, rule, settings);
        if (rule != null) {
            contract.lacking(rule)
                    .forEach(field -> findings.warning(
                            VALUE, "this reckons with '" + field + "', which 'fields' lets no event have"));
            contract.noRate("", rule)
                    .forEach(code -> findings.warning(
                            VALUE + ".rates",
                            "'fields' lets an event be in " + code
                                    + ", and there is no rate for it here, so that one is not sent"));
        }
        return contract;
    }

    private List<EventField> required(@Nullable Object written) {
        List<EventField> required = new ArrayList<>();
        if (!(written instanceof List<?> list)) {
            findings.error(REQUIRE, "'require' takes a list of fields, such as [order_id, value, currency]");
            return required;
        }
        for (int i = 0; i < list.size(); i++) {
            EventField field = findings.field(list.get(i), REQUIRE + "[" + i + "]");
            if (field != null) {
                required.add(field);
            }
        }
        return required;
    }

    private List<Condition> conditions(@Nullable Object written) {
        return new ConditionReader(findings)
                .read(
                        findings.group(
                                written,
                                CONDITIONS,
                                "'fields' says of each field what it must be, such as { currency: { in: [EUR, USD] } }"),
                        CONDITIONS);
    }
}
