package io.taghub.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Notices a changed config, or a rotated secret file, and hands over the new one; while the new one is broken the old one
 * stays. Contents are compared, not times: a file replaced by a link swap or within one tick of the clock counts too.
 * Safe for many threads: one looks at a time.
 */
public final class ConfigWatch {
    private final String name;
    private final Supplier<Loaded> read;
    private final Consumer<Loaded.Valid> swap;
    private final Consumer<List<ConfigProblem>> report;
    private Set<Path> files;
    private Map<Path, String> known;
    private Map<Path, String> before;

    /**
     * Watches from now on.
     *
     * @param name what problems call the file
     * @param running what the hub runs by; the files it came from are watched
     * @param read reads the config again
     * @param swap gets a new valid config, once per change
     * @param report gets what is wrong with a new config, once per change
     */
    public ConfigWatch(
            String name,
            Loaded running,
            Supplier<Loaded> read,
            Consumer<Loaded.Valid> swap,
            Consumer<List<ConfigProblem>> report) {
        this.name = name;
        this.read = read;
        this.swap = swap;
        this.report = report;
        this.files = running.files();
        this.known = contents(files);
        this.before = known;
    }

    /** Looks every {@code period} until the future is cancelled. */
    public ScheduledFuture<?> every(Duration period, ScheduledExecutorService timer) {
        return timer.scheduleWithFixedDelay(this::look, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Looks once. A change is taken up when two looks in a row, and a third one after reading, saw the same content: a
     * file that is still being written waits for the next look.
     */
    public synchronized void look() {
        Map<Path, String> now = contents(files);
        boolean settled = now.equals(before);
        before = now;
        if (!settled || now.equals(known)) {
            return;
        }
        Loaded loaded;
        try {
            loaded = read.get();
        } catch (RuntimeException unreadable) {
            // Thrown on, it would end the looking for good.
            known = now;
            report("the new config could not be read: ", unreadable);
            return;
        }
        Map<Path, String> after = contents(loaded.files());
        if (!unchanged(now, after)) {
            before = after;
            files = loaded.files();
            return;
        }
        files = loaded.files();
        known = after;
        before = after;
        switch (loaded) {
            case Loaded.Valid valid -> hand(valid);
            case Loaded.Invalid invalid -> report.accept(invalid.problems());
        }
    }

    /** A hub that cannot take the new config up goes on with the old one, and looking goes on too. */
    private void hand(Loaded.Valid valid) {
        try {
            swap.accept(valid);
        } catch (RuntimeException refused) {
            report("the new config could not be taken up: ", refused);
        }
    }

    /** Only the kind of failure: its message may quote a secret. */
    private void report(String what, RuntimeException failure) {
        report.accept(
                List.of(new ConfigProblem(name, 1, 1, what + failure.getClass().getSimpleName())));
    }

    /** Whether what both know is the same; a new config may name files that were not watched before. */
    private static boolean unchanged(Map<Path, String> now, Map<Path, String> after) {
        return after.entrySet().stream()
                .allMatch(entry ->
                        now.getOrDefault(entry.getKey(), entry.getValue()).equals(entry.getValue()));
    }

    private static Map<Path, String> contents(Set<Path> files) {
        Map<Path, String> contents = new TreeMap<>();
        files.forEach(file -> contents.put(file, content(file)));
        return contents;
    }

    /**
     * A word for the content, of a folder for the names in it; a file that is not there, or too large to be one of ours,
     * has words of its own.
     */
    private static String content(Path file) {
        try {
            if (Files.isDirectory(file)) {
                try (Stream<Path> inside = Files.list(file)) {
                    return Fingerprint.of(inside.sorted().map(Path::toString).toList());
                }
            }
            return Files.size(file) > ConfigReader.MAX_BYTES ? "large" : Fingerprint.hash(Files.readAllBytes(file));
        } catch (IOException | UncheckedIOException gone) {
            return "gone";
        }
    }
}
