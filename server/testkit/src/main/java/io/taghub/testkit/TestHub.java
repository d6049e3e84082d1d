package io.taghub.testkit;

import java.time.Duration;
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
        return new TestHub(Server.start(config));
    }

    /** What {@code taghub demo} runs: a hub, the fake platforms, a casino at {@code /casino} and a shop at {@code /shop}. */
    public static TestHub demo() {
        return new TestHub(Server.demo(Duration.ofSeconds(10)));
    }

    /**
     * One more test on this hub. It sees its own events only, and time as all of them do: it cannot move the clock, and
     * whoever moves it here moves it for everybody.
     */
    public TestRun newRun() {
        return new TestRun(server, newId(), true);
    }

    /** The view of the one test that has this hub for itself. */
    TestRun onlyRun() {
        return new TestRun(server, run, false);
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
