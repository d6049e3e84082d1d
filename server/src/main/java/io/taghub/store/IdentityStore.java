package io.taghub.store;

import io.taghub.event.ClickId;
import io.taghub.event.Client;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.Person;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who clicked what, when, and who they turned out to be. Written by {@link Journal#admit}, read at every attempt. */
public interface IdentityStore {

    /**
     * What the hub knows about the person behind an event.
     *
     * @param visitor the visitor the event belongs to or, for an event of a user alone, the first one linked to them
     * @param touches click ids and browser ids of all visitors linked to the user, and those a back end reported of the
     *     user without a visitor, oldest first
     * @param linkedAt when the user was first linked to a visitor: the lock of {@code attribution: locked}
     * @param person what is known of the user from any event
     * @param consent the latest word on each purpose
     * @param client the browser last seen
     * @param erased whether the person asked to be forgotten
     */
    record Known(
            @Nullable String visitor,
            List<ClickId> touches,
            @Nullable Instant linkedAt,
            Person person,
            Consent consent,
            @Nullable Client client,
            boolean erased) {
        public static final Known NOTHING =
                new Known(null, List.of(), null, Person.UNKNOWN, Consent.UNSET, null, false);
    }

    /** What is known for each of these events, same order, by their visitor and {@code user.id}. */
    List<Known> known(List<Event> events);

    /**
     * Forgets a person: identity rows go, raw personal data of their events in the journal goes, and what is not yet
     * sent is suppressed from now on, also if it comes again.
     *
     * @param subject a user id or visitor id
     * @return how many rows and events were touched
     */
    long erase(String subject, Instant now);
}
