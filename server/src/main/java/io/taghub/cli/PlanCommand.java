package io.taghub.cli;

import io.taghub.cli.report.PlanReport;
import io.taghub.config.Loaded;
import io.taghub.hub.Configs;
import io.taghub.plan.Planned;
import io.taghub.plan.Span;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code taghub plan}. */
@Command(
        name = "plan",
        description = {
            "Say what another config would change; nothing is sent and nothing is written.",
            "With --against the running hub judges what came in lately by its own config and by the other, and counts the"
                    + " difference per tag and reason."
        },
        footer = {"", "Example: taghub plan new.yaml --against 7d"},
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private RunningHub running = new RunningHub();

    @Option(
            names = "--config",
            paramLabel = "OLD",
            description = "what it is compared with (default: taghub.yaml; with --against the config in force)")
    private @Nullable Path old;

    @Option(names = "--profile", paramLabel = "NAME", description = ConfigOptions.PROFILE)
    private @Nullable String profile;

    @Option(
            names = "--against",
            paramLabel = "SPAN",
            description = "also judge by both what came in since: 7d, 24h, a day (2026-11-22) or a time")
    private @Nullable String against;

    @Option(names = "--json", description = "with --against: print every count, as JSON")
    private boolean json;

    @Parameters(paramLabel = "NEW", description = "the file with the config that is planned")
    private Path planned = Path.of("");

    @Override
    public Integer call() {
        if (json && against == null) {
            throw new ParameterException(spec.commandLine(), "--json goes with --against");
        }
        Configs.mustExist(planned);
        if (old != null) {
            Configs.mustExist(old);
        }
        return against == null ? compare() : foretell(against);
    }

    private int compare() {
        Loaded.Valid before = Configs.needed(Configs.load(old == null ? Configs.DEFAULT : old, profile));
        Loaded.Valid after = Configs.needed(Configs.load(planned, profile));
        Planned plan = Planned.of(before.config(), before.warnings(), after, null);
        return say(plan.before(), plan.after(), plan.changes(), plan.warnings(), plan.refused());
    }

    private int foretell(String span) {
        try {
            Span.start(span, Instant.now());
        } catch (IllegalArgumentException mistyped) {
            throw new ParameterException(spec.commandLine(), "--against: " + mistyped.getMessage());
        }
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("file", whole(planned));
        order.put("against", span);
        if (old != null) {
            order.put("base", whole(old));
        }
        if (profile != null) {
            order.put("profile", profile);
        }
        JsonNode answer = running.client().post("/api/plan", order);
        if (json) {
            System.out.println(answer.toPrettyString());
            return answer.path("refused").isEmpty() ? 0 : 1;
        }
        int code = say(
                answer.path("before").asString(""),
                answer.path("after").asString(""),
                texts(answer.path("changes")),
                texts(answer.path("warnings")),
                texts(answer.path("refused")));
        System.out.println("\n" + PlanReport.of(answer.path("against")));
        return code;
    }

    private static String whole(Path file) {
        return file.toAbsolutePath().normalize().toString();
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(one -> one.asString("")).toList();
    }

    private int say(String before, String after, List<String> changes, List<String> warnings, List<String> refused) {
        String against = old != null ? old.toString() : this.against == null ? Configs.DEFAULT.toString() : "in force";
        System.out.println(planned + " (config " + after + ") compared with " + against + " (config " + before + "): "
                + (changes.isEmpty()
                        ? "nothing changes"
                        : changes.size() == 1 ? "1 change" : changes.size() + " changes"));
        changes.forEach(change -> System.out.println("  " + change));
        warnings.forEach(warning -> System.out.println("warning: " + warning));
        if (!refused.isEmpty()) {
            System.out.println("`taghub check` refuses it:");
            refused.forEach(System.out::println);
        }
        return refused.isEmpty() ? 0 : 1;
    }
}
