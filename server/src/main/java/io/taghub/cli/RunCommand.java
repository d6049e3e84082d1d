package io.taghub.cli;

import io.taghub.hub.Configs;
import io.taghub.hub.Hub;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code taghub run}. */
@Command(name = "run", description = "Run the hub.", mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Mixin
    private HubOptions options = new HubOptions();

    @Override
    public Integer call() throws InterruptedException {
        Path config = options.config == null ? Configs.DEFAULT : options.config;
        Hub hub = Hub.start(options.setting(config));
        System.out.println("TagHub runs. Script and events: port " + hub.port() + ". Console: http://127.0.0.1:"
                + hub.consolePort() + "/");
        untilStopped(hub);
        return 0;
    }

    /** Until SIGTERM or Ctrl-C; then what is under way is finished, 10 seconds at most. */
    static void untilStopped(AutoCloseable hub) throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            try {
                                hub.close();
                            } catch (Exception unimportant) {
                                System.err.println("taghub: did not stop cleanly: " + unimportant.getMessage());
                            }
                            stopped.countDown();
                        },
                        "shutdown"));
        stopped.await();
    }
}
