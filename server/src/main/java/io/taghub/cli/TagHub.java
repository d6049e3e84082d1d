package io.taghub.cli;

import io.taghub.hub.PlainException;
import io.taghub.text.Suggestion;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

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
            DoctorCommand.class,
            PlanCommand.class,
            PreviewCommand.class,
            ConvertCommand.class,
            ExplainCommand.class,
            HeldCommand.class,
            ReplayCommand.class,
            ReportCommand.class,
            SandboxCommand.class,
            SnippetCommand.class,
            SchemaCommand.class,
            BenchCommand.class,
            TrainCommand.class,
            TestCommand.class,
            CommandLine.HelpCommand.class
        })
public final class TagHub implements Runnable {
    public static final String VERSION = "0.1.0";

    @Spec
    private CommandSpec spec;

    TagHub() {
        spec = CommandSpec.create();
    }

    public static int run(String... args) {
        return new CommandLine(new TagHub())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(TagHub::mistyped)
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

    /** What was mistyped, what may have been meant, and how the command is used; exit code 2. */
    private static int mistyped(ParameterException mistake, String[] typed) {
        CommandLine command = mistake.getCommandLine();
        PrintWriter err = command.getErr();
        if (mistake instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()
                && !unmatched.getUnmatched().isEmpty()) {
            String word = unmatched.getUnmatched().getFirst();
            if (command.getParent() == null) {
                err.println("taghub: there is no command '" + word + "'"
                        + Suggestion.among(command.getSubcommands().keySet(), word));
            } else {
                err.println("taghub: " + command.getCommandName() + " does not take '" + word + "'");
            }
        } else {
            err.println("taghub: " + mistake.getMessage());
        }
        command.usage(err);
        return 2;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }
}
