package io.taghub.testkit;

/** What an expectation waits for failed for good: waiting longer cannot mend it. */
final class Hopeless extends AssertionError {
    private static final long serialVersionUID = 1L;

    Hopeless(String message) {
        super(message);
    }
}
