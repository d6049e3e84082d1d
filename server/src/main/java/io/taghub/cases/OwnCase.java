package io.taghub.cases;

import io.taghub.event.Event;
import io.taghub.store.Agreed;
import io.taghub.store.IdentityStore.Known;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One case as written.
 *
 * @param path where it stands in the file, {@code cases[2]}
 * @param written everything it says
 * @param profiles the profiles it is about, empty for all
 * @param at the hub's time
 * @param known what the hub knows of the person by then
 * @param expected by tag
 */
record OwnCase(
        String title,
        String path,
        Map<String, @Nullable Object> written,
        Set<String> profiles,
        Instant at,
        Event event,
        Agreed agreed,
        Known known,
        Map<String, ExpectedFate> expected) {}
