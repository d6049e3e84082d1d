package io.taghub.testkit;

/** One test's view of a hub that it shares with others. */
public final class TestRun extends Expectations {
    private final Server server;
    private final String id;

    TestRun(Server server, String id) {
        this.server = server;
        this.id = id;
    }

    @Override
    Server server() {
        return server;
    }

    @Override
    public String runId() {
        return id;
    }
}
