package io.taghub.cli;

import io.taghub.config.Loaded;
import io.taghub.hub.Configs;
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
                System.out.println(config.file + (config.profile == null ? "" : " with profile " + config.profile) + ": ok, " + valid.config().tags().size() + " tags, mode "
                        + valid.config().mode().name().toLowerCase(java.util.Locale.ROOT));
                yield 0;
            }
            case Loaded.Invalid invalid -> {
                System.out.println(Configs.lines(invalid.problems()));
                yield 1;
            }
        };
    }
}
