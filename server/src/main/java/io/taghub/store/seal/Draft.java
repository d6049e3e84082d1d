package io.taghub.store.seal;

import io.taghub.event.Event;
import org.jspecify.annotations.Nullable;

/** An event ready to be stored: encoded and sealed, which takes longer than storing it and needs no writer. */
public record Draft(
        Event event,
        byte[] body,
        @Nullable Key visitor,
        @Nullable Key user) {}
