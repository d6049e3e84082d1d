package io.taghub.event;

import java.util.Set;

/**
 * What a tag's receiver was told before of the conversion of which an event speaks again.
 *
 * @param event as the tag saw it then
 * @param lines numbers, from 1, of the lines that it took, where it was told line by line and not of all; else empty
 */
public record ToldBefore(Event event, Set<Integer> lines) {
    public ToldBefore {
        lines = Set.copyOf(lines);
    }
}
