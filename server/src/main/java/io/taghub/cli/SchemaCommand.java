package io.taghub.cli;

import io.taghub.config.reference.ConfigReference;
import io.taghub.config.reference.ConfigSchema;
import io.taghub.hub.Configs;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code taghub schema}. */
@Command(
        name = "schema",
        description = "Print the JSON Schema of taghub.yaml, for completion and checking in editors.",
        mixinStandardHelpOptions = true)
final class SchemaCommand implements Callable<Integer> {
    @Option(names = "--markdown", description = "print the reference page instead")
    private boolean markdown;

    @Override
    public Integer call() {
        System.out.println(markdown ? ConfigReference.markdown(Configs.types()) : ConfigSchema.write(Configs.types()));
        return 0;
    }
}
