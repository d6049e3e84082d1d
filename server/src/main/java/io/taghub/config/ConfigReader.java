package io.taghub.config;

import io.taghub.config.HubConfig.IdentityRules;
import io.taghub.config.HubConfig.Mode;
import io.taghub.config.Resolution.OnMissing;
import io.taghub.config.lookup.References;
import io.taghub.config.yaml.TextPosition;
import io.taghub.config.yaml.YamlTree;
import io.taghub.tag.ClickIdRule;
import io.taghub.tag.Setup;
import io.taghub.tag.TagType;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a config file into one valid value, or into everything that is wrong with it. */
public final class ConfigReader {
    static final int MAX_BYTES = 1024 * 1024;

    private final String name;
    private final Path file;
    private final @Nullable String profile;
    private final Function<String, @Nullable String> env;
    private final List<TagType<?>> types;
    private final Use use;

    /** What a config is read for. */
    private enum Use {
        RUNNING,
        /** By somebody who has no secrets and sends nothing. */
        WITHOUT_SECRETS,
        /** Of a profile that is not the one in use, whose secrets are elsewhere. */
        LOOKING
    }

    private ConfigReader(
            String name,
            Path file,
            @Nullable String profile,
            Function<String, @Nullable String> env,
            List<TagType<?>> types,
            Use use) {
        this.name = name;
        this.file = file.toAbsolutePath().normalize();
        this.profile = profile;
        this.env = env;
        this.types = types;
        this.use = use;
    }

    /**
     * Reads a file.
     *
     * @param file YAML 1.2, at most 1 MB; paths in it, and in those it includes, are relative to its folder
     * @param env value of an environment variable by name, null where it is not set ({@code System::getenv})
     * @param types the tag types that can be configured
     */
    public static Loaded read(Path file, Function<String, @Nullable String> env, List<TagType<?>> types) {
        return read(file, null, env, types);
    }

    /** The same with one of its profiles, null for none. */
    public static Loaded read(
            Path file, @Nullable String profile, Function<String, @Nullable String> env, List<TagType<?>> types) {
        return new ConfigReader(file.toString(), file, profile, env, types, Use.RUNNING).read(Sources::read);
    }

    /** For whoever has no secrets and needs none, such as a web team: missing ones are made up, as in mode sandbox. */
    public static Loaded readWithoutSecrets(Path file, @Nullable String profile, List<TagType<?>> types) {
        return new ConfigReader(file.toString(), file, profile, name -> null, types, Use.WITHOUT_SECRETS)
                .read(Sources::read);
    }

    /**
     * Reads a config that is not in a file.
     *
     * @param name what problems call it
     * @param folder what paths in it are relative to
     */
    public static Loaded parse(
            String text, String name, Path folder, Function<String, @Nullable String> env, List<TagType<?>> types) {
        return new ConfigReader(name, folder.resolve(name), null, env, types, Use.RUNNING)
                .read(sources -> sources.parse(text));
    }

    private interface Source {
        YamlTree tree(Sources sources) throws Sources.UnreadableException;
    }

    private Loaded.Invalid broken(TextPosition at, String message, Set<Path> files) {
        return new Loaded.Invalid(List.of(new ConfigProblem(at.file(), at.line(), at.column(), message)), files);
    }

    private Loaded read(Source source) {
        Sources sources = new Sources(name, file);
        YamlTree tree;
        try {
            tree = source.tree(sources);
        } catch (Sources.UnreadableException broken) {
            return broken(broken.position, Objects.requireNonNull(broken.getMessage()), sources.files());
        }
        YamlTree whole = tree.copy();
        String unknown = profile == null ? null : Profiles.apply(tree, profile);
        if (unknown != null) {
            return broken(tree.keyAt(Profiles.KEY), unknown, sources.files());
        }
        References references = new References(env, Objects.requireNonNull(file.getParent()));
        SectionReader reader = new SectionReader(tree, references, new Problems(name, tree));
        sources.report(reader.problems);
        Profiles.check(reader);
        HubConfig config = read(reader, tagNames(whole));
        Profiles.names(whole).stream()
                .filter(other -> !other.equals(profile))
                .forEach(other -> refuseIn(other, whole.copy(), reader.problems));
        Set<Path> files = new TreeSet<>(references.files());
        files.addAll(sources.files());
        return config != null && reader.problems.errors().isEmpty()
                ? new Loaded.Valid(config, reader.problems.warnings(), reader.problems.refusals(), files)
                : new Loaded.Invalid(reader.problems.errors(), reader.problems.warnings(), files);
    }

