package io.taghub.postback.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Lists folders that lie among the classes, in a jar or beside it. */
public final class FolderListing {
    private FolderListing() {}

    /**
     * {@code FOLDER/FILE} of each.
     *
     * @param root of the folders, {@code /io/taghub/postback/}
     * @param known one file that is there in every build
     */
    public static List<String> of(String root, String known) {
        URL one = Objects.requireNonNull(FolderListing.class.getResource(root + known));
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
                    .filter(FolderListing::isInAFolder)
                    .toList();
        }
    }

    private static List<String> inFolder(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root, 2)) {
            return files.map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .filter(FolderListing::isInAFolder)
                    .toList();
        }
    }

    private static boolean isInAFolder(String path) {
        return path.matches("[^/]+/[^/]+");
    }
}
