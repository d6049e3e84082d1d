package io.taghub.hub;

import io.taghub.config.ConfigProblem;
import io.taghub.config.ConfigReader;
import io.taghub.config.HubConfig;
import io.taghub.config.Loaded;
import io.taghub.config.TagConfig;
import io.taghub.postback.PostbackTagType;
import io.taghub.tag.TagType;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the tag types and reads the configuration for the commands. */
public final class Configs {
    public static final Path DEFAULT = Path.of("taghub.yaml");

    private Configs() {}

    /** Those that came with the hub, those in jars under {@code plugins/}, and presets from files under {@code postbacks/}. */
    public static List<TagType<?>> types() {
        return types(Path.of("plugins"), Path.of("postbacks"));
    }

    public static List<TagType<?>> types(Path plugins, Path presets) {
        List<TagType<?>> types = new ArrayList<>();
        ServiceLoader.load(TagType.class, plugins(plugins)).forEach(types::add);
        types.replaceAll(type -> type instanceof PostbackTagType ? new PostbackTagType(presets(presets)) : type);
        types.sort(Comparator.comparing(TagType::name));
        return types;
    }

    private static ClassLoader plugins(Path folder) {
        ClassLoader own = Configs.class.getClassLoader();
        if (!Files.isDirectory(folder)) {
            return own;
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<URL> jars = new ArrayList<>();
            for (Path jar : files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList()) {
                jars.add(jar.toUri().toURL());
            }
            return new URLClassLoader(jars.toArray(URL[]::new), own);
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        } catch (IOException unreadable) {
            throw new PlainException("the folder plugins cannot be read");
        }
    }

    private static Map<String, String> presets(Path folder) {
        Map<String, String> presets = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file :
                        files.filter(file -> file.toString().endsWith(".yaml")).toList()) {
                    presets.put(file.getFileName().toString().replaceFirst("\\.yaml$", ""), Files.readString(file));
                }
            } catch (IOException unreadable) {
                throw new PlainException("the presets in the folder postbacks cannot be read");
            }
        }
        return presets;
    }

    public static Loaded load(Path file) {
        mustExist(file);
        return read(file, System::getenv);
    }

    /** Says what to do where there is no config at all. */
    static void mustExist(Path file) {
        if (Files.notExists(file)) {
            throw new PlainException("there is no file " + file
                    + "; start from one of templates/starters, name another with --config FILE, or try `taghub demo`, which"
                    + " needs none");
        }
    }

    /** That there is no such file is one of the problems a config may have. */
    public static Loaded read(Path file, Function<String, @Nullable String> env) {
        return ConfigReader.read(file, env, types());
    }

    /** For commands that only look something up; {@code check} and {@code run} are those that warn. */
    public static HubConfig need(Path file) {
        return needed(load(file)).config();
    }

    /** For commands that concern the page alone: no secret has to be set. */
    public static HubConfig forThePage(Path file) {
        mustExist(file);
        return needed(ConfigReader.readWithoutSecrets(file, types())).config();
    }

    /** The config, or all its problems as one plain failure. */
    public static Loaded.Valid needed(Loaded loaded) {
        return switch (loaded) {
            case Loaded.Valid valid -> valid;
            case Loaded.Invalid invalid ->
                throw new PlainException("the config has problems\n" + lines(invalid.problems()));
        };
    }

    /** The tag of this name, or a sentence that names those there are. */
    public static TagConfig tag(HubConfig hub, String name) {
        TagConfig tag = hub.tags().get(name);
        if (tag == null) {
            throw new PlainException("there is no tag '" + name + "'; there are "
                    + String.join(", ", hub.tags().keySet()));
        }
        return tag;
    }

    public static String lines(List<ConfigProblem> problems) {
        return problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n"));
    }
}
