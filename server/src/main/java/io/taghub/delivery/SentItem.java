package io.taghub.delivery;

import io.taghub.tag.Outcome;

/**
 * What an attempt came to for one event.
 *
 * @param lines which of its lines are over, where it is told line by line; empty where none is
 * @param unknown whether the request may have arrived although no answer came
 */
record SentItem(Ready ready, Outcome outcome, boolean unknown, String lines) {
    SentItem(Ready ready, Outcome outcome, boolean unknown) {
        this(ready, outcome, unknown, "");
    }
}
