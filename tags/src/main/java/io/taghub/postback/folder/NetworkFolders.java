package io.taghub.postback.folder;

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
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The networks that come with TagHub, a folder each; found by listing, so that a new one is registered nowhere. */
public final class NetworkFolders {
    public static final String PRESET = "preset.yaml";
    public static final String TWIN = "twin.yaml";

    /** The network of a postback tag that names none. */
    public static final String GENERIC = "generic-get";

    private static final String ROOT = "/io/taghub/postback/";

    private NetworkFolders() {}

    /** The networks that have a file of this name. */
    public static Set<String> with(String file) {
        return Listed.FILES.stream()
                .filter(path -> path.endsWith("/" + file))
                .map(path -> path.substring(0, path.indexOf('/')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The content of a file that is there. */
    public static String read(String network, String file) {
        try (InputStream content = NetworkFolders.class.getResourceAsStream(ROOT + network + "/" + file)) {
            return new String(Objects.requireNonNull(content).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Read once, when first needed. */
    private static final class Listed {
        /** {@code NETWORK/FILE} of each. */
        static final List<String> FILES = list();

        private static List<String> list() {
            // There in every build, so the place where it lies is where the others lie.
            String known = GENERIC + "/" + PRESET;
            URL one = Objects.requireNonNull(NetworkFolders.class.getResource(ROOT + known));
            try {
                return one.openConnection() instanceof JarURLConnection inJar
                        ? inJar(inJar, known)
                        : inFolder(Path.of(URI.create(one.toString().replace(known, ""))));
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }

        private static List<String> inJar(JarURLConnection one, String known) throws IOException {
            one.setUseCaches(false);
            String root = String.valueOf(one.getEntryName()).replace(known, "");
            try (var jar = one.getJarFile()) {
                return jar.stream()
                        .map(entry -> entry.getName())
                        .filter(name -> name.startsWith(root))
                        .map(name -> name.substring(root.length()))
                        .filter(Listed::isInAFolder)
                        .toList();
            }
        }

        private static List<String> inFolder(Path root) throws IOException {
            try (Stream<Path> files = Files.walk(root, 2)) {
                return files.map(file -> root.relativize(file).toString().replace('\\', '/'))
                        .filter(Listed::isInAFolder)
                        .toList();
            }
        }

        private static boolean isInAFolder(String path) {
            return path.matches("[^/]+/[^/]+");
        }
    }
}
