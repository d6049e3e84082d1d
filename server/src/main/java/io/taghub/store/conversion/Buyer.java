package io.taghub.store.conversion;

import io.taghub.event.Channel;
import io.taghub.event.ClickIds;
import io.taghub.event.Event;
import io.taghub.event.Marks;
import io.taghub.event.Person;
import io.taghub.life.Saying;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Whose a conversion is: what a later word that names the order alone, or somebody else, is told of it with. */
final class Buyer {
    private Buyer() {}

    /**
     * The first that tells of it says so, a back end before any browser.
     *
     * @param before what is known already, null for nothing
     */
    static @Nullable Event of(Event event, @Nullable Event before) {
        boolean better = before == null
                || (before.name().equals(event.name()) && before.id().equals(event.id()))
                || (!backEnd(before) && backEnd(event));
        if (Saying.takesBack(event) || !better) {
            return before;
        }
        // Who has an id is known to the hub by it, with everything else.
        String id = event.user().id();
        Person user = id == null ? event.user() : Person.of(id);
        ClickIds clicks = named(event);
        return user.equals(Person.UNKNOWN) && event.visitor() == null && clicks.equals(ClickIds.NONE)
                ? before
                : Event.named(event.name(), event.id(), event.time())
                        .channels(event.channels())
                        .user(user)
                        .visitor(event.visitor())
                        .clickIds(clicks)
                        .build();
    }

    private static boolean backEnd(Event event) {
        return event.channels().contains(Channel.SERVER);
    }

    /** What a browser brought are touches of its visitor, kept elsewhere. */
    private static ClickIds named(Event event) {
        return event.channels().equals(Set.of(Channel.SERVER))
                ? ClickIds.of(StreamSupport.stream(event.clickIds().spliterator(), false)
                        .filter(click -> !Marks.landed(event, click))
                        .toList())
                : ClickIds.NONE;
    }
}
