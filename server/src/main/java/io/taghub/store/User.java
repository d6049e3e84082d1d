package io.taghub.store;

import io.taghub.event.ClickId;
import io.taghub.event.Consent.Purpose;
import io.taghub.event.Consent.State;
import io.taghub.event.Event;
import io.taghub.event.EventJson;
import io.taghub.event.Person;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is remembered of one user.
 *
 * @param touches what a back end reported of them without a visitor; those of their browsers are the visitors'
 * @param links the browsers they used, first linked first; at most {@value #MAX_LINKS}, the first and the newest
 */
record User(Person person, Instant seen, ConsentWords consent, List<ClickId> touches, List<Link> links) {
    static final int MAX_LINKS = 50;

    /** An event carried both. */
    record Link(Key visitor, Instant at) {}

    User {
        touches = List.copyOf(touches);
        links = List.copyOf(links);
    }

    static User of(String id, Instant seen) {
        return new User(Person.of(id), seen, ConsentWords.NONE, List.of(), List.of());
    }

    /**
     * After this event; equal to this if it says nothing new.
     *
     * @param visitor the event's, null if it has none
     */
    User after(Event event, @Nullable Key visitor) {
        ConsentWords words = consent.with(event.consent(), event.received());
        boolean theirs = visitor == null && words.consent().state(Purpose.AD_STORAGE) != State.DENIED;
        return new User(
                event.user().or(person),
                Visitor.later(seen, event.received()),
                words,
                theirs ? Touches.with(touches, event.clickIds()) : touches,
                linked(visitor, event.received()));
    }

    private List<Link> linked(@Nullable Key visitor, Instant at) {
        if (visitor == null || links.stream().anyMatch(link -> link.visitor.equals(visitor))) {
            return links;
        }
        List<Link> more = new ArrayList<>(links);
        more.add(new Link(visitor, at));
        if (more.size() > MAX_LINKS) {
            more.remove(1);
        }
        return more;
    }

    /** All but the links, which have rows of their own. */
    ObjectNode write() {
        ObjectNode json = EventCodec.JSON.createObjectNode();
        json.set("person", EventJson.write(person));
        json.put("seen", seen.toString());
        consent.write(json.putObject("consent"));
        if (!touches.isEmpty()) {
            Touches.write(touches, json.putArray("touches"));
        }
        return json;
    }

    static User read(JsonNode json, List<Link> links) {
        Person person = json.path("person") instanceof ObjectNode node ? EventJson.readUser(node) : null;
        return new User(
                person == null ? Person.UNKNOWN : person,
                Instant.parse(json.path("seen").stringValue()),
                ConsentWords.read(json.path("consent")),
                Touches.read(json.path("touches")),
                links);
    }
}
