package io.taghub.cli;

import io.taghub.config.Defaults;
import io.taghub.config.HubConfig;
import io.taghub.config.Loaded;
import io.taghub.hub.Configs;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code taghub check}. */
@Command(
        name = "check",
        description = "Read the config and report everything that is wrong with it.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions config = new ConfigOptions();

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
                System.out.println(config.file + (config.profile == null ? "" : " with profile " + config.profile)
                        + ": ok, " + valid.config().tags().size() + " tags, mode "
                        + valid.config().mode().name().toLowerCase(Locale.ROOT)
                        + ", config " + valid.config().written().hash());
                System.out.println(remembered(valid.config()));
                yield 0;
            }
            case Loaded.Invalid invalid -> {
                System.out.println(Configs.lines(invalid.problems()));
                yield 1;
            }
        };
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
        return String.format(
                Locale.ROOT,
                "conversions are recognised for %s: of 10,000 a day that takes some %.0f MB on disk, of 1,000,000 a day %.1f GB",
                longest.toDays() > 0 ? longest.toDays() + " days" : longest.toHours() + " hours",
                each * 10_000 / 1e6,
                each * 1_000_000 / 1e9);
    }
}