    /** What is wrong in a profile that is not the one in use: nothing here runs by it, and it would not run there. */
    private void refuseIn(String other, YamlTree tree, Problems problems) {
        Set<String> tags = tagNames(tree);
        Set<TextPosition> own = tree.positionsWithin(Profiles.KEY + "." + other);
        // What stands elsewhere may be wrong by this profile alone: a test code where it says production.
        Set<ConfigProblem> said = Set.copyOf(problems.errors());
        Set<ConfigProblem> doubted = Set.copyOf(problems.warnings());
        if (Profiles.apply(tree, other) != null) {
            return;
        }
        References references = new References(env, Objects.requireNonNull(file.getParent()));
        SectionReader reader = new SectionReader(tree, references, new Problems(name, tree));
        new ConfigReader(name, file, other, env, types, Use.LOOKING).read(reader, tags);
        reader.problems.errors().stream()
                .filter(error -> own.contains(new TextPosition(error.file(), error.line(), error.column()))
                        || !said.contains(error))
                .forEach(error -> problems.refuse(
                        error,
                        error.message().startsWith("the profile ")
                                ? error.message()
                                : "in the profile '" + other + "': " + error.message()));
        reader.problems.warnings().stream()
                .filter(doubt -> !doubted.contains(doubt) && !doubt.message().endsWith(Resolution.MADE_UP))
                .forEach(doubt -> problems.warning(doubt, "in the profile '" + other + "': " + doubt.message()));
    }

    private static Set<String> tagNames(YamlTree tree) {
        return Set.copyOf(YamlTree.asMap(tree.root.get(ConfigKeys.TAGS.name())).keySet());
    }

    /** @param tagNames those of the file, whichever profile is chosen */
    private @Nullable HubConfig read(SectionReader reader, Set<String> tagNames) {
        Mode mode = use == Use.WITHOUT_SECRETS ? Mode.SANDBOX : HubSection.mode(reader);
        Function<Mode, OnMissing> missing = use == Use.LOOKING ? any -> OnMissing.INVENT : HubSection::onMissing;
        ConfigKeys.Hub hub = HubSection.read(reader, missing.apply(mode));
        ClickIdRegistry known = ClickIdRegistry.of(types);
        NamedSections named = new NamedSections(reader, missing.apply(mode), known.clickIds());
        if (hub != null && hub.production()) {
            Profiles.refuseTrying(reader);
        }
        Set<String> strangers = profile == null ? Set.of() : Profiles.refuseUnknownTags(reader, profile, tagNames);
        var serverKeys = named.serverKeys();
        var events = named.events();
        var clickIds = named.clickIds();
        var inbound = named.inbound();
        // Tags are read also where the hub's own keys are wrong, to report everything at once.
        HubConfig.Site site = hub == null ? null : hub.site();
        URI url = site == null ? URI.create("https://localhost/") : site.url();
        Setup setup = new Setup(Map.of(), hub == null ? null : hub.defaultCountry(), url);
        TagSection section = new TagSection(reader, types, known, clickIds.keySet(), mode, missing, setup, events);
        Map<String, TagConfig> tags = tags(reader, section, strangers);
        section.doubles().report(reader.problems);
        new Claims(tags.values(), Set.of()).report(reader.problems);
        if (hub != null) {
            Spans.check(reader, hub, events, clickIds, tags);
            Reach.check(reader, tags, Objects.requireNonNull(hub.network()).allowPrivate());
        }
        if (tags.isEmpty() && reader.problems.errors().isEmpty()) {
            reader.problems.warning(
                    ConfigKeys.TAGS.name(), "no tag runs, so events are kept and nothing is sent anywhere");
        }
        EventNames.check(reader, types, events.keySet());
        Set<String> names = new TreeSet<>(clickIds.keySet());
        known.clickIds().forEach(rule -> names.add(rule.name()));
        tags.values().forEach(tag -> names.addAll(tag.clickIds()));
        ClickIdRegistry.check(reader, names, known.browserIds());
        if (hub == null || site == null) {
            return null;
        }
        return new HubConfig(
                site,
                mode,
                HubSection.sandbox(hub),
                HubSection.store(hub, reader, missing.apply(mode)),
                serverKeys,
                events,
                tags,
                hub.defaultCountry(),
                Objects.requireNonNull(hub.consent()),
                identity(hub),
                wanted(clickIds, known, tags, section),
                known.browserIds(),
                Objects.requireNonNull(hub.retention()),
                Objects.requireNonNull(hub.network()),
                inbound,
                Set.copyOf(reader.entries(ConfigKeys.TAGS).keySet()),
                HubConfig.Written.of(reader.root(), tags, inbound));
    }

