package io.taghub.quality;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.taghub.config.TagConfig;
import io.taghub.event.Event;
import io.taghub.event.Person;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private static final Map<String, Predicate<Event>> IDENTIFIERS = identifiers();

    private final TagConfig tag;
    private final MeterRegistry meters;
    private final Carried reach;
    private final Map<String, Sent> sent = new ConcurrentHashMap<>();

    /**
     * @param events how many went out under this name
     * @param with how many of them went out with an identifier: {@code email}, {@code phone}, {@code user_id}, {@code name},
     *     {@code address}, {@code ip}, {@code user_agent}, and each click id and browser id by its own name
     */
    public record Row(String event, long events, Map<String, Long> with) {}

    /** The counters of the identifiers for which there is a place, made as they are met. */
    private record Sent(Counter events, Map<String, Counter> with) {}

    public Coverage(TagConfig tag, MeterRegistry meters) {
        this.tag = tag;
        this.meters = meters;
        this.reach = new Carried(tag.tag());
    }

    private static Map<String, Predicate<Event>> identifiers() {
        Map<String, Predicate<Event>> all = new LinkedHashMap<>();
        all.put("email", event -> !event.user().emails().isEmpty());
        all.put("phone", event -> !event.user().phones().isEmpty());
        all.put("user_id", event -> event.user().id() != null);
        all.put(
                "name",
                event -> event.user().firstName() != null && event.user().lastName() != null);
        all.put("address", event -> hasAddress(event.user()));
        all.put("ip", event -> event.client() != null && event.client().ip() != null);
        all.put("user_agent", event -> event.client() != null && event.client().userAgent() != null);
        return all;
    }

    private static boolean hasAddress(Person user) {
        return user.city() != null || user.postalCode() != null;
    }

    /** @param event as the tag saw it */
    public void count(Event event) {
        Sent one = sent.computeIfAbsent(event.name(), this::counters);
        one.events.increment();
        IDENTIFIERS.forEach((identifier, carries) -> {
            if (carries.test(event)) {
                count(one, event, identifier);
            }
        });
        tag.clickIds().stream().filter(name -> event.clickIds().has(name)).forEach(name -> count(one, event, name));
    }

    private void count(Sent one, Event event, String identifier) {
        if (reach.has(event, identifier)) {
            one.with
                    .computeIfAbsent(identifier, first -> counter(event.name(), first))
                    .increment();
        }
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
