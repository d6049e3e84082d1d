package io.taghub.testkit;

import java.time.Duration;

/** One test's view of a hub, its own or one that it shares with others. */
public final class TestRun extends Expectations {
    private final Server server;
    private final String id;
    private final Duration patience;
    private final boolean shared;

    /** @param shared whether other tests use the hub meanwhile */
    TestRun(Server server, String id, boolean shared) {
        this.server = server;
        this.id = id;
        this.patience = server.patience;
        this.shared = shared;
    }

    TestRun(Expectations same, Duration patience) {
        this.server = same.server();
        this.id = same.runId();
        this.patience = patience;
        this.shared = same instanceof TestRun run && run.shared;
    }

    @Override
    Server server() {
        return server;
    }

    @Override
    public String runId() {
        return id;
    }

    @Override
    Duration patience() {
        return patience;
    }

    @Override
    void ownsClock() {
        if (shared) {
            throw new IllegalStateException(
                    "the clock is that of every test on this hub, so one of them must not move it:"
                            + " a test that needs another time needs a hub of its own, by TaghubExtension or TestHub.start(...)");
        }
    }
}
