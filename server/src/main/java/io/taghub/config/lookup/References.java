package io.taghub.config.lookup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Follows {@code ${env:NAME}} and {@code ${file:PATH}}. */
public final class References {
    public static final Pattern REFERENCE = Pattern.compile("\\$\\{(\\w+):([^}]*)}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    /** How other tools write it, and how a hand slips: {@code $NAME}, {@code ${NAME}}, {@code %NAME%}, {@code {env:NAME}}. */
    private static final Pattern ALMOST = Pattern.compile("\\$([A-Z_][A-Z0-9_]*)|\\$\\(([A-Z_][A-Z0-9_]*)\\)"
            + "|%([A-Z_][A-Z0-9_]*)%|(?:process\\.env\\.|\\$env:|env:)(\\w+)"
            + "|\\$\\{{1,2}\\s*(?:(?i:env)[:. ])?\\s*(\\w+)\\s*}{0,2}"
            + "|\\{{1,2}\\s*(?i:env)[:. ]\\s*(\\w+)\\s*}{0,2}");

    private static final Pattern ALMOST_FILE = Pattern.compile("[$]?\\{?file:\\s*([^{}]+?)\\s*}?");

    private static final int MAX_FILE = 64 * 1024;

    private final Function<String, @Nullable String> env;
    private final Path folder;
    private final Set<Path> files = new LinkedHashSet<>();

    /**
     * @param env value of an environment variable by name, null where it is not set
     * @param folder what relative paths start from
     */
    public References(Function<String, @Nullable String> env, Path folder) {
        this.env = env;
        this.folder = folder;
    }

    /** Where a reference leads. */
    public sealed interface Target {
        record Value(String text) implements Target {}

        /**
         * A reference that leads nowhere.
         *
         * @param name short name of what was meant, for a made-up value
         */
        record Missing(String name, String message) implements Target {}
    }

    /** Every file that was asked for, also those that are not there. */
    public Set<Path> files() {
        return files;
    }

    /** @param reference a match of {@link #REFERENCE} */
    public Target follow(MatchResult reference) {
        String name = reference.group(2).strip();
        return switch (reference.group(1)) {
            case "env" -> variable(name);
            case "file" -> file(name);
            default ->
                new Target.Missing(
                        name, "a reference is ${env:NAME} or ${file:PATH}, not ${" + reference.group(1) + ":...}");
        };
    }

    /** The reference that was probably meant where a whole text is almost one; null where it is none. */
    public static @Nullable String meant(String text) {
        Matcher file = ALMOST_FILE.matcher(text);
        if (file.matches()) {
            return "${file:" + file.group(1) + "}";
        }
        Matcher almost = ALMOST.matcher(text);
        if (!almost.matches()) {
            return null;
        }
        for (int group = 1; group <= almost.groupCount(); group++) {
            if (almost.group(group) != null) {
                return "${env:" + almost.group(group) + "}";
            }
        }
        return null;
    }

    private Target variable(String name) {
        if (!NAME.matcher(name).matches()) {
            return new Target.Missing("variable", "${env:...} takes the name of an environment variable");
        }
        String value = env.apply(name);
        return value == null || value.isBlank()
                ? new Target.Missing(
                        name, "the environment variable " + name + (value == null ? " is not set" : " is empty"))
                : new Target.Value(withoutLineBreaks(value));
    }

    /** What an editor or a shell puts behind a value. */
    private static String withoutLineBreaks(String value) {
        return value.replaceFirst("[\\r\\n]+\\z", "").replaceFirst("^\uFEFF", "");
    }

    private Target file(String name) {
        if (name.isEmpty()) {
            return new Target.Missing("file", "${file:...} takes the path of a file");
        }
        try {
            Path path = folder.resolve(name).normalize();
            files.add(path);
            if (Files.isDirectory(path)) {
                return new Target.Missing(shortName(path), name + " is a folder; ${file:...} takes the path of a file");
            }
            if (!Files.isRegularFile(path)) {
                return new Target.Missing(shortName(path), "there is no file " + name);
            }
            if (Files.size(path) > MAX_FILE) {
                return new Target.Missing(shortName(path), "the file " + name + " is larger than 64 KB");
            }
            String text = withoutLineBreaks(Files.readString(path));
            return text.isBlank()
                    ? new Target.Missing(shortName(path), "the file " + name + " is empty")
                    : new Target.Value(text);
        } catch (IOException | InvalidPathException unreadable) {
            return new Target.Missing("file", "the file " + name + " cannot be read");
        }
    }

    private static String shortName(Path path) {
        Path last = path.getFileName();
        return last == null ? "file" : last.toString();
    }
}
