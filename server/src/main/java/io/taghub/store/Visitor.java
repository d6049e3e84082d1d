package io.taghub.store;

import io.taghub.event.ClickId;
import io.taghub.event.Client;
import io.taghub.event.Consent.Purpose;
import io.taghub.event.Consent.State;
import io.taghub.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is remembered of one browser.
 *
 * @param touches oldest first; at most {@value #MAX_TOUCHES}, the first and the newest
 */
record Visitor(String id, Instant seen, @Nullable Client client, ConsentWords consent, List<ClickId> touches) {
    static final int MAX_TOUCHES = 50;

    /** How stale {@code seen} may get, so that a busy visitor is not written with every event. */
    static final Duration GRAIN = Duration.ofHours(1);

    Visitor {
        touches = List.copyOf(touches);
    }

    static Visitor of(String id, Instant seen) {
        return new Visitor(id, seen, null, ConsentWords.NONE, List.of());
    }

    /** After this event; equal to this if it says nothing new. */
    Visitor after(Event event) {
        ConsentWords words = consent.with(event.consent(), event.received());
        return new Visitor(
                id,
                later(seen, event.received()),
                newer(event.client(), client),
                words,
                words.consent().state(Purpose.AD_STORAGE) == State.DENIED ? touches : touched(event));
    }

    static Instant later(Instant seen, Instant received) {
        return received.isAfter(seen.plus(GRAIN)) ? received : seen;
    }

    private static @Nullable Client newer(@Nullable Client now, @Nullable Client before) {
        if (now == null || before == null) {
            return now == null ? before : now;
        }
        return new Client(
                now.ip() == null ? before.ip() : now.ip(),
                now.userAgent() == null ? before.userAgent() : now.userAgent());
    }

    /** First seen is first seen: a touch that is known stays as it is. */
    private List<ClickId> touched(Event event) {
        List<ClickId> more = new ArrayList<>();
        for (ClickId id : event.clickIds()) {
            if (touches.stream().noneMatch(known -> same(known, id))) {
                more.add(id);
            }
        }
        if (more.isEmpty()) {
            return touches;
        }
        more.addAll(0, touches);
        more.sort(Comparator.comparing(ClickId::seen));
        while (more.size() > MAX_TOUCHES) {
            more.remove(1);
        }
        return more;
    }

    static boolean same(ClickId one, ClickId two) {
        return one.name().equals(two.name()) && one.value().equals(two.value());
    }

    ObjectNode write() {
        ObjectNode json = EventCodec.JSON.createObjectNode();
        json.put("id", id).put("seen", seen.toString());
        if (client != null) {
            json.putObject("client").put("ip", client.ip()).put("user_agent", client.userAgent());
        }
        consent.write(json.putObject("consent"));
        ArrayNode list = json.putArray("touches");
        for (ClickId touch : touches) {
            ObjectNode node = list.addObject();
            node.put("name", touch.name())
                    .put("value", touch.value())
                    .put("seen", touch.seen().toString());
            if (!touch.params().isEmpty()) {
                ObjectNode params = node.putObject("params");
                new TreeMap<>(touch.params()).forEach(params::put);
            }
        }
        return json;
    }

    static Visitor read(JsonNode json) {
        List<ClickId> touches = new ArrayList<>();
        for (JsonNode touch : json.path("touches")) {
            TreeMap<String, String> params = new TreeMap<>();
            touch.path("params")
                    .properties()
                    .forEach(
                            param -> params.put(param.getKey(), param.getValue().stringValue()));
            touches.add(new ClickId(
                    touch.path("name").stringValue(),
                    touch.path("value").stringValue(),
                    Instant.parse(touch.path("seen").stringValue()),
                    params));
        }
        JsonNode client = json.path("client");
        return new Visitor(
                json.path("id").stringValue(),
                Instant.parse(json.path("seen").stringValue()),
                client.isObject()
                        ? new Client(
                                client.path("ip").stringValue(null),
                                client.path("user_agent").stringValue(null))
                        : null,
                ConsentWords.read(json.path("consent")),
                touches);
    }
}
