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
 * carried which identifier. Counts alone, and of what was known, whether or not the platform makes use of it.
 */
public final class Coverage {
    private static final String EVENTS = "taghub.sent";
    private static final String WITH = "taghub.sent.with";
    private static final Map<String, Predicate<Event>> IDENTIFIERS = identifiers();

    private final TagConfig tag;
    private final MeterRegistry meters;
    private final Map<String, Sent> sent = new ConcurrentHashMap<>();

    /**
     * @param events how many went out under this name
     * @param with how many of them carried an identifier: {@code email}, {@code phone}, {@code user_id}, {@code name},
     *     {@code address}, {@code ip}, {@code user_agent}, and each click id and browser id by its own name
     */
    public record Row(String event, long events, Map<String, Long> with) {}

    private record Sent(Counter events, Map<String, Counter> with) {}

    public Coverage(TagConfig tag, MeterRegistry meters) {
        this.tag = tag;
        this.meters = meters;
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
        one.with.forEach((identifier, counter) -> {
            Predicate<Event> carries = IDENTIFIERS.get(identifier);
            if (carries == null ? event.clickIds().value(identifier) != null : carries.test(event)) {
                counter.increment();
            }
        });
    }

    private Sent counters(String event) {
        Map<String, Counter> with = new LinkedHashMap<>();
        IDENTIFIERS.keySet().forEach(identifier -> with.put(identifier, counter(event, identifier)));
        tag.clickIds().forEach(name -> with.put(name, counter(event, name)));
        return new Sent(
                Counter.builder(EVENTS)
                        .description("Events that a platform took, since the start")
                        .tag("tag", tag.name())
                        .tag("event", event)
                        .register(meters),
                with);
    }

    private Counter counter(String event, String identifier) {
        return Counter.builder(WITH)
                .description("How many of them carried this identifier")
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
