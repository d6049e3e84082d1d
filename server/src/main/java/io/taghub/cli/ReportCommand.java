package io.taghub.cli;

import io.taghub.cli.report.DailyReport;
import io.taghub.cli.report.Differences;
import io.taghub.hub.Archive;
import io.taghub.hub.Configs;
import io.taghub.hub.PlainException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code taghub report}. */
@Command(
        name = "report",
        description = {
            "Say how many events there were by day, event and receiver, and what became of them; or hold a partner's"
                    + " export against that and say why the numbers differ.",
            "A day is one of the event's own time, in the time zone of --zone. The running hub answers; where none runs, its"
                    + " store does."
        },
        footer = {
            "",
            "Exit code 0: all differences have a cause, or there are none; 1: some have none;",
            "2: wrong usage.",
            "",
            "Example: taghub report --tag partner --from 2026-11-01 --to 2026-11-30 --zone Europe/Berlin --import partner.csv"
        },
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private RunningHub running = new RunningHub();

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "where no hub runs: folder of the database (default: where the config says)")
    private @Nullable Path data;

    @Option(names = "--from", paramLabel = "DAY", description = "first day, 2026-11-01 (default: six days before --to)")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "DAY", description = "last day (default: today)")
    private @Nullable String to;

    @Option(names = "--zone", paramLabel = "ZONE", description = "time zone of the days, Europe/Berlin (default: UTC)")
    private @Nullable String zone;

    @Option(names = "--tag", paramLabel = "NAME", description = "this receiver alone; needed for --import")
    private @Nullable String tag;

    @Option(names = "--event", paramLabel = "NAME", description = "this event alone")
    private @Nullable String event;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Format format = Format.table;

    @Option(names = "--all", description = "in the table also events that a receiver does not ask for")
    private boolean all;

    @Option(
            names = "--import",
            paramLabel = "FILE",
            description = "a partner's export, CSV: say how it differs, and why")
    private @Nullable Path file;

    @Option(
            names = "--map",
            paramLabel = "FIELD=COLUMN",
            description =
                    "which column is what, where its name does not tell: click_id, order_id, event_id, any_id, value,"
                            + " currency, time, status, reason; COLUMN is a name or a place from 1 on")
    private List<String> map = List.of();

    @Option(
            names = "--partner-zone",
            paramLabel = "ZONE",
            description = "time zone of the partner's times, where the file does not say")
    private @Nullable String partnerZone;

    @Option(
            names = "--dates",
            paramLabel = "ORDER",
            description = "dmy or mdy: whether 03/04/2026 is in April or in March")
    private @Nullable String dates;

    /** How it is printed; small letters, as they are typed. */
    enum Format {
        table,
        csv,
        json
    }

    @Override
    public Integer call() {
        if (file == null && (!map.isEmpty() || partnerZone != null || dates != null)) {
            throw new ParameterException(spec.commandLine(), "--map, --partner-zone and --dates go with --import");
        }
        if (file != null && tag == null) {
            throw new ParameterException(spec.commandLine(), "--import needs --tag: whose numbers are these?");
        }
        if (file != null && !Files.isReadable(file)) {
            throw new PlainException(file + " is not there or may not be read");
        }
        Map<String, String> said = said();
        ConsoleClient hub = running.client();
        JsonNode answer = hub.answers() ? ask(hub, said) : look(said);
        boolean differences = file != null;
        System.out.println(
                switch (format) {
                    case json -> answer.toPrettyString();
                    case csv -> differences ? Differences.csv(answer) : DailyReport.csv(answer);
                    case table -> differences ? Differences.text(answer) : DailyReport.text(answer, all);
                });
        return answer.path("unexplained").asInt(0) > 0 ? 1 : 0;
    }

    private Map<String, String> said() {
        Map<String, String> said = new LinkedHashMap<>();
        put(said, "from", from);
        put(said, "to", to);
        put(said, "zone", zone);
        put(said, "tag", tag);
        put(said, "event", event);
        put(said, "map", map.isEmpty() ? null : String.join(",", map));
        put(said, "partner_zone", partnerZone);
        put(said, "dates", dates);
        return said;
    }

    private static void put(Map<String, String> said, String name, @Nullable String value) {
        if (value != null) {
            said.put(name, value);
        }
    }

    private JsonNode ask(ConsoleClient hub, Map<String, String> said) {
        String query = said.entrySet().stream()
                .map(one -> one.getKey() + "=" + ConsoleClient.escaped(one.getValue()))
                .collect(Collectors.joining("&"));
        return file == null ? hub.json("/api/report?" + query) : hub.post("/api/report/import?" + query, file);
    }

    private JsonNode look(Map<String, String> said) {
        if (!Files.exists(config.file)) {
            throw new PlainException("no hub answers, and there is no " + config.file + " that says where its store is;"
                    + " name the console's port with --console-port, or the config with --config");
        }
        Archive archive = new Archive(Configs.need(config.file, config.profile), data);
        return JsonMapper.shared()
                .readTree(file == null ? archive.report(said::get) : archive.reconcile(said::get, file));
    }
}
