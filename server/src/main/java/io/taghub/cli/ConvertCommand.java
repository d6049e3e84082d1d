package io.taghub.cli;

import io.taghub.hub.PlainException;
import io.taghub.postback.convert.PastedTag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code taghub convert}. */
@Command(
        name = "convert",
        description = {
            "Make tags of postback URLs as networks and trackers give them, whatever their macros look like.",
            "The YAML goes to standard output, what to look at to standard error. Secrets become references and are not shown."
        },
        footer = {
            "",
            "Example: taghub convert 'https://trk.example/postback?cid=$CLICK&payout=AMOUNT' > tags/partner.yaml",
            "Exit code 0: all of it is understood; 1: something is left as TODO, or there is no address; 2: wrong usage."
        },
        mixinStandardHelpOptions = true)
final class ConvertCommand implements Callable<Integer> {
    private static final String HEAD = "tags:\n";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--name", paramLabel = "NAME", description = "of the tag (default: made from the host)")
    private @Nullable String name;

    @Option(
            names = "--when",
            paramLabel = "EVENT",
            split = ",",
            description = "the events it is told of (default: ${DEFAULT-VALUE})")
    private List<String> when = List.of("purchase");

    @Parameters(
            paramLabel = "URL",
            arity = "1..*",
            description = "the postback's address in quotes, or a file with one a line; - for standard input")
    private List<String> given = List.of();

    private final Set<String> names = new HashSet<>();
    private boolean understood = true;

    @Override
    public Integer call() {
        if (name != null && !name.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,63}")) {
            throw new ParameterException(
                    spec.commandLine(), "--name: a tag's name has letters, digits, - and _, not '" + name + "'");
        }
        StringBuilder yaml = new StringBuilder();
        for (String one : given) {
            List<String> lines = lines(one);
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                if (!line.isBlank() && !line.strip().startsWith("#")) {
                    yaml.append(convert(line, lines.size() > 1 ? "line " + (i + 1) + ", " : ""));
                }
            }
        }
        if (yaml.isEmpty()) {
            if (understood) {
                throw new PlainException("there is nothing to convert");
            }
            return 1;
        }
        System.out.print(HEAD + yaml);
        return understood ? 0 : 1;
    }

    private String convert(String line, String where) {
        PastedTag.Result result;
        try {
            result = PastedTag.of(line, name, when, names);
        } catch (IllegalArgumentException noAddress) {
            understood = false;
            System.err.println("taghub: " + where + noAddress.getMessage());
            return "";
        }
        names.add(result.name());
        understood &= result.done();
        for (PastedTag.Note note : result.notes()) {
            System.err.println("taghub: " + where + "column " + note.column() + ": " + note.message()
                    + (note.todo() ? "; it is left as TODO" : ""));
            System.err.println("  " + result.shown());
            System.err.println("  " + " ".repeat(note.column() - 1) + "^");
        }
        return result.yaml();
    }

    private static List<String> lines(String given) {
        try {
            if (given.equals("-")) {
                return new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
            }
            Path file = path(given);
            return file != null && Files.isRegularFile(file)
                    ? Files.readAllLines(file)
                    : new ArrayList<>(List.of(given));
        } catch (IOException unreadable) {
            throw new PlainException("the file " + given + " cannot be read");
        }
    }

    private static @Nullable Path path(String given) {
        try {
            return Path.of(given);
        } catch (InvalidPathException address) {
            return null;
        }
    }
}
