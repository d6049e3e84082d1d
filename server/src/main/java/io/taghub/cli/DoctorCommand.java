package io.taghub.cli;

import io.taghub.config.HubConfig;
import io.taghub.config.Loaded;
import io.taghub.config.TagConfig;
import io.taghub.delivery.Probe;
import io.taghub.hub.Configs;
import io.taghub.hub.VersionEnd;
import io.taghub.time.HubClock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code taghub doctor}. */
@Command(
        name = "doctor",
        description = {
            "Check the config, and ask each tag's platform whether it takes the credentials.",
            "No event is sent, also not in mode live or shadow; in mode sandbox the sandbox is asked."
        },
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(names = "--tag", paramLabel = "NAME", description = "this tag only")
    private @Nullable String tag;

    @Override
    public Integer call() {
        Loaded.Valid loaded = Configs.needed(Configs.load(config.file, config.profile));
        HubConfig hub = loaded.config();
        if (tag != null) {
            Configs.tag(hub, tag);
        }
        loaded.warnings().forEach(warning -> System.out.println("warning: " + warning));
        System.out.println(loaded.refused().isEmpty() ? config.file + ": ok" : Configs.lines(loaded.refused()));
        int width = hub.tags().keySet().stream().mapToInt(String::length).max().orElse(0);
        List<VersionEnd> ends = VersionEnd.of(hub, LocalDate.now(ZoneOffset.UTC));
        ends.forEach(end -> System.out.println((end.over() ? "error: " : "warning: ") + end));
        boolean well = loaded.refused().isEmpty() && ends.stream().noneMatch(VersionEnd::over);
        for (TagConfig one : hub.tags().values()) {
            if (tag == null || tag.equals(one.name())) {
                // The name first: an answer may take its time.
                System.out.print(one.name() + " ".repeat(width - one.name().length()) + "  ");
                System.out.flush();
                Probe.Report report = Probe.of(one, hub, new HubClock());
                System.out.println(word(report.result()) + "  " + report.text());
                well &= report.result() != Probe.Result.FAILED;
            }
        }
        return well ? 0 : 1;
    }

    private static String word(Probe.Result result) {
        return switch (result) {
            case OK -> "ok      ";
            case FAILED -> "FAILED  ";
            case UNPROVEN -> "unproven";
        };
    }
}
