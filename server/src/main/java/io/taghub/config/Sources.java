package io.taghub.config;

import io.taghub.config.yaml.BrokenYamlException;
import io.taghub.config.yaml.TextPosition;
import io.taghub.config.yaml.YamlTree;
import io.taghub.text.Suggestion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** The config file and those it includes, as one tree. */
final class Sources {
    static final String INCLUDE = "include";
    private static final Pattern WILD = Pattern.compile("[*?\\[{]");

    private static final int SHOWN = 5;

    private final String name;
    private final Path file;
    private final Set<Path> files = new TreeSet<>();
    private final Map<String, String> errors = new LinkedHashMap<>();
    private final Map<String, String> warnings = new LinkedHashMap<>();

    /**
     * @param name what problems call the config file
     * @param file its absolute path
     */
    Sources(String name, Path file) {
        this.name = name;
        this.file = file;
        files.add(file);
    }

    /** What cannot be read at all. */
    static final class UnreadableException extends Exception {
        final transient TextPosition position;

        UnreadableException(TextPosition position, String message) {
            super(message);
            this.position = position;
        }
    }

    /** Every file that was read or asked for, and every folder that was looked through. */
    Set<Path> files() {
        return files;
    }

    /** What is wrong or doubtful about the includes, by path. */
    void report(Problems problems) {
        errors.forEach(problems::errorInValue);
        warnings.forEach(problems::warningInValue);
    }

    YamlTree read() throws UnreadableException {
        return parse(text(file, name));
    }

    YamlTree parse(String text) throws UnreadableException {
        YamlTree tree = tree(name, text);
        Object written = tree.root.get(INCLUDE);
        List<?> patterns = written instanceof List<?> list ? list : written == null ? List.of() : List.of(written);
        Set<Path> done = new TreeSet<>(Set.of(file));
        for (int i = 0; i < patterns.size(); i++) {
            String path = written instanceof List<?> ? INCLUDE + "[" + i + "]" : INCLUDE;
            if (!(patterns.get(i) instanceof String pattern) || pattern.isBlank()) {
                errors.put(path, "'include' names a file, or files by a pattern: include: tags/*.yaml");
                continue;
            }
            for (Path found : matching(pattern.strip(), path)) {
                if (done.add(found)) {
                    include(found, tree);
                } else if (found.equals(file) && !WILD.matcher(pattern).find()) {
                    errors.put(path, "this file includes itself; leave it out");
                }
            }
        }
        return tree;
    }

    private void include(Path found, YamlTree into) throws UnreadableException {
        files.add(found);
        String called = called(found);
        YamlTree tree = tree(called, text(found, called));
        if (tree.root.containsKey(INCLUDE)) {
            throw new UnreadableException(tree.keyAt(INCLUDE), "only " + name + " includes files; name this one there");
        }
        into.include(tree);
    }

    /** As a person would name it who named the config file. */
    private String called(Path found) {
        Path folder = Objects.requireNonNull(file.getParent());
        return found.startsWith(folder)
                ? Path.of(name).resolveSibling(folder.relativize(found)).toString()
                : found.toString();
    }

    private List<Path> matching(String pattern, String path) {
        int slash = pattern.lastIndexOf('/');
        String last = pattern.substring(slash + 1);
        try {
            Path folder = Objects.requireNonNull(file.getParent())
                    .resolve(pattern.substring(0, slash + 1))
                    .normalize();
            if (!WILD.matcher(last).find()) {
                Path one = folder.resolve(last).normalize();
                files.add(one);
                if (Files.isRegularFile(one)) {
                    return List.of(one);
                }
                errors.put(
                        path,
                        Files.isDirectory(one)
                                ? "'" + pattern + "' is a folder; for the files in it write "
                                        + pattern.replaceFirst("/+$", "") + "/*.yaml"
                                : "there is no file " + pattern + similar(one));
                return List.of();
            }
            // A file that is put there later belongs to it too.
            files.add(folder);
            List<Path> found = new ArrayList<>();
            if (Files.isDirectory(folder)) {
                try (DirectoryStream<Path> fitting = Files.newDirectoryStream(folder, last)) {
                    fitting.forEach(found::add);
                }
            }
            found.removeIf(one -> !Files.isRegularFile(one));
            found.sort(null);
            if (found.isEmpty()) {
                warnings.put(
                        path,
                        "no file fits '" + pattern + "'"
                                + (WILD.matcher(pattern.substring(0, slash + 1)).find()
                                        ? "; signs such as * stand in the name of the file only, not in a folder's"
                                        : "; " + lookedFor(folder, last)));
            }
            return found;
        } catch (IOException | DirectoryIteratorException | InvalidPathException | PatternSyntaxException unreadable) {
            errors.put(path, "the files that '" + pattern + "' names cannot be read");
            return List.of();
        }
    }

    /** What was looked for, and what is there instead. */
    private String lookedFor(Path folder, String last) throws IOException {
        if (!Files.isDirectory(folder)) {
            return "there is no folder " + called(folder);
        }
        List<String> there = names(folder);
        return "in the folder " + called(folder) + " no file is called '" + last + "'"
                + (there.isEmpty() ? "; it is empty" : "; there are " + String.join(", ", there));
    }

    private static String similar(Path missing) throws IOException {
        Path folder = missing.getParent();
        return folder == null || !Files.isDirectory(folder)
                ? ""
                : Suggestion.among(names(folder), String.valueOf(missing.getFileName()));
    }

    /** A few of the YAML files in it, or of all where there are none. */
    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            List<String> all = inside.filter(Files::isRegularFile)
                    .map(one -> String.valueOf(one.getFileName()))
                    .sorted()
                    .toList();
            List<String> yaml =
                    all.stream().filter(one -> one.matches(".*\\.ya?ml")).toList();
            return (yaml.isEmpty() ? all : yaml).stream().limit(SHOWN).toList();
        }
    }

    private static YamlTree tree(String name, String text) throws UnreadableException {
        try {
            return YamlTree.of(name, text);
        } catch (BrokenYamlException broken) {
            throw new UnreadableException(broken.position, Objects.requireNonNull(broken.getMessage()));
        }
    }

    private static String text(Path file, String name) throws UnreadableException {
        try {
            if (Files.size(file) > ConfigReader.MAX_BYTES) {
                throw new UnreadableException(TextPosition.start(name), "the file is larger than 1 MB");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw new UnreadableException(TextPosition.start(name), "the file is not UTF-8 text");
        } catch (IOException unreadable) {
            throw new UnreadableException(
                    TextPosition.start(name), Files.exists(file) ? "the file cannot be read" : "there is no such file");
        }
    }
}
