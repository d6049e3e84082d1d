package io.taghub.store.journal;

import io.taghub.event.Channel;
import io.taghub.event.Event;
import io.taghub.store.Agreed;
import io.taghub.store.Journal.Admission;
import io.taghub.store.Journal.Incoming;
import io.taghub.store.Journal.Pair;
import io.taghub.store.engine.Copy;
import io.taghub.store.engine.Nanos;
import io.taghub.store.person.Lesson;
import io.taghub.store.person.Link;
import io.taghub.store.seal.Draft;
import io.taghub.store.seal.EventCodec;
import io.taghub.store.seal.EventKey;
import io.taghub.store.seal.Key;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides of each copy, one after the other, whether it is new, a twin or a duplicate, and what is to be written of it. It
 * knows no database: what is known of the copies is put into {@link #places} before, and what came of them is read here
 * afterwards, so that another journal can keep both its own way.
 */
final class Deduplication {
    private final long now;
    private final long settled;
    private final EventCodec codec;
    private final Set<Key> erased;

    /** What is known of the copies to come, and after them what is to be known. */
    final Map<EventKey, Seen> places = new HashMap<>();

    /** New in the log, by number. */
    final Map<Long, Draft> appended = new TreeMap<>();

    /** In the log already, and completed by a twin. */
    final Map<Long, Draft> changed = new TreeMap<>();

    final Map<Long, Agreed> agreedLater = new HashMap<>();

    /** Both copies of what a twin completed. */
    final Map<Long, List<Draft>> copies = new LinkedHashMap<>();

    final List<Lesson> lessons = new ArrayList<>();
    int duplicates;
    int twins;
    private long head;

    /**
     * @param head the last number given in the log
     * @param settled no later than now; what is kept until then may be forgotten
     * @param erased visitors and users among these copies who asked to be forgotten
     */
    Deduplication(long head, long now, long settled, EventCodec codec, Set<Key> erased) {
        this.head = head;
        this.now = now;
        this.settled = settled;
        this.codec = codec;
        this.erased = erased;
    }

    /** What the hub knows of one (name, id). */
    static final class Seen {
        final long expires;
        long seq;
        int channels;

        @Nullable
        Draft draft;

        Agreed agreed = Agreed.NOTHING;

        @Nullable
        Channel prefer;

        long releaseAt;
        boolean held;
        boolean dirty;

        Seen(long expires, long seq, int channels) {
            this.expires = expires;
            this.seq = seq;
            this.channels = channels;
        }

        boolean live(long settled) {
            return seq == 0 || expires > settled;
        }

        boolean knows(int others) {
            return (channels & others) == others;
        }
    }

    /** Whether a copy from these channels needs what was kept of the event: it may complete it. */
    boolean mayComplete(Seen place, int channelBits) {
        return place.live(settled) && !place.knows(channelBits);
    }

    Admission admit(Copy copy) {
        Draft draft = isErased(copy.draft())
                ? codec.draft(EventCodec.blank(copy.draft().event()))
                : copy.draft();
        Seen place = places.get(copy.key());
        if (place == null || !place.live(settled)) {
            return first(copy, draft);
        }
        Draft earlier = place.draft;
        if (place.knows(bits(draft.event())) || earlier == null) {
            duplicates++;
            String voice = copy.terms().voice();
            if ((draft.visitor() != null || voice != null)
                    && !draft.event().channels().contains(Channel.SERVER)) {
                // The copy kept may be a stranger's, who guessed the id: this browser's click is its own all the same.
                // And a snippet that may send nothing new tells of a withdrawal with an event that went before it.
                Instant met = draft.event().received();
                lessons.add(new Lesson(draft, draft, false, rank(false, copy.terms()), met, false, voice, 0));
            }
            return new Admission.Duplicate(false);
        }
        twin(place, earlier, draft, copy.terms());
        return new Admission.Duplicate(true);
    }

    /** No event comes with it; whoever asked to be forgotten stays so. */
    void hear(Draft word, Incoming terms) {
        if (!isErased(word)) {
            lessons.add(lesson(word, word, false, word.event().received(), false, terms, 0));
        }
    }

    private boolean isErased(Draft draft) {
        return (draft.visitor() != null && erased.contains(draft.visitor()))
                || (draft.user() != null && erased.contains(draft.user()));
    }

    private Admission first(Copy copy, Draft draft) {
        Pair pair = copy.terms().pair();
        long expires = Math.addExact(now, copy.terms().dedupWindow().toNanos());
        long releaseAt = pair == null ? 0 : now + pair.patience().toNanos();
        Seen place = new Seen(Math.max(expires, releaseAt), 0, bits(draft.event()));
        place.draft = draft;
        place.dirty = true;
        places.put(copy.key(), place);
        boolean sure = draft.event().channels().equals(Set.of(Channel.SERVER));
        if (pair == null) {
            place.seq = append(draft);
        }
        lessons.add(lesson(draft, draft, sure, draft.event().received(), pair == null, copy.terms(), place.seq));
        if (pair == null) {
            return new Admission.Admitted(place.seq);
        }
        place.prefer = pair.prefer();
        place.releaseAt = releaseAt;
        return new Admission.Waiting(Nanos.of(releaseAt));
    }

    /** @param complete whether nothing more is expected that may say better whose it is */
    private static Lesson lesson(
            Draft said, Draft whole, boolean sure, Instant met, boolean complete, Incoming terms, long seq) {
        boolean settles =
                complete && terms.conversion() && whole.event().channels().contains(Channel.SERVER);
        return new Lesson(said, whole, true, rank(sure, terms), met, settles, terms.voice(), seq);
    }

    private static Link.@Nullable Rank rank(boolean sure, Incoming terms) {
        return sure ? Link.Rank.SURE : terms.claims() ? Link.Rank.CLAIM : null;
    }

    /** The time of the preferred copy counts if it comes before the event is in the log; from then on none changes. */
    private void twin(Seen place, Draft earlier, Draft later, Incoming terms) {
        Event first = earlier.event();
        Event second = later.event();
        boolean secondWins =
                place.seq == 0 && place.prefer != null && second.channels().contains(place.prefer);
        Event best = secondWins ? second.or(first) : first.or(second);
        boolean backEndFirst = first.channels().contains(Channel.SERVER);
        Event backEnds = backEndFirst ? first : second;
        Event browsers = backEndFirst ? second : first;
        best = Pairing.trusting(backEnds, browsers, best);
        if (EventCodec.isBlank(first) || EventCodec.isBlank(second)) {
            best = EventCodec.blank(best);
            earlier = codec.draft(EventCodec.blank(first));
            later = codec.draft(EventCodec.blank(second));
        }
        Draft merged = codec.draft(best);
        boolean known = place.seq != 0 && !appended.containsKey(place.seq);
        if (place.seq == 0) {
            place.seq = append(merged);
        } else if (known) {
            changed.put(place.seq, merged);
            place.agreed = place.agreed.then(Agreed.said(best.consent()));
            agreedLater.put(place.seq, place.agreed);
        } else {
            appended.put(place.seq, merged);
        }
        copies.put(place.seq, List.of(earlier, later));
        place.channels |= bits(second);
        place.draft = merged;
        place.dirty = true;
        boolean sure = Pairing.confirms(backEnds);
        Instant met = Pairing.met(backEnds, browsers);
        lessons.add(lesson(later, merged, sure, met, true, terms, known ? 0 : place.seq));
        twins++;
    }

    /**
     * Lets an event in that waited in vain; whose it is was learned when it came. Only what is worth money waits, so what
     * the back end said is settled now.
     */
    void release(EventKey key, Draft draft, long expires) {
        Event event = draft.event();
        Seen place = new Seen(expires, append(draft), bits(event));
        boolean settles = event.channels().contains(Channel.SERVER);
        lessons.add(new Lesson(draft, draft, false, null, event.received(), settles, null, place.seq));
        place.held = true;
        place.draft = draft;
        places.put(key, place);
    }

    private long append(Draft draft) {
        appended.put(++head, draft);
        return head;
    }

    static int bits(Event event) {
        int bits = 0;
        for (Channel channel : event.channels()) {
            bits |= 1 << channel.ordinal();
        }
        return bits;
    }
}
