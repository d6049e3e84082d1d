package io.taghub.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code taghub explain}. */
@Command(
        name = "explain",
        description = "Say what became of an event at every tag, and why.",
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    @Option(names = "--console-port", paramLabel = "N", converter = PortNumber.class, description = "of the running hub (default: ${DEFAULT-VALUE})")
    private int consolePort = 8081;

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    @Parameters(paramLabel = "EVENT-ID")
    private String event = "";

    @Override
    public Integer call() {
        String path = "/api/events/" + ConsoleClient.escaped(event);
        ConsoleClient hub = new ConsoleClient(consolePort);
        System.out.println((json ? hub.text(path) : hub.text(path + "?format=text")).stripTrailing());
        return 0;
    }
}
