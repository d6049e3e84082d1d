package io.taghub.cli;

import io.taghub.bench.HubApi;
import io.taghub.bench.Load;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code taghub train}: a hub at work for a moment, so that the launcher can keep the classes it needs for later starts. */
@Command(name = "train", hidden = true, description = "Work for a moment, for the launcher's class archive.")
final class TrainCommand implements Callable<Integer> {
    private static final Duration MOST = Duration.ofSeconds(30);
    private static final int REQUESTS = 40;

    @Override
    public Integer call() throws InterruptedException {
        try (DemoCommand.Demo demo = DemoCommand.Demo.start();
                Load load = new Load(
                        Load.Course.of("train", 4, 0, MOST).requests(REQUESTS).mixed(),
                        demo.hub()::port,
                        DemoCommand.env("TAGHUB_DEMO_SERVER_KEY"),
                        id -> {})) {
            load.await(MOST);
            HubApi console = new HubApi(demo.hub().consolePort());
            console.awaitDrained(MOST);
            console.get("/api/events?limit=10");
        }
        return 0;
    }
}
