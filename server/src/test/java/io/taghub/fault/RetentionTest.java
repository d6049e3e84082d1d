package io.taghub.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.bench.HubProcess;
import io.taghub.bench.Latencies;
import io.taghub.bench.Load;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row R: what is old is forgotten while events come in. */
final class RetentionTest {
    /** Younger than a week at the last of them, as the platforms want an event to be. */
    private static final int DAYS = 6;

    private static final String RETENTION = "retention: { events: 1h, attempts: 1h, identity: 1h }\n";

    @TempDir
    Path folder;

    @Test
    void trimmingDoesNotKeepIntakeWaiting() throws Exception {
        int rate = Length.of(200, 500);
        int daily = Length.of(200, 20_000);
        Path data = folder.resolve("data");
        Path database = data.resolve("taghub.db");
        try (Rig rig = new Rig(folder, RETENTION + Rig.BATCHING, "sqlite:taghub.db", data)) {
            rig.hub().awaitReady();
            load(rig, "cold", rate, daily);
            Latencies before = load(rig, "before", rate, daily);
            Load load = rig.load(Load.Course.of("trimmed", 8, rate, Duration.ofMinutes(20)));
            long largestFirst = 0;
            long largest = 0;
            for (int day = 1; day <= DAYS; day++) {
                long goal = load.acked() + daily;
                HubProcess.until(Duration.ofMinutes(5), goal + " are acknowledged", () -> load.acked() >= goal);
                long size = Files.size(database);
                largest = Math.max(largest, size);
                largestFirst = day <= DAYS / 2 ? largest : largestFirst;
                // An event no tag has come to yet is kept, however old it is.
                long done = number(database, "SELECT min(position) FROM lane");
                long sent = number(database, "SELECT max(made_at) FROM attempt");
                rig.hub().api().advance(Duration.ofDays(1));
                HubProcess.until(
                        Rig.SOON,
                        "what is a day old is forgotten",
                        () -> number(database, "SELECT count(*) FROM event WHERE seq <= " + done) == 0
                                && number(database, "SELECT count(*) FROM attempt WHERE made_at <= " + sent) == 0
                                && number(database, "SELECT count(*) FROM visitor WHERE seen <= " + sent) == 0);
            }
            rig.finish(load);
            long duplicates = rig.delivered();
            rig.hub().terminate();

            long acked = rig.acks.ids().size();
            long events = acked - number(database, "SELECT count(*) FROM event");
            long dedup = acked - number(database, "SELECT count(*) FROM known");
            long end = Files.size(database);
            Figures.say(
                    "R",
                    "%,d of %,d acknowledged events trimmed, %,d dedup rows, clock moved by a day %d times at %d/s,"
                            + " answers before %s, while trimming %s, database %.1f MB at its largest (%.1f MB in the"
                            + " first half) and %.1f MB at the end, 0 lost, %d arrivals repeated",
                    events,
                    acked,
                    dedup,
                    DAYS,
                    rate,
                    before.text(),
                    load.latencies().text(),
                    largest / 1e6,
                    largestFirst / 1e6,
                    end / 1e6,
                    duplicates);
            assertThat(events).as("events trimmed").isGreaterThan((long) DAYS * daily);
            assertThat(dedup).as("dedup rows trimmed").isPositive();
            assertThat(largest).as("the file ceases to grow").isLessThan(largestFirst * 3 / 2);
            assertThat(load.unavailable()).as("refused while trimming").isZero();
            if (Length.LONG) {
                assertThat(load.latencies().percentile(0.99)).isLessThan(Duration.ofMillis(250));
            }
        }
    }

    /** So many events; answers how long the answers took. */
    private static Latencies load(Rig rig, String ids, int rate, int events) throws InterruptedException {
        Load load =
                rig.load(Load.Course.of(ids, 8, rate, Duration.ofMinutes(10)).requests(events));
        assertThat(load.await(Duration.ofMinutes(10))).isTrue();
        rig.finish(load);
        return load.latencies();
    }

    private static long number(Path database, String sql) {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:file:" + database + "?mode=ro");
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : 0;
        } catch (SQLException cannotRead) {
            throw new IllegalStateException(cannotRead);
        }
    }
}
