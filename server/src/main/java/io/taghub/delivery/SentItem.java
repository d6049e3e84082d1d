package io.taghub.delivery;

import io.taghub.tag.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt came to for one event.
 *
 * @param lines which of its lines are over, where it is told line by line; empty where none is
 * @param unknown whether the request may have arrived although no answer came
 * @param lookup by what the platform can be asked whether it did; null where it cannot
 */
record SentItem(
        Ready ready,
        Outcome outcome,
        boolean unknown,
        String lines,
        @Nullable String lookup) {}
