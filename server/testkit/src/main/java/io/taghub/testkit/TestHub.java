package io.taghub.testkit;

import java.util.UUID;

/**
 * A hub in mode sandbox with its fake platforms, in this process, on free ports; gone when closed. It is a run of its own;
 * {@link #newRun} gives more of them for tests that share it.
 */
public final class TestHub extends Expectations implements AutoCloseable {
    private final Server server;
    private final String run = newId();

    private TestHub(Server server) {
        this.server = server;
    }

    /** @throws RuntimeException with every problem of the config, by line, if it has any */
    public static TestHub start(TestConfig config) {
        return new TestHub(new Server(config));
    }

    public TestRun newRun() {
        return new TestRun(server, newId());
    }

    private static String newId() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    @Override
    Server server() {
        return server;
    }

    @Override
    public String runId() {
        return run;
    }

    @Override
    public void close() {
        server.close();
    }
}
