package io.taghub.cli;

import io.taghub.bench.Bench;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code taghub bench}. */
@Command(
        name = "bench",
        description = {
            "Measure this machine: intake, delivery, answer and arrival times, start and memory of a hub of its own.",
            "Load and receiver run on the same machine and are part of every figure."
        },
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--seconds", paramLabel = "N", description = "for each part (default: ${DEFAULT-VALUE})")
    private int seconds = 10;

    @Option(names = "--quick", description = "a glimpse: 3 seconds for each part")
    private boolean quick;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (seconds < 1 || seconds > 3600) {
            throw new ParameterException(spec.commandLine(), "--seconds takes 1 to 3600");
        }
        boolean terminal = ProgressBar.onTerminal();
        System.out.printf(
                "%d cores, load average %.1f before%n",
                Runtime.getRuntime().availableProcessors(), Bench.machineLoad());
        List<Bench.Figure> figures = new Bench(
                        Duration.ofSeconds(quick ? 3 : seconds),
                        line -> System.err.print(terminal ? "\r\033[K" + line : line + "\n"))
                .run();
        System.err.print(terminal ? "\r\033[K" : "");
        figures.forEach(figure -> System.out.printf(
                "%-58s %-55s goal %-16s %s%n",
                figure.name(), figure.value(), figure.goal(), figure.met() ? "met" : "missed"));
        System.out.printf("load average %.1f after%n", Bench.machineLoad());
        return 0;
    }
}
