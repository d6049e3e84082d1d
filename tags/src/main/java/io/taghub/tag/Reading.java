package io.taghub.tag;

import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/** What an answer says about the items of its request. */
public sealed interface Reading {

    /** An outcome per item, in the order of the request. */
    record Each(List<Outcome> outcomes) implements Reading {
        public Each {
            outcomes = List.copyOf(outcomes);
        }
    }

    /**
     * The whole batch was refused because of some item. The hub sends the others again without it.
     *
     * @param culprit index of the item, where the platform names it
     * @param why what becomes of the culprit once it is found
     */
    record Refused(OptionalInt culprit, Outcome.Rejected why) implements Reading {}

    /** The same outcome for every item. */
    static Reading all(int size, Outcome outcome) {
        return new Each(Collections.nCopies(size, outcome));
    }

    static Reading refused(OptionalInt culprit, String detail) {
        return new Refused(culprit, new Outcome.Rejected(Reason.REJECTED_BY_PLATFORM, detail));
    }
}
