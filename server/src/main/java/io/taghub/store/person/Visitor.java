package io.taghub.store.person;

import io.taghub.event.ClickId;
import io.taghub.event.Client;
import io.taghub.event.Consent.Purpose;
import io.taghub.event.Consent.State;
import io.taghub.event.Event;
import io.taghub.store.seal.EventCodec;
import io.taghub.store.seal.Key;
import io.taghub.text.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is remembered of one browser.
 *
 * @param touches see {@link Touches}
 * @param users who were linked to it: the first and, where there was another, one other; a browser of several is nobody's
 */
public record Visitor(
        String id,
        Instant seen,
        @Nullable Client client,
        ConsentWords consent,
        List<ClickId> touches,
        List<Key> users) {
    /** How stale {@code seen} may get, so that a busy visitor is not written with every event. */
    static final Duration GRAIN = Duration.ofHours(1);

    public Visitor {
        touches = List.copyOf(touches);
        users = List.copyOf(users);
    }

    static Visitor of(String id, Instant seen) {
        return new Visitor(id, seen, null, ConsentWords.NONE, List.of(), List.of());
    }

    /** After this event; equal to this if it says nothing new. */
    Visitor after(Lesson lesson) {
        Event event = lesson.event();
        Instant at = event.received();
        ConsentWords words = lesson.words() ? consent.with(lesson.said().event().consent(), at) : consent;
        return new Visitor(
                id,
                later(seen, at),
                lesson.words() ? newer(event.client(), client) : client,
                words,
                words.consent().state(Purpose.AD_STORAGE) == State.DENIED
                        ? touches
                        : Touches.with(touches, event.clickIds()),
                lesson.rank() == null ? users : with(lesson.whole().user()));
    }

    private List<Key> with(@Nullable Key user) {
        return user == null || users.size() > 1 || users.contains(user)
                ? users
                : Stream.concat(users.stream(), Stream.of(user)).toList();
    }

    /** Whose browser it is, null where nobody or several said so. */
    public @Nullable Key user() {
        return users.size() == 1 ? users.getFirst() : null;
    }

    /** After a word on consent in an event that may not name the visitor. */
    Visitor heard(Lesson lesson) {
        return new Visitor(
                id,
                seen,
                client,
                consent.with(lesson.said().event().consent(), lesson.event().received()),
                touches,
                users);
    }

    Visitor optingOut(boolean out, Instant at) {
        return new Visitor(id, seen, client, consent.optingOut(out, at), touches, users);
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

    ObjectNode write() {
        ObjectNode json = EventCodec.JSON.createObjectNode();
        json.put("id", id).put("seen", seen.toString());
        if (client != null) {
            json.putObject("client").put("ip", client.ip()).put("user_agent", client.userAgent());
        }
        consent.write(json.putObject("consent"));
        Touches.write(touches, json.putArray("touches"));
        if (!users.isEmpty()) {
            Key.write(users, json.putArray("users"));
        }
        return json;
    }

    static Visitor read(JsonNode json) {
        JsonNode client = json.path("client");
        return new Visitor(
                json.path("id").stringValue(),
                Moment.instant(json.path("seen").stringValue()),
                client.isObject()
                        ? new Client(
                                client.path("ip").stringValue(null),
                                client.path("user_agent").stringValue(null))
                        : null,
                ConsentWords.read(json.path("consent")),
                Touches.read(json.path("touches")),
                Key.read(json.path("users")));
    }
}
