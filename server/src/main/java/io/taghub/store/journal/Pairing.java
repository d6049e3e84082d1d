package io.taghub.store.journal;

import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.EventBuilder;
import io.taghub.event.Person;
import java.time.Instant;
import java.util.regex.Pattern;

/** Of two copies of one event, what the back end's says about who it was, and whether it confirms what the browser's says. */
final class Pairing {
    /** The id our snippet makes: the time and three random numbers. Nobody guesses it; order numbers anybody can. */
    private static final Pattern RANDOM_ID = Pattern.compile("[0-9a-z]{8}[0-9]{20,30}");

    private Pairing() {}

    /** Who it was is the back end's word where it has one: the browser's copy may be a stranger's. */
    static Event trusting(Event backEnds, Event browsers, Event best) {
        EventBuilder trusted = best.toBuilder();
        Person user = backEnds.user();
        if (user.id() != null) {
            trusted.user(Person.of(user.id()).or(best.user()));
        }
        if (stranger(backEnds, browsers)) {
            // Another browser than the back end means: its clicks and its address are not the visitor's.
            trusted.visitor(backEnds.visitor())
                    .clickIds(backEnds.clickIds())
                    .client(backEnds.client())
                    .device(backEnds.device())
                    .location(backEnds.location());
            if (!random(backEnds)) {
                trusted.user(user);
            }
        } else {
            trusted.clickIds(backEnds.clickIds().or(best.clickIds()));
        }
        return trusted.consent(denying(browsers.consent(), best.consent())).build();
    }

    /** What a browser denied no back end grants. */
    private static Consent denying(Consent browsers, Consent best) {
        Consent consent = best;
        for (Consent.Purpose purpose : Consent.Purpose.values()) {
            consent = browsers.denies(purpose) ? consent.with(purpose, Consent.State.DENIED) : consent;
        }
        return consent;
    }

    private static boolean stranger(Event backEnds, Event browsers) {
        return backEnds.visitor() != null
                && browsers.visitor() != null
                && !backEnds.visitor().equals(browsers.visitor());
    }

    private static boolean random(Event event) {
        return RANDOM_ID.matcher(event.id()).matches();
    }

    static boolean confirms(Event backEnds) {
        return backEnds.user().id() != null && (backEnds.visitor() != null || random(backEnds));
    }

    /** When the copy came that names the visitor: a stranger's may have come long before the true one clicked. */
    static Instant met(Event backEnds, Event browsers) {
        return browsers.visitor() == null || stranger(backEnds, browsers) ? backEnds.received() : browsers.received();
    }
}
