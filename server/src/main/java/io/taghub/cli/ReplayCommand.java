package io.taghub.cli;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code taghub replay}. */
@Command(
        name = "replay",
        description = {
            "Send again what a tag's platform rejected or what expired.",
            "Event id and time stay; consent, age and click are judged as of now. What was delivered is left alone."
        },
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
    @Option(
            names = "--console-port",
            paramLabel = "N",
            converter = PortNumber.class,
            description = "of the running hub (default: ${DEFAULT-VALUE})")
    private int consolePort = 8081;

    @Option(names = "--tag", required = true, paramLabel = "NAME", description = "the tag")
    private String tag = "";

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = TimeOption.class,
            description = "received at or after, 2026-11-22T00:00:00Z")
    private @Nullable Instant from;

    @Option(names = "--to", paramLabel = "TIME", converter = TimeOption.class, description = "received before")
    private @Nullable Instant to;

    @Option(names = "--reason", paramLabel = "REASON", description = "decided for this reason, for example TOO_OLD")
    private @Nullable String reason;

    @Option(names = "--dry-run", description = "only count")
    private boolean dryRun;

    @Override
    public Integer call() {
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("tag", tag);
        put(order, "from", from == null ? null : from.toString());
        put(order, "to", to == null ? null : to.toString());
        put(order, "reason", reason);
        order.put("dry_run", dryRun);
        JsonNode report = new ConsoleClient(consolePort).post("/api/replay", order);
        long matched = report.path("matched").asLong();
        if (matched == 0) {
            System.out.println("nothing matches; without --reason only what was rejected or has expired is sent again");
        } else if (dryRun) {
            System.out.println(matched + " events would be sent again");
        } else {
            System.out.println(
                    report.path("reopened").asLong() + " events go to " + tag + " again; follow them in the console");
        }
        return 0;
    }

    private static void put(Map<String, Object> order, String key, @Nullable String value) {
        if (value != null) {
            order.put(key, value);
        }
    }
}
