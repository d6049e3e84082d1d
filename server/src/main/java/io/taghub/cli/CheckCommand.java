package io.taghub.cli;

import io.taghub.cases.OwnCases;
import io.taghub.config.Defaults;
import io.taghub.config.HubConfig;
import io.taghub.config.Loaded;
import io.taghub.config.inbound.ReadySources;
import io.taghub.hub.Configs;
import io.taghub.hub.PlainException;
import io.taghub.hub.VersionEnd;
import io.taghub.inbound.InboundSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code taghub check}. */
@Command(
        name = "check",
        description = "Read the config and report everything that is wrong with it.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(
            names = "--tests",
            paramLabel = "FILE",
            description = "cases of your own about the config (default: taghub.tests.yaml beside it, if it is there)")
    private @Nullable Path tests;

    @Override
    public Integer call() {
        return switch (Configs.load(config.file, config.profile)) {
            case Loaded.Valid valid -> {
                // Twins are the sandbox's, and what is wrong with one would be found by no other command.
                Configs.sandbox(config.file);
                valid.warnings().forEach(warning -> System.out.println("warning: " + warning));
                if (!valid.refused().isEmpty()) {
                    System.out.println(Configs.lines(valid.refused()));
                    yield 1;
                }
                List<VersionEnd> ends = VersionEnd.of(valid.config(), LocalDate.now(ZoneOffset.UTC));
                ends.forEach(end -> System.out.println((end.over() ? "error: " : "warning: ") + end));
                if (ends.stream().anyMatch(VersionEnd::over)) {
                    yield 1;
                }
                System.out.println(config.file + (config.profile == null ? "" : " with profile " + config.profile)
                        + ": ok, " + valid.config().tags().size() + " tags, mode "
                        + valid.config().mode().name().toLowerCase(Locale.ROOT)
                        + ", config " + valid.config().written().hash());
                System.out.println(remembered(valid.config()));
                valid.config().inbound().values().stream()
                        .map(CheckCommand::source)
                        .forEach(System.out::println);
                yield cases(valid.config());
            }
            case Loaded.Invalid invalid -> {
                invalid.warnings().forEach(warning -> System.out.println("warning: " + warning));
                System.out.println(Configs.lines(invalid.problems()));
                yield 1;
            }
        };
    }

    /** Where its sender has to call, and of a ready one what is not sure. */
    private static String source(InboundSource source) {
        ReadySources.Recipe ready = ReadySources.all().get(source.kind());
        String unsure = ready == null ? "" : ready.about().getOrDefault("unsure", "");
        return "source " + source.name() + ": "
                + source.methods().stream().sorted().collect(Collectors.joining("|"))
                + " /in/" + source.name()
                + (ready == null ? "" : ", " + ready.about().get("title"))
                + (unsure.isBlank() ? "" : "; unsure: " + unsure);
    }

    private int cases(HubConfig hub) {
        if (tests != null && Files.notExists(tests)) {
            throw new PlainException("there is no file " + tests + " with cases");
        }
        Path file = tests == null ? OwnCases.beside(config.file).orElse(null) : tests;
        if (file == null) {
            return 0;
        }
        OwnCases.Report report = OwnCases.run(file, hub, config.profile);
        report.errors().forEach(System.out::println);
        report.failures().forEach(System.out::println);
        String others = report.others() == 0 ? "" : ", " + report.others() + " are about other profiles";
        if (!report.errors().isEmpty()) {
            System.out.println(file + ": no case was run, because something is wrong with them");
            return 1;
        }
        System.out.println(file + ": "
                + (report.failed() == 0
                        ? "ok, " + count(report.ran())
                        : report.failed() + " of " + count(report.ran()) + " failed")
                + others);
        return report.failed() == 0 ? 0 : 1;
    }

    private static String count(int cases) {
        return cases == 1 ? "1 case" : cases + " cases";
    }

    /** What recognising conversions takes on disk, for two sizes of a business. */
    static String remembered(HubConfig config) {
        Duration longest = config.events().values().stream()
                .filter(HubConfig.EventRule::conversion)
                .map(HubConfig.EventRule::dedup)
                .max(Comparator.naturalOrder())
                .orElse(Defaults.CONVERSION_DEDUP);
        boolean sqlite = config.store().url().startsWith("sqlite:");
        double each = (sqlite ? Defaults.SQLITE_KEY : Defaults.POSTGRES_KEY) * (longest.toMinutes() / 1440.0);
        return "conversions are recognised for " + span(longest) + ": of 10,000 a day that takes " + size(each * 10_000)
                + " on disk, of 1,000,000 a day " + size(each * 1_000_000);
    }

    private static String span(Duration span) {
        return span.toDays() > 0
                ? count(span.toDays(), "day")
                : span.toHours() > 0
                        ? count(span.toHours(), "hour")
                        : span.toMinutes() > 0 ? count(span.toMinutes(), "minute") : count(span.toSeconds(), "second");
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static String size(double bytes) {
        return bytes < 1e6
                ? "less than 1 MB"
                : bytes < 1e8
                        ? String.format(Locale.ROOT, "some %.0f MB", bytes / 1e6)
                        : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
