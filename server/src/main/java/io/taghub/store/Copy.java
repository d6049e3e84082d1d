package io.taghub.store;

import io.taghub.store.Journal.Incoming;

/** A copy of an event in front of the gate, ready to be stored. */
record Copy(EventKey key, Draft draft, Incoming terms) {}
