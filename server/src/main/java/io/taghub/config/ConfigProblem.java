package io.taghub.config;

/**
 * Something wrong, or doubtful, in the config file.
 *
 * @param file as the operator named it
 * @param line from 1
 * @param column from 1
 * @param message one plain sentence; never contains a secret
 */
public record ConfigProblem(String file, int line, int column, String message) {

    /** {@code taghub.yaml:12:5: unknown key 'acces_token'; did you mean 'access_token'?}, which editors can jump to. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + message;
    }
}
