package io.taghub.hub;

/** Something a person can mend, said in one sentence; printed without a stack trace. */
public final class PlainException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PlainException(String message) {
        super(message);
    }
}
