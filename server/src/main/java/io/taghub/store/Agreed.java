package io.taghub.store;

import io.taghub.event.Consent;
import io.taghub.event.Consent.Purpose;
import io.taghub.event.Consent.State;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the person behind an event had agreed to as of its place in the journal. Written down once, so that every tag judges
 * by the same, whenever it comes to the event.
 *
 * @param consent the state of each purpose then
 * @param optedOut whether the visitor had opted out
 * @param recorded false for events from before this was written down
 */
public record Agreed(Consent consent, boolean optedOut, boolean recorded) {
    public static final Agreed UNRECORDED = new Agreed(Consent.UNSET, false, false);

    /** Nobody had said anything. */
    public static final Agreed NOTHING = new Agreed(Consent.UNSET, false, true);

    private static final long RECORDED = 1;
    private static final long OPTED_OUT = 2;
    private static final int FIRST = 4;

    /** Where nothing else is known, what the event itself says. */
    public static Agreed said(Consent consent) {
        return new Agreed(consent, false, true);
    }

    /** With what came later: it can forbid, and decide what was undecided; what was granted or denied stays. */
    public Agreed then(Agreed later) {
        if (!recorded) {
            return this;
        }
        Map<Purpose, State> states = new EnumMap<>(Purpose.class);
        for (Purpose purpose : Purpose.values()) {
            State now = later.consent.state(purpose);
            State before = consent.state(purpose);
            State state = before == State.UNSET || now == State.DENIED ? now : before;
            if (state != State.UNSET) {
                states.put(purpose, state);
            }
        }
        return new Agreed(new Consent(states), optedOut || later.optedOut, true);
    }

    /** Two bits a purpose: 1 granted, 2 denied. */
    public long bits() {
        if (!recorded) {
            return 0;
        }
        long bits = RECORDED | (optedOut ? OPTED_OUT : 0);
        for (Purpose purpose : Purpose.values()) {
            long state = consent.grants(purpose) ? 1 : consent.denies(purpose) ? 2 : 0;
            bits |= state << (FIRST + 2 * purpose.ordinal());
        }
        return bits;
    }

    public static Agreed of(long bits) {
        if ((bits & RECORDED) == 0) {
            return UNRECORDED;
        }
        Map<Purpose, State> states = new EnumMap<>(Purpose.class);
        for (Purpose purpose : Purpose.values()) {
            long state = (bits >> (FIRST + 2 * purpose.ordinal())) & 3;
            if (state != 0) {
                states.put(purpose, state == 1 ? State.GRANTED : State.DENIED);
            }
        }
        return new Agreed(new Consent(states), (bits & OPTED_OUT) != 0, true);
    }
}