    private static Map<String, TagConfig> tags(SectionReader reader, TagSection section, Set<String> strangers) {
        Map<String, TagConfig> tags = new LinkedHashMap<>();
        reader.entries(ConfigKeys.TAGS).forEach((name, group) -> {
            TagConfig tag = strangers.contains(name) ? null : section.read(name, group);
            if (tag != null) {
                tags.put(name, tag);
            }
        });
        return Collections.unmodifiableMap(tags);
    }

    /**
     * The operator's own, then those every hub knows and those that only a tag sends. Where tags send one, the longest
     * lifetime counts: what one of them says takes no click from another.
     */
    private static List<ClickIdRule> wanted(
            Map<String, ClickIdRule> own, ClickIdRegistry registry, Map<String, TagConfig> tags, TagSection section) {
        Map<String, ClickIdRule> all = new LinkedHashMap<>(own);
        Map<String, ClickIdRule> known = new LinkedHashMap<>();
        registry.clickIds().forEach(rule -> known.put(rule.name(), rule));
        known.forEach(all::putIfAbsent);
        Set<String> settled = new TreeSet<>(own.keySet());
        registry.browserIds().forEach(rule -> settled.add(rule.name()));
        Map<String, ClickIdRule> sent = new LinkedHashMap<>();
        for (TagConfig tag : tags.values()) {
            Map<String, ClickIdRule> stated = section.clickIdRules(tag.name());
            tag.clickIds().stream().filter(name -> !settled.contains(name)).forEach(name -> {
                ClickIdRule unsaid = known.getOrDefault(name, unknown(name));
                ClickIdRule said = stated.getOrDefault(name, unsaid);
                boolean anothers = unsaid.exclusive() && !unsaid.platform().equals(said.platform());
                sent.merge(name, anothers ? unsaid : said, ConfigReader::longer);
            });
        }
        all.putAll(sent);
        return List.copyOf(all.values());
    }

    private static ClickIdRule unknown(String name) {
        return new ClickIdRule(name, "affiliate", "", Defaults.written(Defaults.CLICK_LIFETIME), false);
    }

    private static ClickIdRule longer(ClickIdRule one, ClickIdRule other) {
        ClickIdRule longer = one.lifetime().compareTo(other.lifetime()) < 0 ? other : one;
        // What the one refuses may be the other's click.
        return one.pattern().equals(other.pattern())
                ? longer
                : new ClickIdRule(longer.name(), longer.platform(), "", longer.lifetime(), longer.exclusive());
    }

    /** Nothing can wait longer than it is kept. */
    private static IdentityRules identity(ConfigKeys.Hub hub) {
        Duration kept = Objects.requireNonNull(hub.retention()).events();
        List<String> from = hub.identify() == null ? null : hub.identify().from();
        return new IdentityRules(
                from == null || from.contains("browser"), hub.lateLink().compareTo(kept) > 0 ? kept : hub.lateLink());
    }
}
