package io.taghub.store.engine;

import io.taghub.store.Journal.Incoming;
import io.taghub.store.seal.Draft;
import io.taghub.store.seal.EventKey;

/** A copy of an event in front of the gate, ready to be stored. */
public record Copy(EventKey key, Draft draft, Incoming terms) {}
