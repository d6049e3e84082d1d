package io.taghub.config;

/** The text is not YAML, so nothing more can be said about it than where it breaks. */
final class BrokenYamlException extends Exception {
    final transient Position position;

    BrokenYamlException(Position position, String message) {
        super(message);
        this.position = position;
    }
}
