package io.taghub.hub;

import io.taghub.config.Claims;
import io.taghub.config.ConfigProblem;
import io.taghub.config.ConfigWatch;
import io.taghub.config.HubConfig;
import io.taghub.config.Loaded;
import io.taghub.delivery.Lanes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private final HubConfig.StoreSettings opened;
    private final AtomicReference<List<ConfigProblem>> broken;
    private volatile List<String> waiting = List.of();

    /** A hub that ran by this config before it was refused goes on, and says so where it cannot be missed. */
    static void warnOfRefused(Loaded.Valid loaded) {
        loaded.refused()
                .forEach(refused ->
                        LOG.warn("`taghub check` refuses this config; the hub goes on with it as before. {}", refused));
    }

    /**
     * What changes from now on is noticed once {@link #start} was called.
     *
     * @param broken gets what is wrong with an edit that is not in force, for the console and its metrics
     * @param refused gets what {@code check} refuses of the one that is in force
     */
    Reloads(
            Path file,
            Supplier<Loaded> read,
            Loaded running,
            AtomicReference<HubConfig> current,
            AtomicReference<List<ConfigProblem>> broken,
            AtomicReference<List<ConfigProblem>> refused,
            Lanes lanes) {
        this.broken = broken;
        opened = Objects.requireNonNull(current.get()).store();
        watch = new ConfigWatch(
                file.toString(),
                running,
                read,
                valid -> {
                    if (worse(valid.config(), Objects.requireNonNull(current.get()))) {
                        refuse(file, valid.refused(), broken);
                        return;
                    }
                    valid.warnings().forEach(warning -> LOG.warn("{}", warning));
                    lanes.apply(valid.config());
                    current.set(valid.config());
                    broken.set(List.of());
                    refused.set(valid.refused());
                    waiting = unlike(valid.config().store());
                    waiting.forEach(LOG::warn);
                    warnOfRefused(valid);
                    LOG.info("{} was read again and is in force", file);
                },
                problems -> refuse(file, problems, broken));
    }

    private static void refuse(Path file, List<ConfigProblem> problems, AtomicReference<List<ConfigProblem>> broken) {
        broken.set(problems);
        LOG.error("{} has problems; the old config stays in force", file);
        problems.forEach(problem -> LOG.error("{}", problem));
    }

    /** What of the config is taken up at a start only, and is not what the hub was started with. */
    private List<String> unlike(HubConfig.StoreSettings wanted) {
        List<String> changed = new ArrayList<>();
        Map.of(
                        "store", wanted.url().equals(opened.url()),
                        "store_password", Objects.equals(wanted.password(), opened.password()),
                        "encryption_key", Objects.equals(wanted.encryptionKey(), opened.encryptionKey()))
                .forEach((key, same) -> {
                    if (!same) {
                        changed.add("'" + key + "' was changed in the config; that takes effect at the next start.");
                    }
                });
        return changed;
    }

    /** What an edit said that waits for the next start. */
    List<String> waiting() {
        return waiting;
    }

    /** For everybody who may ask how the hub is, so without what the config says. */
    List<String> notes() {
        List<String> notes = new ArrayList<>(waiting);
        int problems = Objects.requireNonNull(broken.get()).size();
        if (problems > 0) {
            notes.add("an edit of the config is not in force, because it has "
                    + (problems == 1
                            ? "a problem; `taghub check` names it."
                            : problems + " problems; `taghub check` names them."));
        }
        return notes;
    }

    /** Whether two tags would be told of each other's clicks that are not told now. */
    private static boolean worse(HubConfig wanted, HubConfig running) {
        List<Claims.Conflict> known = Claims.of(running).conflicts();
        return Claims.of(wanted).conflicts().stream()
                .anyMatch(conflict -> known.stream().noneMatch(conflict::within));
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
