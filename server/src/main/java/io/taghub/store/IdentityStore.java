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
     * @param touches click ids and browser ids of the visitors that are known to be the user's, and those a back end
     *     named of the user, oldest first
     * @param lock what {@code attribution: locked} goes by, null where the user was never linked to a visitor
     * @param named of these, clicks a back end named of the user that count before those of any browser under {@code
     *     locked}
     * @param linked whether the event's user is linked to a visitor
     * @param claim whether the event's browser only claims to be the user's, who is known from others
     * @param person what is known of the user from any event
     * @param consent the latest word on each purpose; denied if it was at any time since the event came, because each tag
     *     looks at its own time and all are to judge alike
     * @param consentThen the latest word as of the event's time
     * @param optedOut whether the visitor opted out, now or at any time since the event came
     * @param client the browser last seen
     * @param erased whether the person asked to be forgotten
     */
    record Known(
            @Nullable String visitor,
            List<ClickId> touches,
            @Nullable Locked lock,
            List<ClickId> named,
            boolean linked,
            boolean claim,
            Person person,
            Consent consent,
            Consent consentThen,
            boolean optedOut,
            @Nullable Client client,
            boolean erased) {
        public static final Known NOTHING = new Known(
                null,
                List.of(),
                null,
                List.of(),
                false,
                false,
                Person.UNKNOWN,
                Consent.UNSET,
                Consent.UNSET,
                false,
                null,
                false);
    }

    /**
     * The clicks that count up to a moment that does not move: that of registration or, where that is not known, of the
     * user's first link to a visitor.
     *
     * @param touches of the visitor who was linked, oldest first
     * @param others of visitors who were the user's too, for networks of which {@code touches} has none
     */
    record Locked(Instant at, List<ClickId> touches, List<ClickId> others) {}

    /** What is known for each of these events, same order, by their visitor and {@code user.id}. */
    List<Known> known(List<Event> events);

    /**
     * Somebody opts out of everything or takes that back; every event of theirs is judged by it from now on, also those a
     * back end reports.
     */
    void optOut(@Nullable String visitor, @Nullable String user, boolean out, Instant now);

    /** The latest word of one visitor on each purpose. */
    Consent consent(String visitor);

    /**
     * Forgets a person: identity rows go, raw personal data of their events in the journal goes, and what is not yet
     * sent is suppressed from now on, also if it comes again.
     *
     * @param subject a user id or visitor id
     * @return how many rows and events were touched
     */
    long erase(String subject, Instant now);
}
