package io.taghub.config.yaml;

import org.snakeyaml.engine.v2.exceptions.Mark;

/** A place in a text; line and column count from 1. */
public record TextPosition(int line, int column) {
    public static final TextPosition START = new TextPosition(1, 1);

    static TextPosition of(Mark mark) {
        return new TextPosition(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
