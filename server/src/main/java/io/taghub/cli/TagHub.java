package io.taghub.cli;

import io.taghub.hub.PlainException;
import io.taghub.text.Suggestion;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
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
        version = "TagHub " + TagHub.VERSION)
public final class TagHub implements Runnable {
    public static final String VERSION = "0.1.0";

    /** In the order of the help's list. */
    private static final Map<String, Class<?>> COMMANDS = commands();

    @Spec
    private CommandSpec spec;

    TagHub() {
        spec = CommandSpec.create();
    }

    private static Map<String, Class<?>> commands() {
        Map<String, Class<?>> commands = new LinkedHashMap<>();
        commands.put("demo", DemoCommand.class);
        commands.put("run", RunCommand.class);
        commands.put("check", CheckCommand.class);
        commands.put("doctor", DoctorCommand.class);
        commands.put("plan", PlanCommand.class);
        commands.put("preview", PreviewCommand.class);
        commands.put("convert", ConvertCommand.class);
        commands.put("explain", ExplainCommand.class);
        commands.put("held", HeldCommand.class);
        commands.put("replay", ReplayCommand.class);
        commands.put("report", ReportCommand.class);
        commands.put("sandbox", SandboxCommand.class);
        commands.put("snippet", SnippetCommand.class);
        commands.put("schema", SchemaCommand.class);
        commands.put("bench", BenchCommand.class);
        commands.put("train", TrainCommand.class);
        commands.put("test", TestCommand.class);
        commands.put("help", CommandLine.HelpCommand.class);
        return commands;
    }

    /** With the command that was typed alone, if it is one: to make all of them is a quarter of a hub's start. */
    public static CommandLine line(String... args) {
        CommandLine line = new CommandLine(new TagHub());
        String typed = args.length == 0 ? "help" : args[0];
        COMMANDS.forEach((name, command) -> {
            if (typed.equals("help") || typed.equals(name) || !COMMANDS.containsKey(typed)) {
                line.addSubcommand(name, command);
            }
        });
        return line;
    }

    public static int run(String... args) {
        return line(args)
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
