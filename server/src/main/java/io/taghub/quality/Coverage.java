package io.taghub.quality;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.taghub.config.TagConfig;
import io.taghub.event.ClickId;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.Person;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * By what the person behind an event could be recognised: of the events a tag has got to its platform since the start, how many
 * went out with which identifier, of those for which the tag's requests have a place. Counts alone.
 */
public final class Coverage {
    private static final String EVENTS = "taghub.sent";
    private static final String WITH = "taghub.sent.with";
    private static final List<Identifier> IDENTIFIERS = identifiers();

    private final TagConfig tag;
    private final MeterRegistry meters;
    private final Carried reach;
    private final Map<String, Sent> sent = new ConcurrentHashMap<>();

    /** Of people who denied the use of their data: events of one name are made into requests alike, but for theirs. */
    private final Map<String, Sent> sentOfDenied = new ConcurrentHashMap<>();

    /**
     * @param events how many went out under this name
     * @param with how many of them went out with an identifier: {@code email}, {@code phone}, {@code user_id}, {@code name},
     *     {@code address}, {@code ip}, {@code user_agent}, and each click id and browser id by its own name
     */
    public record Row(String event, long events, Map<String, Long> with) {}

    private record Identifier(String name, Predicate<Event> carries) {}

    /** The counters of the identifiers, made as they are met; none of those for which there is no place. */
    private record Sent(Counter events, Map<String, Optional<Counter>> with) {}

    public Coverage(TagConfig tag, MeterRegistry meters) {
        this.tag = tag;
        this.meters = meters;
        this.reach = new Carried(tag.tag());
    }

    private static List<Identifier> identifiers() {
        return List.of(
                new Identifier("email", event -> !event.user().emails().isEmpty()),
                new Identifier("phone", event -> !event.user().phones().isEmpty()),
                new Identifier("user_id", event -> event.user().id() != null),
                new Identifier(
                        "name",
                        event ->
                                event.user().firstName() != null && event.user().lastName() != null),
                new Identifier("address", event -> hasAddress(event.user())),
                new Identifier(
                        "ip", event -> event.client() != null && event.client().ip() != null),
                new Identifier(
                        "user_agent",
                        event -> event.client() != null && event.client().userAgent() != null));
    }

    private static boolean hasAddress(Person user) {
        return user.city() != null || user.postalCode() != null;
    }

    /** @param event as the tag saw it */
    public void count(Event event) {
        boolean denied = event.consent().denies(Consent.Purpose.AD_USER_DATA);
        Sent one = (denied ? sentOfDenied : sent).computeIfAbsent(event.name(), this::counters);
        one.events.increment();
        for (Identifier identifier : IDENTIFIERS) {
            if (identifier.carries.test(event)) {
                count(one, event, identifier.name);
            }
        }
        for (ClickId id : event.clickIds()) {
            if (tag.clickIds().contains(id.name())) {
                count(one, event, id.name());
            }
        }
    }

    private void count(Sent one, Event event, String identifier) {
        Optional<Counter> counter = one.with.get(identifier);
        if (counter == null) {
            counter = reach.has(event, identifier) ? Optional.of(counter(event.name(), identifier)) : Optional.empty();
            one.with.put(identifier, counter);
        }
        counter.ifPresent(Counter::increment);
    }

    private Sent counters(String event) {
        return new Sent(
                Counter.builder(EVENTS)
                        .description("Events that a platform took, since the start")
                        .tag("tag", tag.name())
                        .tag("event", event)
                        .register(meters),
                new ConcurrentHashMap<>());
    }

    private Counter counter(String event, String identifier) {
        return Counter.builder(WITH)
                .description(
                        "How many of them went out with this identifier, if the requests of the tag have a place for it")
                .tag("tag", tag.name())
                .tag("event", event)
                .tag("identifier", identifier)
                .register(meters);
    }

    /** By event, the most frequent first. */
    public static List<Row> of(String tag, MeterRegistry meters) {
        Map<String, Map<String, Long>> with = new TreeMap<>();
        meters.find(WITH)
                .tag("tag", tag)
                .counters()
                .forEach(counter -> with.computeIfAbsent(
                                String.valueOf(counter.getId().getTag("event")), event -> new TreeMap<>())
                        .put(String.valueOf(counter.getId().getTag("identifier")), Math.round(counter.count())));
        return meters.find(EVENTS).tag("tag", tag).counters().stream()
                .map(counter -> {
                    String event = String.valueOf(counter.getId().getTag("event"));
                    return new Row(event, Math.round(counter.count()), with.getOrDefault(event, Map.of()));
                })
                .sorted((one, other) -> Long.compare(other.events, one.events))
                .toList();
    }
}
