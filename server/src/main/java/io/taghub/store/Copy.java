package io.taghub.store;

import io.taghub.store.Journal.Pair;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A copy of an event in front of the gate. */
record Copy(
        EventKey key,
        Draft draft,
        Duration dedupWindow,
        @Nullable Pair pair) {}
