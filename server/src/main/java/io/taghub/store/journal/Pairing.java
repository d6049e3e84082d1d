package io.taghub.store.journal;

import io.taghub.event.Event;
import io.taghub.event.EventBuilder;
import io.taghub.event.Person;
import java.util.regex.Pattern;

/** Of two copies of one event, what the back end's says about who it was, and whether it confirms what the browser's says. */
final class Pairing {
    /** The id our snippet makes: the time and three random numbers. Nobody guesses it; order numbers anybody can. */
    private static final Pattern RANDOM_ID = Pattern.compile("[0-9a-z]{8}[0-9]{20,30}");

    private Pairing() {}

    /** Who it was is the back end's word where it has one: the browser's copy may be a stranger's. */
    static Event trusting(Event backEnds, Event browsers, Event best) {
        EventBuilder trusted = best.toBuilder();
        String user = backEnds.user().id();
        if (user != null) {
            trusted.user(Person.of(user).or(best.user()));
        }
        String visitor = backEnds.visitor();
        if (visitor != null && browsers.visitor() != null && !visitor.equals(browsers.visitor())) {
            // Another browser than the back end means: its clicks and its address are not the visitor's.
            trusted.visitor(visitor).clickIds(backEnds.clickIds()).client(backEnds.client());
        }
        return trusted.build();
    }

    static boolean confirms(Event backEnds, Event merged) {
        return backEnds.visitor() != null
                || (backEnds.user().id() != null
                        && RANDOM_ID.matcher(merged.id()).matches());
    }
}
