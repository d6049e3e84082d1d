package io.taghub.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code taghub held}. */
@Command(
        name = "held",
        description = {
            "List the events that wait for a person, or decide what becomes of them.",
            "",
            "An event is held because it was sent and no answer came, and the receiver might count it twice: ask the network"
                    + " whether it has it, then say --delivered, --resend or --discard.",
            "",
            "Or because it is not what 'events' says it must be (CONTRACT): --resend sends it as it is; after a change of the"
                    + " config 'taghub replay --tag NAME --reason CONTRACT' judges it anew.",
            ""
        },
        footer = {"", "Example: taghub held --tag partner --delivered deposit-17 deposit-18"},
        mixinStandardHelpOptions = true)
final class HeldCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private RunningHub running = new RunningHub();

    @Option(names = "--tag", paramLabel = "NAME", description = "only what this tag holds; needed for a decision")
    private @Nullable String tag;

    @ArgGroup
    private @Nullable Decision decision;

    /** One at most. */
    static final class Decision {
        @Option(names = "--delivered", description = "the network has it: it counts as delivered")
        private boolean delivered;

        @Option(
                names = "--resend",
                description = "the network does not have it: send it again; of what was not sent yet: send it as it is")
        private boolean resend;

        @Option(names = "--discard", description = "never send it")
        private boolean discard;

        private String word() {
            return delivered ? "delivered" : resend ? "resend" : "discard";
        }
    }

    @Parameters(paramLabel = "EVENT-ID", description = "the events to decide")
    private List<String> events = List.of();

    @Override
    public Integer call() {
        if (decision == null && !events.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "which decision: --delivered, --resend or --discard?");
        }
        if (decision != null && (events.isEmpty() || tag == null)) {
            throw new ParameterException(spec.commandLine(), "a decision needs --tag and the ids of its events");
        }
        ConsoleClient hub = running.client();
        List<JsonNode> held = hub.json("/api/held" + (tag == null ? "" : "?tag=" + ConsoleClient.escaped(tag)))
                .path("held")
                .valueStream()
                .toList();
        return decision == null ? list(held) : decide(hub, held, decision.word());
    }

    private static int list(List<JsonNode> held) {
        if (held.isEmpty()) {
            System.out.println("nothing is held");
        }
        for (JsonNode one : held) {
            System.out.println(one.path("tag").asString("") + "  "
                    + one.path("name").asString("(forgotten)") + "  "
                    + one.path("id").asString("#" + one.path("seq").asLong()) + "  "
                    + worth(one)
                    + (one.path("click_id").isString() ? one.path("click_id").stringValue() + "  " : "")
                    + (one.path("sent").asString("").isEmpty()
                            ? "not sent: "
                            : "sent " + moment(one.path("sent").asString("")) + ": ")
                    + one.path("reason_text").asString("")
                    + (one.path("detail").asString("").isEmpty()
                            ? ""
                            : " (" + one.path("detail").asString("") + ")"));
        }
        return 0;
    }

    private static String moment(String time) {
        return Instant.parse(time).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** What it would pay, which is what one looks for at the network. */
    private static String worth(JsonNode held) {
        return held.path("value").isNumber()
                ? held.path("value").decimalValue().toPlainString() + " "
                        + held.path("currency").asString("") + "  "
                : "";
    }

    private int decide(ConsoleClient hub, List<JsonNode> held, String word) {
        boolean all = true;
        for (String event : events) {
            List<JsonNode> these = held.stream()
                    .filter(one -> event.equals(
                            one.path("id").asString("#" + one.path("seq").asLong())))
                    .toList();
            if (these.isEmpty()) {
                System.err.println("taghub: " + event + " is not held at " + tag + ", or no longer");
                all = false;
            }
            for (JsonNode one : these) {
                hub.post(
                        "/api/held/" + ConsoleClient.escaped(String.valueOf(tag)) + "/"
                                + one.path("seq").asLong(),
                        Map.of("decision", word));
                System.out.println(event + ": " + word);
            }
        }
        return all ? 0 : 1;
    }
}
