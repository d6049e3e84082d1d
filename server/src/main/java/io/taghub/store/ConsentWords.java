package io.taghub.store;

import io.taghub.event.Consent;
import io.taghub.event.Consent.Purpose;
import io.taghub.event.Consent.State;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The latest word on each purpose and when it was said, so that the words of several browsers can be put in order. */
record ConsentWords(Map<Purpose, Word> words) {
    static final ConsentWords NONE = new ConsentWords(Map.of());

    /** A word said again is not written again so soon. */
    private static final Duration REPEAT = Duration.ofMinutes(1);

    record Word(State state, Instant at) {}

    ConsentWords {
        words = Map.copyOf(words);
    }

    /** With what is said now; the same object if that is nothing new. */
    ConsentWords with(Consent consent, Instant at) {
        Map<Purpose, Word> changed = new EnumMap<>(Purpose.class);
        consent.states().forEach((purpose, state) -> {
            Word word = words.get(purpose);
            boolean isNew =
                    word == null || word.state != state || word.at.plus(REPEAT).isBefore(at);
            if (state != State.UNSET && isNew) {
                changed.put(purpose, new Word(state, at));
            }
        });
        if (changed.isEmpty()) {
            return this;
        }
        words.forEach(changed::putIfAbsent);
        return new ConsentWords(changed);
    }

    /** Of each purpose the later word. */
    ConsentWords latest(ConsentWords other) {
        Map<Purpose, Word> latest = new EnumMap<>(Purpose.class);
        latest.putAll(words);
        other.words.forEach(
                (purpose, word) -> latest.merge(purpose, word, (one, two) -> two.at.isAfter(one.at) ? two : one));
        return new ConsentWords(latest);
    }

    Consent consent() {
        Map<Purpose, State> states = new EnumMap<>(Purpose.class);
        words.forEach((purpose, word) -> states.put(purpose, word.state));
        return new Consent(states);
    }

    void write(ObjectNode json) {
        words.forEach((purpose, word) ->
                json.putArray(purpose.name()).add(word.state.name()).add(word.at.toString()));
    }

    static ConsentWords read(JsonNode json) {
        Map<Purpose, Word> words = new EnumMap<>(Purpose.class);
        json.properties()
                .forEach(entry -> words.put(
                        Purpose.valueOf(entry.getKey()),
                        new Word(
                                State.valueOf(entry.getValue().path(0).stringValue()),
                                Instant.parse(entry.getValue().path(1).stringValue()))));
        return new ConsentWords(words);
    }
}
