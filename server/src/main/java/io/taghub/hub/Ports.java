package io.taghub.hub;

import java.net.BindException;
import java.util.function.Supplier;

/** Turns "address already in use" into a sentence with the flag that helps. */
public final class Ports {
    private Ports() {}

    public static <T> T use(int port, String flag, Supplier<T> start) {
        try {
            return start.get();
        } catch (RuntimeException failed) {
            for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
                if (cause instanceof BindException
                        || cause.getClass().getSimpleName().equals("JavalinBindException")) {
                    throw new PlainException(
                            "port " + port + " is taken by another program; choose another with " + flag);
                }
            }
            throw failed;
        }
    }
}
