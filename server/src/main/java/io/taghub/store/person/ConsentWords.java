package io.taghub.store.person;

import io.taghub.event.Consent;
import io.taghub.event.Consent.Purpose;
import io.taghub.event.Consent.State;
import io.taghub.text.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one browser, or one back end of a user, said on each purpose, since when, and when last, so that the words of several
 * can be put in order and looked back at.
 *
 * @param optOut denied where the visitor opted out of everything, granted where they came back; null where they never did
 */
public record ConsentWords(
        Map<Purpose, Word> words, @Nullable Word optOut) {
    static final ConsentWords NONE = new ConsentWords(Map.of(), null);

    private static final String OPT_OUT = "OPT_OUT";

    /** A word said again is not written again so soon. */
    private static final Duration REPEAT = Duration.ofMinutes(1);

    /** Nobody changes their mind more often while an event waits. */
    private static final int CHANGES = 8;

    /** @param before what was said until {@code since}, newest first */
    record Word(State state, Instant since, Instant at, List<Change> before) {
        Word {
            before = List.copyOf(before);
        }

        static Word first(State state, Instant at) {
            return new Word(state, at, at, List.of());
        }

        /** This object where that is nothing new. */
        Word said(State now, Instant when) {
            if (now == state) {
                return at.plus(REPEAT).isBefore(when) ? new Word(state, since, when, before) : this;
            }
            List<Change> changes = new ArrayList<>();
            changes.add(new Change(state, since));
            changes.addAll(before.subList(0, Math.min(before.size(), CHANGES - 1)));
            return new Word(now, when, when, changes);
        }

        /** Whether it was denied after that, whatever was said since. */
        boolean deniedSince(Instant when) {
            return state == State.DENIED
                    ? at.isAfter(when)
                    : before.stream().anyMatch(change -> change.state == State.DENIED && change.since.isAfter(when));
        }

        @Nullable
        Word asOf(Instant when) {
            if (!since.isAfter(when)) {
                return this;
            }
            return before.stream()
                    .filter(change -> !change.since.isAfter(when))
                    .findFirst()
                    .map(change -> first(change.state, change.since))
                    .orElse(null);
        }
    }

    record Change(State state, Instant since) {}

    public ConsentWords {
        words = Map.copyOf(words);
    }

    private boolean isNothing() {
        return words.isEmpty() && optOut == null;
    }

    /** With what is said now; the same object if that is nothing new. */
    ConsentWords with(Consent consent, Instant at) {
        Map<Purpose, Word> changed = new EnumMap<>(Purpose.class);
        consent.states().forEach((purpose, state) -> {
            Word word = words.get(purpose);
            Word now = word == null ? Word.first(state, at) : word.said(state, at);
            if (state != State.UNSET && now != word) {
                changed.put(purpose, now);
            }
        });
        if (changed.isEmpty()) {
            return this;
        }
        words.forEach(changed::putIfAbsent);
        return new ConsentWords(changed, optOut);
    }

    /** @param out whether the visitor wants to be left alone, or takes that back */
    ConsentWords optingOut(boolean out, Instant at) {
        State state = out ? State.DENIED : State.GRANTED;
        return new ConsentWords(words, optOut == null ? Word.first(state, at) : optOut.said(state, at));
    }

    /** As it stood then. */
    ConsentWords asOf(Instant when) {
        return map(word -> word.asOf(when));
    }

    /** What was denied after that, whatever was said since. */
    ConsentWords deniedSince(Instant when) {
        // Asked for each event, and mostly there is nothing.
        boolean any = !isNothing()
                && (words.values().stream().anyMatch(word -> word.deniedSince(when))
                        || (optOut != null && optOut.deniedSince(when)));
        return any ? map(word -> word.deniedSince(when) ? Word.first(State.DENIED, word.at) : null) : NONE;
    }

    /** Only what forbids. */
    ConsentWords denials() {
        return map(word -> word.state == State.DENIED ? word : null);
    }

    private ConsentWords map(UnaryOperator<@Nullable Word> change) {
        if (isNothing()) {
            return NONE;
        }
        Map<Purpose, Word> mapped = new EnumMap<>(Purpose.class);
        words.forEach((purpose, word) -> {
            Word now = change.apply(word);
            if (now != null) {
                mapped.put(purpose, now);
            }
        });
        return new ConsentWords(mapped, optOut == null ? null : change.apply(optOut));
    }

    /** Of each purpose the later word. */
    ConsentWords latest(ConsentWords other) {
        if (other.isNothing()) {
            return this;
        }
        Map<Purpose, Word> latest = new EnumMap<>(Purpose.class);
        latest.putAll(words);
        other.words.forEach((purpose, word) -> latest.merge(purpose, word, ConsentWords::later));
        return new ConsentWords(
                latest,
                optOut == null || other.optOut == null
                        ? optOut == null ? other.optOut : optOut
                        : later(optOut, other.optOut));
    }

    /** These are the person's browsers': what they denied no back end grants in the person's name. */
    ConsentWords over(ConsentWords backEnd) {
        if (backEnd.isNothing()) {
            return this;
        }
        ConsentWords all = latest(backEnd);
        Map<Purpose, Word> ours = new EnumMap<>(Purpose.class);
        ours.putAll(all.words);
        ours.putAll(denials().words);
        return new ConsentWords(ours, all.optOut);
    }

    private static Word later(Word one, Word two) {
        return two.at.isAfter(one.at) ? two : one;
    }

    public Consent consent() {
        if (words.isEmpty()) {
            return Consent.UNSET;
        }
        Map<Purpose, State> states = new EnumMap<>(Purpose.class);
        words.forEach((purpose, word) -> states.put(purpose, word.state));
        return new Consent(states);
    }

    boolean optedOut() {
        return optOut != null && optOut.state == State.DENIED;
    }

    void write(ObjectNode json) {
        words.forEach((purpose, word) -> write(word, json.putArray(purpose.name())));
        if (optOut != null) {
            write(optOut, json.putArray(OPT_OUT));
        }
    }

    private static void write(Word word, ArrayNode list) {
        list.add(word.state.name()).add(word.at.toString()).add(word.since.toString());
        word.before.forEach(change -> list.add(change.state.name()).add(change.since.toString()));
    }

    static ConsentWords read(JsonNode json) {
        Map<Purpose, Word> words = new EnumMap<>(Purpose.class);
        Word optOut = null;
        for (var entry : json.properties()) {
            if (entry.getKey().equals(OPT_OUT)) {
                optOut = word(entry.getValue());
            } else {
                words.put(Purpose.valueOf(entry.getKey()), word(entry.getValue()));
            }
        }
        return new ConsentWords(words, optOut);
    }

    /** An earlier version wrote the state and when it was said last. */
    private static Word word(JsonNode list) {
        Instant at = instant(list, 1);
        List<Change> before = new ArrayList<>();
        for (int i = 3; i + 1 < list.size(); i += 2) {
            before.add(new Change(State.valueOf(list.path(i).stringValue()), instant(list, i + 1)));
        }
        return new Word(State.valueOf(list.path(0).stringValue()), list.size() > 2 ? instant(list, 2) : at, at, before);
    }

    private static Instant instant(JsonNode list, int index) {
        return Moment.instant(list.path(index).stringValue());
    }
}
