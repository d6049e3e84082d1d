package io.taghub.cli;

import io.taghub.config.Defaults;
import io.taghub.hub.Configs;
import io.taghub.hub.Ports;
import io.taghub.sandbox.Sandbox;
import io.taghub.time.HubClock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code taghub sandbox}. */
@Command(
        name = "sandbox",
        description = "Run the fake platforms alone; point a hub at them with mode: sandbox.",
        mixinStandardHelpOptions = true)
final class SandboxCommand implements Callable<Integer> {
    @Option(
            names = {"--port", "--sandbox-port"},
            paramLabel = "N",
            converter = PortNumber.class,
            description = "where the platforms answer (default: ${DEFAULT-VALUE})")
    private int port = Defaults.SANDBOX_PORT;

    @Override
    public Integer call() throws InterruptedException {
        Sandbox sandbox = Ports.use(
                port, "--port", () -> Sandbox.start(port, new HubClock(), Configs.sandbox(null), Configs.platforms()));
        System.out.println("The sandbox of platforms runs at http://127.0.0.1:" + sandbox.port() + "/");
        RunCommand.untilStopped(sandbox);
        return 0;
    }
}
