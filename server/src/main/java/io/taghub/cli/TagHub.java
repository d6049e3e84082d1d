package io.taghub.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code taghub}. Exit codes: 0 ok, 1 problems found, 2 usage. */
@Command(
        name = "taghub",
        description = "A first-party tag hub: one event in, ad platforms and affiliate networks out.",
        mixinStandardHelpOptions = true,
        version = "TagHub " + TagHub.VERSION,
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            CheckCommand.class,
            PreviewCommand.class,
            ExplainCommand.class,
            ReplayCommand.class,
            SandboxCommand.class,
            SnippetCommand.class,
            SchemaCommand.class,
            BenchCommand.class,
            TestCommand.class,
            CommandLine.HelpCommand.class
        })
public final class TagHub implements Runnable {
    public static final String VERSION = "0.1.0";

    @Spec
    private CommandSpec spec;

    /** Something a person can mend, said in one sentence; printed without a stack trace. */
    static final class PlainException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PlainException(String message) {
            super(message);
        }
    }

    TagHub() {
        spec = CommandSpec.create();
    }

    public static int run(String... args) {
        return new CommandLine(new TagHub())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((problem, command, parsed) -> {
                    if (problem instanceof PlainException) {
                        command.getErr().println("taghub: " + problem.getMessage());
                    } else {
                        command.getErr().println("taghub: this should not have happened; please report it");
                        problem.printStackTrace(command.getErr());
                    }
                    return 1;
                })
                .execute(args);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }
}
