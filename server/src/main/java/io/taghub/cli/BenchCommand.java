package io.taghub.cli;

import io.taghub.bench.Bench;
import io.taghub.bench.BenchReport;
import io.taghub.bench.Peer;
import io.taghub.cli.report.ProgressBar;
import io.taghub.hub.PlainException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code taghub bench}. */
@Command(
        name = "bench",
        description = {
            "Measure this machine: intake, delivery, answer and arrival times, start, memory and growth of hubs of its own.",
            "Load and receiver run on the same machine and are part of every figure. Fails if an acknowledged event is lost."
        },
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--seconds", paramLabel = "N", description = "for each measurement (default: 6)")
    private @Nullable Integer seconds;

    @Option(names = "--quick", description = "a glimpse: start, intake and batches only, 2 seconds for each")
    private boolean quick;

    @Option(
            names = "--full",
            description = "10 million keys and a backlog of a million too, which takes minutes and some GB of disk")
    private boolean full;

    @Option(
            names = "--part",
            paramLabel = "NAME",
            split = ",",
            description = "only this: start, intake, answers, batches, singles, tags, keys or backlog")
    private List<String> parts = new ArrayList<>();

    @Option(
            names = "--flame",
            paramLabel = "FILE.svg",
            description = "draw what the hub does while it takes events (part intake)")
    private @Nullable Path flame;

    @Option(names = "--json", description = "print JSON; the table goes to standard error")
    private boolean json;

    @Option(
            names = "--target",
            paramLabel = "URL",
            description = "send the load of the part singles to another hub that is running, and measure that")
    private @Nullable URI target;

    @Option(names = "--header", paramLabel = "'NAME: VALUE'", description = "of each request to the target")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = "--body",
            paramLabel = "FILE",
            description =
                    "what the target is sent, with {{id}}, {{time}}, {{millis}} and {{visitor}} where they belong")
    private @Nullable Path body;

    @Option(
            names = "--receiver-port",
            paramLabel = "N",
            description = "where the target has to deliver to (default: ${DEFAULT-VALUE})")
    private int receiver = 9095;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "to the target at the same time (default: ${DEFAULT-VALUE})")
    private int connections = Peer.CONNECTIONS;

    @Override
    public Integer call() throws IOException, InterruptedException {
        int each = seconds != null ? seconds : quick ? 2 : 6;
        if (each < 1 || each > 3600) {
            throw new ParameterException(spec.commandLine(), "--seconds takes 1 to 3600");
        }
        for (String part : parts) {
            if (!Bench.names().contains(part)) {
                throw new ParameterException(
                        spec.commandLine(), "--part takes " + String.join(", ", Bench.names()) + ", not " + part);
            }
        }
        if (target != null && (!"http".equals(target.getScheme()) || target.getHost() == null)) {
            throw new ParameterException(spec.commandLine(), "--target takes a URL that begins with http://");
        }
        boolean terminal = ProgressBar.onTerminal();
        BenchReport report =
                measure(Duration.ofSeconds(each), line -> System.err.print(terminal ? "\r\033[K" + line : line + "\n"));
        System.err.print(terminal ? "\r\033[K" : "");
        (json ? System.err : System.out).print(report.table(TagHub.VERSION));
        if (json) {
            System.out.println(report.json(TagHub.VERSION));
        }
        return 0;
    }

    private BenchReport measure(Duration each, Consumer<String> progress) throws IOException, InterruptedException {
        try {
            return target == null
                    ? new Bench(each, quick, full, flame, progress).run(parts)
                    : new Peer(target, headers, body == null ? "" : Files.readString(body), receiver)
                            .measure(each, connections, progress);
        } catch (IllegalStateException lost) {
            throw new PlainException(String.valueOf(lost.getMessage()));
        }
    }
}
