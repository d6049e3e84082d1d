package io.taghub.cli;

import io.taghub.config.Defaults;
import picocli.CommandLine.Option;

/** Which hub a command talks to. */
final class RunningHub {
    @Option(
            names = "--console-port",
            paramLabel = "N",
            converter = PortNumber.class,
            description = "console port of the running hub (default: ${DEFAULT-VALUE})")
    private int consolePort = Defaults.CONSOLE_PORT;

    ConsoleClient client() {
        return new ConsoleClient(consolePort);
    }
}
