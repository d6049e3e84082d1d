package io.taghub.listener;

import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.QuietException;

/** Tells what a sender did from what the hub did: only the latter is an error of the hub's, with a trace in the log. */
public final class SenderFault {
    private static final int DEEPEST = 10;

    private SenderFault() {}

    /** The HTTP status for a failure to read a request or write its answer, empty where it was not the sender's. */
    public static OptionalInt status(Throwable failure) {
        boolean quiet = false;
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof HttpException said && said.getCode() < 500) {
                return OptionalInt.of(said.getCode());
            }
            // Jetty's word for "nothing came for too long", which is quiet there as well.
            if (cause instanceof TimeoutException && fromJetty(cause)) {
                return OptionalInt.of(408);
            }
            quiet |= cause instanceof QuietException;
            cause = cause.getCause();
        }
        return quiet ? OptionalInt.of(400) : OptionalInt.empty();
    }

    /** The hub waits for things of its own as well; such a timeout is its own fault. */
    private static boolean fromJetty(Throwable timeout) {
        StackTraceElement[] trace = timeout.getStackTrace();
        return trace.length > 0 && trace[0].getClassName().startsWith("org.eclipse.jetty.");
    }
}
