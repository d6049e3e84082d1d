package io.taghub.config.inbound;

import io.taghub.postback.folder.FolderListing;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The sources that come with TagHub, a folder each under {@code templates/sources}; read once, when first needed. */
public final class ReadySources {
    private static final String ROOT = "/templates/sources/";
    private static final String FILE = "source.yaml";
    /** What a file says about itself, which is no key of the config. */
    private static final String ABOUT = "about";

    private ReadySources() {}

    /**
     * What is known of a source.
     *
     * @param keys as they would stand in the config
     * @param about what it is: {@code title}, {@code docs}, {@code unsure}
     */
    public record Recipe(Map<String, @Nullable Object> keys, Map<String, String> about) {}

    public static Map<String, Recipe> all() {
        return Read.ALL;
    }

    /** The keys of each. */
    public static Map<String, Map<String, @Nullable Object>> keys() {
        Map<String, Map<String, @Nullable Object>> keys = new TreeMap<>();
        all().forEach((name, ready) -> keys.put(name, ready.keys()));
        return keys;
    }

    private static final class Read {
        static final Map<String, Recipe> ALL = read();

        private static Map<String, Recipe> read() {
            Map<String, Recipe> all = new TreeMap<>();
            for (String path : new TreeSet<>(FolderListing.of(ROOT, "keitaro/" + FILE))) {
                if (path.endsWith("/" + FILE)) {
                    all.put(path.substring(0, path.indexOf('/')), one(path));
                }
            }
            return all;
        }

        private static Recipe one(String path) {
            try (InputStream content = ReadySources.class.getResourceAsStream(ROOT + path)) {
                String yaml = new String(Objects.requireNonNull(content).readAllBytes(), StandardCharsets.UTF_8);
                Object loaded = new Load(LoadSettings.builder()
                                .setSchema(new CoreSchema())
                                .setLabel(path)
                                .build())
                        .loadFromString(yaml);
                Map<String, @Nullable Object> keys = new LinkedHashMap<>();
                ((Map<?, ?>) Objects.requireNonNull(loaded))
                        .forEach((key, value) -> keys.put(String.valueOf(key), value));
                Map<String, String> about = new LinkedHashMap<>();
                if (keys.remove(ABOUT) instanceof Map<?, ?> said) {
                    said.forEach((key, value) -> about.put(String.valueOf(key), String.valueOf(value)));
                }
                return new Recipe(keys, about);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }
}
