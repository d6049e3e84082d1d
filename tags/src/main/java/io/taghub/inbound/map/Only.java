package io.taghub.inbound.map;

import java.util.Set;

/**
 * A condition without which a request is of no interest.
 *
 * @param written as in the config, for people
 * @param values of which it must be one; empty: it must be there
 */
record Only(String written, Locator expression, Set<String> values) {
    boolean holds(Scene scene) {
        var value = expression.in(scene);
        if (Locator.isNothing(value)) {
            return false;
        }
        return values.isEmpty() || values.contains(value.asString(""));
    }
}
