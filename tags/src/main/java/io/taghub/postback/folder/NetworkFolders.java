package io.taghub.postback.folder;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

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
        /** There in every build, so the place where it lies is where the others lie. */
        static final List<String> FILES = FolderListing.of(ROOT, GENERIC + "/" + PRESET);
    }
}
