package io.taghub.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code taghub explain}. */
@Command(
        name = "explain",
        description = "Say what became of an event at every tag, and why.",
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    @Mixin
    private RunningHub running = new RunningHub();

    @Option(names = "--json", description = "print it as JSON")
    private boolean json;

    @Parameters(paramLabel = "EVENT-ID", description = "the id it came with, or that th() answered")
    private String event = "";

    @Override
    public Integer call() {
        String path = "/api/events/" + ConsoleClient.escaped(event);
        ConsoleClient hub = running.client();
        System.out.println(
                (json ? hub.text(path) : hub.text(path + "?format=text&width=" + columns())).stripTrailing());
        return 0;
    }

    /** What the shell says, within what reads well. */
    private static int columns() {
        String columns = String.valueOf(System.getenv("COLUMNS"));
        return columns.matches("\\d{2,3}") ? Math.clamp(Integer.parseInt(columns), 60, 160) : 110;
    }
}
