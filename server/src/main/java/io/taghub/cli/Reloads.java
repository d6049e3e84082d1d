package io.taghub.cli;

import io.taghub.config.ConfigProblem;
import io.taghub.config.ConfigWatch;
import io.taghub.config.HubConfig;
import io.taghub.config.Loaded;
import io.taghub.delivery.Lanes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows edits of the config: a good one takes effect at once, a broken one changes nothing and is reported. */
final class Reloads implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Logger LOG = LoggerFactory.getLogger(Reloads.class);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("config-watch").factory());

    private final ConfigWatch watch;

    /**
     * What changes from now on is noticed once {@link #start} was called.
     *
     * @param broken gets what is wrong with an edit that is not in force, for the console and its metrics
     */
    Reloads(
            Path file,
            Supplier<Loaded> read,
            Loaded running,
            AtomicReference<HubConfig> current,
            AtomicReference<List<ConfigProblem>> broken,
            Lanes lanes) {
        watch = new ConfigWatch(
                file.toString(),
                running,
                read,
                valid -> {
                    valid.warnings().forEach(warning -> LOG.warn("{}", warning));
                    lanes.apply(valid.config());
                    current.set(valid.config());
                    broken.set(List.of());
                    LOG.info("{} was read again and is in force", file);
                },
                problems -> {
                    broken.set(problems);
                    LOG.error("{} has problems; the old config stays in force", file);
                    problems.forEach(problem -> LOG.error("{}", problem));
                });
    }

    Reloads start() {
        watch.every(LOOK, timer);
        return this;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
