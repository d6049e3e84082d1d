package io.taghub.testkit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * For JUnit 5 and 6: one hub per class ({@code @RegisterExtension static TaghubExtension hub = ...}) or per test (not
 * static), and a run of its own for every test, so that tests may run side by side.
 *
 * <p>The field belongs to the test of the thread that uses it; a test that asserts from other threads takes a
 * {@link TestRun} as parameter.
 */
public final class TaghubExtension extends Expectations
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {
    private static final ExtensionContext.Namespace RUNS = ExtensionContext.Namespace.create(TaghubExtension.class);

    private final TestConfig config;
    private final ThreadLocal<TestRun> current = new ThreadLocal<>();
    private volatile @Nullable TestHub hub;
    private boolean forClass;

    public TaghubExtension(TestConfig config) {
        this.config = config;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        forClass = true;
        start();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        TestRun run = start().newRun();
        context.getStore(RUNS).put(this, run);
        current.set(run);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        current.remove();
        if (!forClass) {
            stop();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        stop();
    }

    private synchronized TestHub start() {
        TestHub running = hub;
        if (running == null) {
            running = TestHub.start(config);
            hub = running;
        }
        return running;
    }

    private synchronized void stop() {
        TestHub running = hub;
        if (running != null) {
            running.close();
            hub = null;
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestRun.class;
    }

    @Override
    public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(RUNS).get(this);
    }

    @Override
    Server server() {
        TestHub running = hub;
        if (running == null) {
            throw new IllegalStateException("the hub is not running yet; use it in tests, @BeforeEach or @BeforeAll");
        }
        return running.server();
    }

    @Override
    public String runId() {
        TestRun run = current.get();
        if (run == null) {
            throw new IllegalStateException("no test runs on this thread; take a TestRun as the test's parameter");
        }
        return run.runId();
    }
}
