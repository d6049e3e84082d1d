package io.taghub.config.yaml;

/** The text is not YAML, so nothing more can be said about it than where it breaks. */
public final class BrokenYamlException extends Exception {
    public final transient TextPosition position;

    BrokenYamlException(TextPosition position, String message) {
        super(message);
        this.position = position;
    }
}
