package io.taghub.config.yaml;

import org.snakeyaml.engine.v2.exceptions.Mark;

/** A place in a text; line and column count from 1. */
public record Position(int line, int column) {
    public static final Position START = new Position(1, 1);

    static Position of(Mark mark) {
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
