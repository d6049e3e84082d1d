package io.taghub.cli;

import io.taghub.cli.report.ProgressBar;
import io.taghub.cli.report.ReceivedReport;
import io.taghub.hub.PlainException;
import io.taghub.tag.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code taghub replay}. */
@Command(
        name = "replay",
        description = {
            "Send again what a tag's platform rejected or what expired; or make events of received webhooks anew.",
            "Event id and time stay; consent, age and click are judged as of now. What was delivered is left alone, and"
                    + " what may have arrived is held for you where the platform no longer recognises a repeat.",
            "The replay runs in the hub: it goes on when this command is stopped."
        },
        footer = {
            "",
            "Exit code 0: each event chosen was delivered or may not be sent; 1: some were",
            "rejected again, are held, failed again or had no turn, or something is wrong;",
            "2: wrong usage."
        },
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofMillis(250);

    /** Longer than a request may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A tag that stopped a moment ago may go on in the next. */
    private static final Duration PATIENCE_WITH_A_STOPPED_TAG = Duration.ofSeconds(5);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private RunningHub running = new RunningHub();

    @Option(names = "--tag", paramLabel = "NAME", description = "the tag whose events are sent again")
    private String tag = "";

    @Option(
            names = "--received",
            description =
                    "instead: make events of webhooks and postbacks that were received, by the config as it is now;"
                            + " without --code of those that nothing was made of")
    private boolean received;

    @Option(names = "--source", paramLabel = "NAME", description = "with --received: of this source only")
    private @Nullable String source;

    @Option(
            names = "--code",
            paramLabel = "CODE",
            description = "with --received: what had become of them, for example unknown_event")
    private @Nullable String code;

    @Option(names = "--id", paramLabel = "ID", description = "with --received: this request only")
    private @Nullable String id;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = TimeOption.class,
            description = "received at or after: 2026-11-22 (a day of UTC) or 2026-11-22T15:30:00Z")
    private @Nullable Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            converter = TimeOption.End.class,
            description = "received before; of a day up to its end")
    private @Nullable Instant to;

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            converter = ReasonOption.class,
            description =
                    "only what was decided for this reason, for example TOO_OLD; also what was skipped or suppressed")
    private @Nullable Reason reason;

    @Option(names = "--dry-run", description = "only say what would be chosen and what would become of it")
    private boolean dryRun;

    @Override
    public Integer call() {
        if (received == !tag.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "either --tag NAME or --received");
        }
        if (received) {
            return replayReceived();
        }
        if (source != null || code != null || id != null) {
            throw new ParameterException(spec.commandLine(), "--source, --code and --id belong to --received");
        }
        if (from != null && to != null && !from.isBefore(to)) {
            throw new ParameterException(spec.commandLine(), "--from must be before --to");
        }
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("tag", tag);
        put(order, "from", from);
        put(order, "to", to);
        put(order, "reason", reason);
        order.put("dry_run", dryRun);
        ConsoleClient hub = running.client();
        JsonNode found = hub.post("/api/replay", order);
        long matched = found.path("matched").asLong();
        if (matched == 0) {
            System.out.println("nothing matches"
                    + (reason == null ? "; without --reason only what was rejected or has expired is sent again" : ""));
            return 0;
        }
        if (dryRun) {
            System.out.println("chosen:\n" + ReplayReport.found(found.path("found"))
                    + "\nof these, as things are now:\n" + ReplayReport.outlook(found.path("outlook")));
            return 0;
        }
        String id = found.path("id").asString("");
        if (id.isEmpty()) {
            System.out.println("nothing was put back: another replay has it under way");
            return 0;
        }
        ReplayReport report = follow(hub, "/api/replay/" + id);
        System.out.println(report.text());
        return report.problems() ? 1 : 0;
    }

    private int replayReceived() {
        if (from != null || to != null || reason != null) {
            throw new ParameterException(spec.commandLine(), "--from, --to and --reason belong to --tag");
        }
        Map<String, Object> order = new LinkedHashMap<>();
        put(order, "id", id);
        put(order, "source", source);
        put(order, "code", code);
        order.put("dry_run", dryRun);
        JsonNode answer = running.client().post("/api/received/replay", order);
        System.out.println(ReceivedReport.of(answer, dryRun));
        return answer.path("left").asInt(0) == 0 ? 0 : 1;
    }

    private ReplayReport follow(ConsoleClient hub, String path) {
        ProgressBar bar = new ProgressBar("events had their turn", System.out, ProgressBar.onTerminal());
        Thread stopped = new Thread(() -> {
            bar.done();
            System.out.println("stopped looking; the replay goes on in the hub");
        });
        Runtime.getRuntime().addShutdownHook(stopped);
        try {
            ReplayReport report = new ReplayReport(hub.json(path));
            long moved = System.nanoTime();
            // The hub has better things to do than to answer: a fifth of the time at most.
            long asking = 0;
            while (report.pending() > 0
                    && Duration.ofNanos(System.nanoTime() - moved).compareTo(patience(report)) < 0) {
                bar.show(report.chosen() - report.pending(), report.chosen());
                LockSupport.parkNanos(Math.max(LOOK.toNanos(), 4 * asking));
                long asked = System.nanoTime();
                ReplayReport next = new ReplayReport(hub.json(path));
                asking = System.nanoTime() - asked;
                moved = next.pending() < report.pending() ? System.nanoTime() : moved;
                report = next;
            }
            bar.show(report.chosen() - report.pending(), report.chosen());
            return report;
        } catch (PlainException gone) {
            throw new PlainException(
                    gone.getMessage() + "; what the replay put back is kept in the store and goes out in its time");
        } finally {
            leave(stopped);
            bar.done();
        }
    }

    private static Duration patience(ReplayReport report) {
        return report.stopped() ? PATIENCE_WITH_A_STOPPED_TAG : PATIENCE;
    }

    private static void leave(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            // Ctrl-C came first; the hook says so.
        }
    }

    private static void put(Map<String, Object> order, String key, @Nullable Object value) {
        if (value != null) {
            order.put(key, value.toString());
        }
    }
}
