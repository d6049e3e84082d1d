package io.taghub.cli;

import java.net.BindException;
import java.util.function.Supplier;

/** Turns "address already in use" into a sentence with the flag that helps. */
final class Ports {
    private Ports() {}

    static <T> T use(int port, String flag, Supplier<T> start) {
        try {
            return start.get();
        } catch (RuntimeException failed) {
            for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
                if (cause instanceof BindException
                        || cause.getClass().getSimpleName().equals("JavalinBindException")) {
                    throw new TagHub.PlainException(
                            "port " + port + " is taken by another program; choose another with " + flag);
                }
            }
            throw failed;
        }
    }
}
