package io.taghub.cli;

import io.taghub.hub.PlainException;
import io.taghub.postback.convert.PastedTag;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
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
            "Make tags of postback URLs as networks and trackers give them, whatever their macros look like, or of commands"
                    + " of curl.",
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
    private static final int LONGEST_NAME = 4096;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--name", paramLabel = "NAME", description = "what the tag is called (default: made from the host)")
    private @Nullable String name;

    @Option(
            names = "--when",
            paramLabel = "EVENT",
            split = ",",
            description = "the events it is told of (default: what its goal or event says, else purchase)")
    private @Nullable List<String> when;

    @Parameters(
            paramLabel = "URL",
            arity = "1..*",
            description =
                    "the postback's address or command in quotes, or a file with one a line; - for standard input")
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
            List<Pasted> all = whole(lines(one));
            for (Pasted each : all) {
                if (!each.text.isBlank() && !each.text.strip().startsWith("#")) {
                    yaml.append(convert(each.text, all.size() > 1 ? "line " + each.line + ", " : ""));
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
            // Of a command over several lines the one it is about.
            int from = result.shown().lastIndexOf('\n', Math.max(0, note.column() - 2)) + 1;
            int end = result.shown().indexOf('\n', from);
            System.err.println("  "
                    + result.shown().substring(from, end < 0 ? result.shown().length() : end));
            System.err.println("  " + " ".repeat(Math.max(0, note.column() - 1 - from)) + "^");
        }
        return result.yaml();
    }

    /** @param line where it begins, from 1 */
    private record Pasted(int line, String text) {}

    /** A command that goes on in the next line is one. */
    private static List<Pasted> whole(List<String> lines) {
        List<Pasted> whole = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            int first = i + 1;
            StringBuilder text = new StringBuilder(lines.get(i));
            while (i + 1 < lines.size() && goesOn(text.toString())) {
                text.append('\n').append(lines.get(++i));
            }
            whole.add(new Pasted(first, text.toString()));
        }
        return whole;
    }

    private static boolean goesOn(String text) {
        String end = text.stripTrailing();
        boolean command = text.stripLeading().matches("(?s)(?:[$>]\\s*)?(?:curl|wget)\\b.*");
        boolean open = text.replaceAll("\\\\.", "")
                .replaceAll("'[^']*'|\"[^\"]*\"", "")
                .matches("(?s).*['\"].*");
        return end.endsWith("\\") || (command && (open || end.endsWith("^") || end.endsWith("`")));
    }

    private static List<String> lines(String given) {
        try {
            if (given.equals("-")) {
                return new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
            }
            Path file = path(given);
            if (file != null && Files.isRegularFile(file)) {
                return Files.readAllLines(file);
            }
            if (file != null && Files.isDirectory(file)) {
                throw new PlainException(given + " is a folder; name a file with one URL a line");
            }
            if (looksLikeAFile(given)) {
                throw new PlainException("there is no file " + given + "; an address begins with https://");
            }
            return given.lines().toList();
        } catch (CharacterCodingException binary) {
            throw new PlainException("the file " + given + " is no text in UTF-8");
        } catch (IOException unreadable) {
            throw new PlainException("the file " + given + " cannot be read");
        }
    }

    /** A word without anything of an address in it, or with the end of a file's name. */
    private static boolean looksLikeAFile(String given) {
        boolean named = given.matches(
                "(?i)[^\\s?=&{}$<>]+\\.(?:txt|text|csv|tsv|list|lst|log|md|json|ya?ml|har|sh|html?|docx?|xlsx?|urls?)");
        boolean bare = given.matches("[\\w.~/\\\\-]+") && !given.matches("[\\w-]+(?:\\.[\\w-]+)+/.*");
        return !given.contains("://") && (named || bare);
    }

    private static @Nullable Path path(String given) {
        try {
            return given.length() > LONGEST_NAME ? null : Path.of(given);
        } catch (InvalidPathException address) {
            return null;
        }
    }
}
