package io.taghub.cli;

import io.taghub.config.Defaults;
import io.taghub.hub.Hub;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that {@code demo} and {@code run} share. */
public final class HubOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "the config file (default: taghub.yaml; of a demo one that it writes itself)")
    @Nullable
    Path config;

    @Option(names = "--profile", paramLabel = "NAME", description = ConfigOptions.PROFILE)
    @Nullable
    String profile;

    @Option(
            names = "--port",
            paramLabel = "N",
            converter = PortNumber.class,
            description = "where script and events come in (default: ${DEFAULT-VALUE})")
    public int port = Defaults.PORT;

    @Option(
            names = "--console-port",
            paramLabel = "N",
            converter = PortNumber.class,
            description = "of the console, on this machine only (default: ${DEFAULT-VALUE})")
    public int consolePort = Defaults.CONSOLE_PORT;

    @Option(names = "--data", paramLabel = "DIR", description = "folder for the database and its key")
    @Nullable
    public Path data;

    Hub.Setting setting(Path file) {
        return Hub.Setting.of(file, port, consolePort, data).with(profile);
    }
}
