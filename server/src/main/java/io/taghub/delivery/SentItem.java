package io.taghub.delivery;

import io.taghub.tag.Outcome;

/**
 * What an attempt came to for one event.
 *
 * @param unknown whether the request may have arrived although no answer came
 */
record SentItem(Ready ready, Outcome outcome, boolean unknown) {}
