package io.taghub.store;

/** The store cannot write now (disk full, database away); nothing of the call was kept, and it may be tried again. */
public final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
