package io.taghub.testkit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * For JUnit 5 and 6: a hub of its own for every test ({@code @RegisterExtension static TaghubExtension hub = ...}), with
 * a clock, platforms and data that no other test sees or changes, so that tests may run in any order and side by side.
 *
 * <p>The field belongs to the test of the thread that uses it; a test that asserts from other threads takes a
 * {@link TestRun} as parameter.
 */
public final class TaghubExtension extends Expectations
        implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final ExtensionContext.Namespace HUBS = ExtensionContext.Namespace.create(TaghubExtension.class);

    /** Whose turn it is at a port that several tests want. */
    private static final Map<Integer, Semaphore> TURNS = new ConcurrentHashMap<>();

    private final TestConfig config;
    private final ThreadLocal<TestHub> current = new ThreadLocal<>();

    public TaghubExtension(TestConfig config) {
        this.config = config;
    }

    /** A test's hub, and its turn at the port where it has one. */
    private record Started(TestHub hub, @Nullable Semaphore turn) {
        static Started start(TestConfig config) throws InterruptedException {
            Semaphore turn = config.port() == 0 ? null : TURNS.computeIfAbsent(config.port(), port -> new Semaphore(1));
            if (turn != null) {
                turn.acquire();
            }
            try {
                return new Started(TestHub.start(config), turn);
            } catch (RuntimeException failed) {
                pass(turn);
                throw failed;
            }
        }

        private static void pass(@Nullable Semaphore turn) {
            if (turn != null) {
                turn.release();
            }
        }

        void stop() {
            try {
                hub.close();
            } finally {
                pass(turn);
            }
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws InterruptedException {
        Started started = Started.start(config);
        context.getStore(HUBS).put(this, started);
        current.set(started.hub);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        current.remove();
        Started started = context.getStore(HUBS).get(this, Started.class);
        if (started != null) {
            started.stop();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestRun.class;
    }

    @Override
    public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Started started = context.getStore(HUBS).get(this, Started.class);
        return started == null ? null : started.hub.onlyRun();
    }

    private TestHub hub() {
        TestHub hub = current.get();
        if (hub == null) {
            throw new IllegalStateException(
                    "each test has a hub of its own, and no test runs on this thread: use it in tests"
                            + " and @BeforeEach; on a test's other threads take a TestRun as the test's parameter; a site that is"
                            + " started in @BeforeAll finds the hub at a fixed TestConfig.port(...)");
        }
        return hub;
    }

    @Override
    Server server() {
        return hub().server();
    }

    @Override
    public String runId() {
        return hub().runId();
    }
}
