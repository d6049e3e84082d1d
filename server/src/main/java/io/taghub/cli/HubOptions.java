package io.taghub.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that {@code demo} and {@code run} share. */
final class HubOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "the config file (default: taghub.yaml; demo writes one of its own)")
    @Nullable
    Path config;

    @Option(
            names = "--port",
            paramLabel = "N",
            converter = PortNumber.class,
            description = "public listener (default: ${DEFAULT-VALUE})")
    int port = 8080;

    @Option(
            names = "--console-port",
            paramLabel = "N",
            converter = PortNumber.class,
            description = "console, loopback only (default: ${DEFAULT-VALUE})")
    int consolePort = 8081;

    @Option(names = "--data", paramLabel = "DIR", description = "folder for the database and its key")
    @Nullable
    Path data;
}
