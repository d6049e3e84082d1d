package io.taghub.rule;

import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.tag.Item;
import io.taghub.tag.Plan;
import io.taghub.tag.Reason;
import io.taghub.tag.Request;
import io.taghub.tag.Tag;
import io.taghub.text.Amount;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What one tag says of amounts and probably does not mean. Tried out: only the tag itself knows what it sends. */
public final class MoneyDoubts {
    /** A number that stands in a request for no other reason. */
    private static final BigDecimal PROBE = new BigDecimal("739125");

    /** Who takes one of these at most has a currency of its own; a platform may refuse some that are hardly used. */
    private static final List<String> USUAL = List.of("EUR", "USD", "GBP", "CHF", "JPY");

    private final Tag tag;
    private final TagRule rule;
    private final List<String> when;
    private final Map<String, @Nullable Object> own;
    private final Findings findings;

    /**
     * @param when the names of the events it is for
     * @param own its settings as they are written
     */
    public MoneyDoubts(Tag tag, TagRule rule, List<String> when, Map<String, @Nullable Object> own, Findings findings) {
        this.tag = tag;
        this.rule = rule;
        this.when = when;
        this.own = own;
        this.findings = findings;
    }

    /** @param samples an event of a name that the tag might send */
    public void check(Function<String, Event> samples, Map<String, Contract> contracts) {
        for (String name : when.stream().distinct().toList()) {
            Contract contract = contracts.getOrDefault(name, Contract.NONE);
            List<String> places = IntStream.range(0, when.size())
                    .filter(i -> when.get(i).equals(name))
                    .mapToObj(i -> "when[" + i + "]")
                    .toList();
            rule.against(name, places, contract, findings);
        }
        try {
            List<Event> events = when.stream().map(samples).toList();
            unsent(events);
            events.stream()
                    .filter(event -> isMislabelled(event, contracts.getOrDefault(event.name(), Contract.NONE)))
                    .findFirst()
                    .ifPresent(this::skipped);
        } catch (RuntimeException wantsMore) {
            // of an event than a sample has
        }
    }

    /** Nothing says yet in which currency the events are, and the operator may know. */
    private void skipped(Event event) {
        if (own.get("currency") instanceof String) {
            return; // which the receiver takes has been thought of
        }
        String taken =
                USUAL.stream().filter(code -> !refused(event, code)).findFirst().orElse("USD");
        USUAL.stream()
                .map(code -> plan(event, code))
                .filter(Plan.Skip.class::isInstance)
                .map(Plan.Skip.class::cast)
                .findFirst()
                .ifPresent(skip -> findings.warning(
                        place(),
                        "if your events are in another currency, they are skipped: "
                                // Of an event that is there.
                                + skip.detail().replace(", and this one is in another currency", "")
                                + "; if they are in no other, say so: events: { " + event.name()
                                + ": { fields: { currency: " + taken + " } } }"));
    }

    /** A rule for an amount that goes nowhere. */
    private void unsent(List<Event> events) {
        if (!rule.reckons() || events.isEmpty()) {
            return;
        }
        boolean none = true;
        for (Event event : events) {
            Event probe = event.toBuilder().money(new Money(PROBE, "EUR")).build();
            if (tag.plan(probe) instanceof Plan.Send(Item item)) {
                Request request = tag.request(List.of(item));
                none = false;
                if ((request.url() + " " + request.headers() + " " + request.bodyText()).contains(PROBE.toString())) {
                    return;
                }
            }
        }
        if (!none) {
            findings.warning(
                    TagRuleReader.VALUE,
                    "this tag sends no amount, so the rule changes nothing; a postback sends it by {{ value | money }}");
        }
    }

    /** Whether the request names a currency of its own, and events in another one come to the tag. */
    private boolean isMislabelled(Event event, Contract contract) {
        return plan(event, null) instanceof Plan.Send
                && USUAL.stream().filter(code -> !refused(event, code)).limit(2).count() < 2
                && Currency.getAvailableCurrencies().stream()
                        .map(Currency::getCurrencyCode)
                        .anyMatch(code -> {
                            String told = rule.told(event.name(), code, contract);
                            return told != null && refused(event, told);
                        });
    }

    private boolean refused(Event event, String currency) {
        return plan(event, currency) instanceof Plan.Skip(Reason reason, String _) && reason == Reason.INVALID_FIELD;
    }

    private Plan plan(Event event, @Nullable String currency) {
        return tag.plan(
                event.toBuilder().money(new Money(BigDecimal.TEN, currency)).build());
    }

    /** Where a currency is written out, as near as can be said. */
    private String place() {
        for (String part : List.of("query", "body", "headers")) {
            String found = place(own.get(part), part);
            if (found != null) {
                return found;
            }
        }
        return own.containsKey("url") ? "url" : "preset";
    }

    private static @Nullable String place(@Nullable Object written, String place) {
        if (written instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                String found = place(entry.getValue(), place + "." + entry.getKey());
                if (found != null) {
                    return found;
                }
            }
        }
        return written instanceof String text && Amount.code(text) != null ? place : null;
    }
}
