package io.taghub.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The configuration a test's hub runs by: yours, as it is. Whatever {@code mode}, {@code sandbox}, {@code store} and
 * ports say, a test's hub sends to a sandbox of its own and keeps its data in a temporary folder; a
 * {@code ${env:NAME}} that is not set is made up, because nobody but the sandbox sees it.
 *
 * @param file where the YAML is; null where it is text
 * @param text the YAML itself; empty where it is a file
 * @param env values for {@code ${env:NAME}}, looked up before the machine's
 * @param origins of the pages under test where their host is not the hub's, {@code http://localhost:3000}
 * @param start what the hub's clock shows at first, null for the machine's time
 * @param patience how long an expectation waits
 * @param port of the public listener, 0 for any free one
 */
public record TestConfig(
        @Nullable Path file,
        String text,
        Map<String, String> env,
        Set<String> origins,
        @Nullable Instant start,
        Duration patience,
        int port) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    public TestConfig {
        env = Map.copyOf(env);
        origins = Set.copyOf(origins);
    }

    public static TestConfig file(Path yaml) {
        if (!Files.isReadable(yaml)) {
            throw new IllegalArgumentException(yaml.toAbsolutePath() + " is not there or cannot be read");
        }
        return new TestConfig(yaml, "", Map.of(), Set.of(), null, PATIENCE, 0);
    }

    public static TestConfig text(String yaml) {
        return new TestConfig(null, yaml, Map.of(), Set.of(), null, PATIENCE, 0);
    }

    /** @param name from the root of the class path, {@code shop/taghub.yaml} */
    public static TestConfig resource(String name) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try (InputStream in = loader.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no resource " + name + " on the class path");
            }
            return text(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public TestConfig env(String name, String value) {
        Map<String, String> more = new HashMap<>(env);
        more.put(name, value);
        return new TestConfig(file, text, more, origins, start, patience, port);
    }

    /** A page under test may report although its host is not the hub's. */
    public TestConfig origin(String origin) {
        Set<String> more = new HashSet<>(origins);
        more.add(origin);
        return new TestConfig(file, text, env, more, start, patience, port);
    }

    public TestConfig startingAt(Instant instant) {
        return new TestConfig(file, text, env, origins, instant, patience, port);
    }

    public TestConfig patience(Duration longest) {
        return new TestConfig(file, text, env, origins, start, longest, port);
    }

    /**
     * The hub listens here, for a site that has to know beforehand where its hub is. Tests with the same port run one after
     * another.
     */
    public TestConfig port(int number) {
        return new TestConfig(file, text, env, origins, start, patience, number);
    }
}
