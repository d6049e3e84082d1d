package io.taghub.postback;

import io.taghub.tag.Form.Bound;
import io.taghub.tag.Form.Problem;
import io.taghub.tag.Suggestion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The presets there are: those that come with TagHub, and the operator's own, which win. */
final class Presets {
    private static final String SUFFIX = ".yaml";

    /** There in every build, so the place where it lies is where the others lie. */
    static final String GENERIC = "generic-get";

    private final Map<String, String> own;
    private final Map<String, Bound<Preset>> read = new ConcurrentHashMap<>();

    /** @param own preset name to the content of its file */
    Presets(Map<String, String> own) {
        this.own = Map.copyOf(own);
    }

    Set<String> names() {
        Set<String> names = new TreeSet<>(BuiltIn.NAMES);
        names.addAll(own.keySet());
        return names;
    }

    Bound<Preset> get(String name) {
        return names().contains(name)
                ? read.computeIfAbsent(name, this::read)
                : new Bound.Invalid<>(List.of(
                        new Problem("preset", "there is no preset '" + name + "'" + Suggestion.among(names(), name))));
    }

    private Bound<Preset> read(String name) {
        String yaml = own.containsKey(name) ? own.get(name) : builtIn(name);
        return switch (PresetReader.read(name, Objects.requireNonNull(yaml))) {
            case Bound.Filled<Preset> filled -> filled;
            case Bound.Invalid<Preset>(List<Problem> problems) ->
                new Bound.Invalid<>(problems.stream()
                        .map(problem -> new Problem(
                                "preset",
                                "the preset file " + name + SUFFIX + " is wrong"
                                        + (problem.path().isEmpty() ? "" : " at '" + problem.path() + "'") + ": "
                                        + problem.message()))
                        .toList());
        };
    }

    private static String builtIn(String name) {
        try (InputStream file = Presets.class.getResourceAsStream(name + SUFFIX)) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Found by listing, so that a new preset is one file and no entry in an index. Read once, when first needed. */
    private static final class BuiltIn {
        static final Set<String> NAMES = list();

        private static Set<String> list() {
            URL one = Objects.requireNonNull(Presets.class.getResource(GENERIC + SUFFIX));
            try {
                return files(one).stream()
                        .filter(file -> file.endsWith(SUFFIX))
                        .map(file -> file.substring(0, file.length() - SUFFIX.length()))
                        .collect(Collectors.toUnmodifiableSet());
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }

        private static List<String> files(URL one) throws IOException {
            if (one.openConnection() instanceof JarURLConnection inJar) {
                inJar.setUseCaches(false);
                String folder = folder(inJar.getEntryName());
                try (var jar = inJar.getJarFile()) {
                    return jar.stream()
                            .map(entry -> entry.getName())
                            .filter(entry -> entry.startsWith(folder) && entry.indexOf('/', folder.length()) < 0)
                            .map(entry -> entry.substring(folder.length()))
                            .toList();
                }
            }
            try (Stream<Path> files = Files.list(Path.of(URI.create(folder(one.toString()))))) {
                return files.map(file -> String.valueOf(file.getFileName())).toList();
            }
        }

        private static String folder(@Nullable String path) {
            String known = Objects.requireNonNull(path);
            return known.substring(0, known.lastIndexOf('/') + 1);
        }
    }
}
