package io.taghub.cli;

import io.taghub.hub.Configs;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which config, and how: the flags of every command that only reads it. */
final class ConfigOptions {
    static final String PROFILE = "read the config with what it says below profiles.NAME";

    @Option(names = "--config", paramLabel = "FILE", description = "the config file (default: ${DEFAULT-VALUE})")
    Path file = Configs.DEFAULT;

    @Option(names = "--profile", paramLabel = "NAME", description = PROFILE)
    @Nullable
    String profile;
}
