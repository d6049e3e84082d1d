package io.taghub.console.events;

import io.taghub.event.Event;
import io.taghub.event.Marks;
import io.taghub.store.Journal.Found;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Picks the events of one test. Those that name the test are its own; those that name none are its own too if their user
 * or visitor is one of the test's, because a back end that knows nothing of tests reports about the user it served.
 */
final class RunFilter {
    private RunFilter() {}

    /** @param events newest first; the order is kept */
    static List<Found> of(String run, List<Found> events) {
        Set<String> people = new HashSet<>();
        events.stream().filter(found -> names(found, run)).forEach(found -> people.addAll(people(found.event())));
        return events.stream()
                .filter(found -> names(found, run)
                        || (run(found) == null && people(found.event()).stream().anyMatch(people::contains)))
                .toList();
    }

    private static boolean names(Found found, String run) {
        return run.equals(run(found)) || found.copies().stream().anyMatch(copy -> run.equals(copy.text(Marks.RUN)));
    }

    private static @Nullable String run(Found found) {
        return found.event().text(Marks.RUN);
    }

    private static Set<String> people(Event event) {
        Set<String> people = new HashSet<>();
        if (event.user().id() != null) {
            people.add("user " + event.user().id());
        }
        if (event.visitor() != null) {
            people.add("visitor " + event.visitor());
        }
        return people;
    }
}
