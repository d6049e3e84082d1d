package io.taghub.hub;

import io.taghub.config.ConfigProblem;
import io.taghub.config.ConfigReader;
import io.taghub.config.HubConfig;
import io.taghub.config.Loaded;
import io.taghub.config.TagConfig;
import io.taghub.platform.Platform;
import io.taghub.postback.PostbackTagType;
import io.taghub.postback.folder.NetworkFolders;
import io.taghub.postback.twin.NetworkTwin;
import io.taghub.sandbox.Settings;
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
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the tag types and reads the configuration for the commands. */
public final class Configs {
    public static final Path DEFAULT = Path.of("taghub.yaml");

    private static final Path PLUGINS = Path.of("plugins");
    private static final Path NETWORKS = Path.of("postbacks");

    private Configs() {}

    /** Those that came with the hub, those in jars under {@code plugins/}, and presets from {@code postbacks/}. */
    public static List<TagType<?>> types() {
        return types(PLUGINS, NETWORKS);
    }

    public static List<TagType<?>> types(Path plugins, Path networks) {
        return types(plugins, List.of(networks));
    }

    private static List<TagType<?>> types(Path plugins, List<Path> networks) {
        List<TagType<?>> types = new ArrayList<>();
        platforms(plugins).forEach(platform -> types.add(platform.type()));
        Map<String, String> presets = first(networks, Configs::presets);
        PostbackTagType postback = new PostbackTagType(presets, types);
        types.replaceAll(type -> type instanceof PostbackTagType ? postback : type);
        types.sort(Comparator.comparing(TagType::name));
        return types;
    }

    /** Those that came with the hub and those in jars under {@code plugins/}. */
    public static List<Platform> platforms() {
        return platforms(PLUGINS);
    }

    public static List<Platform> platforms(Path plugins) {
        return Platform.in(plugins(plugins));
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

    /** {@code NAME/preset.yaml}, or {@code NAME.yaml} where there is nothing but the preset. */
    private static Map<String, String> presets(Path folder) {
        Map<String, String> presets = networks(folder, NetworkFolders.PRESET);
        try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".yaml")).toList()) {
                String name = file.getFileName().toString().replaceFirst("\\.yaml$", "");
                if (presets.put(name, Files.readString(file)) != null) {
                    throw new PlainException("the preset " + name + " is there twice, as " + file
                            + " and in the folder " + folder.resolve(name) + "; keep one");
                }
            }
        } catch (IOException unreadable) {
            throw new PlainException("the presets in the folder postbacks cannot be read");
        }
        return presets;
    }

    /**
     * How the sandbox plays: as always, and the operator's own networks as {@code postbacks/NAME/twin.yaml} says.
     *
     * @param config where the hub that plays with it has its config, if it is known
     */
    public static Settings sandbox(@Nullable Path config) {
        Map<String, String> twins = first(networks(config), folder -> networks(folder, NetworkFolders.TWIN));
        twins.forEach((name, yaml) -> NetworkTwin.problem(name, yaml).ifPresent(problem -> {
            throw new PlainException(problem);
        }));
        return Settings.DEFAULT.withNetworks(twins);
    }

    /** Beside the config, and where the hub was started. */
    private static List<Path> networks(@Nullable Path config) {
        return config == null ? List.of(NETWORKS) : List.of(config.resolveSibling(NETWORKS), NETWORKS);
    }

    /** What the first folder has wins over what the second has under the same name. */
    private static Map<String, String> first(List<Path> folders, Function<Path, Map<String, String>> read) {
        Map<String, String> found = new TreeMap<>();
        folders.reversed().forEach(folder -> found.putAll(read.apply(folder)));
        return found;
    }

    /** By network, what is in the file of this name. */
    private static Map<String, String> networks(Path folder, String file) {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> networks = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            for (Path network :
                    networks.filter(one -> Files.exists(one.resolve(file))).toList()) {
                found.put(network.getFileName().toString(), Files.readString(network.resolve(file)));
            }
        } catch (IOException unreadable) {
            throw new PlainException("the networks in the folder postbacks cannot be read");
        }
        return found;
    }

    /** @param profile which of the config's profiles, null for none */
    public static Loaded load(Path file, @Nullable String profile) {
        mustExist(file);
        return read(file, profile, System::getenv);
    }

    /** Says what to do where there is no config at all. */
    public static void mustExist(Path file) {
        if (Files.notExists(file)) {
            throw new PlainException("there is no file " + file
                    + "; start from one of templates/starters, name another with --config FILE, or try `taghub demo`, which"
                    + " needs none");
        }
    }

    /** That there is no such file is one of the problems a config may have. */
    public static Loaded read(Path file, @Nullable String profile, Function<String, @Nullable String> env) {
        Set<Path> presets = presetFiles(file);
        List<TagType<?>> types = types(PLUGINS, networks(file));
        Loaded loaded = new PresetPlaces(networks(file)).in(ConfigReader.read(file, profile, env, types));
        presets.addAll(loaded.files());
        return switch (loaded) {
            case Loaded.Valid valid -> new Loaded.Valid(valid.config(), valid.warnings(), valid.refused(), presets);
            case Loaded.Invalid invalid -> new Loaded.Invalid(invalid.problems(), invalid.warnings(), presets);
        };
    }

    /** The same for a hub that runs: also what is wrong with the presets themselves is a problem of the edit. */
    public static Loaded reread(Path file, @Nullable String profile, Function<String, @Nullable String> env) {
        try {
            return read(file, profile, env);
        } catch (PlainException refused) {
            Set<Path> files = presetFiles(file);
            files.add(file.toAbsolutePath().normalize());
            String why = Objects.requireNonNull(refused.getMessage());
            return new Loaded.Invalid(List.of(new ConfigProblem(NETWORKS.toString(), 1, 1, why)), files);
        }
    }

    /** What a tag may take its preset from, and the folders in which another may appear. */
    private static Set<Path> presetFiles(Path config) {
        Set<Path> files = new TreeSet<>();
        for (Path networks : networks(config)) {
            Path folder = networks.toAbsolutePath().normalize();
            files.add(folder);
            try (Stream<Path> inside = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
                inside.forEach(one -> files.add(Files.isDirectory(one) ? one.resolve(NetworkFolders.PRESET) : one));
            } catch (IOException unreadable) {
                // Reading them will say so.
            }
        }
        return files;
    }

    /** For commands that only look something up; {@code check} and {@code run} are those that warn. */
    public static HubConfig need(Path file, @Nullable String profile) {
        return needed(load(file, profile)).config();
    }

    /** For commands that concern the page alone: no secret has to be set. */
    public static HubConfig forThePage(Path file, @Nullable String profile) {
        mustExist(file);
        return needed(ConfigReader.readWithoutSecrets(file, profile, types(PLUGINS, networks(file))))
                .config();
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
