package io.taghub.config.yaml;

import org.snakeyaml.engine.v2.exceptions.Mark;

/** A place in a text; line and column count from 1. */
public record TextPosition(String file, int line, int column) {

    public static TextPosition start(String file) {
        return new TextPosition(file, 1, 1);
    }

    static TextPosition of(Mark mark) {
        return new TextPosition(mark.getName(), mark.getLine() + 1, mark.getColumn() + 1);
    }
}
