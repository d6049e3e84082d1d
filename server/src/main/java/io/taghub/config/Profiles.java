package io.taghub.config;

import io.taghub.config.Resolution.OnMissing;
import io.taghub.config.yaml.YamlTree;
import io.taghub.text.Suggestion;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a config says otherwise in one place than in another, by {@code --profile NAME}, and what no place with real money takes. */
final class Profiles {
    static final String KEY = "profiles";

    private Profiles() {}

    static Set<String> names(YamlTree tree) {
        return YamlTree.asMap(tree.root.get(KEY)).keySet();
    }

    /** Lays the profile over the tree; in words where there is none of this name. */
    static @Nullable String apply(YamlTree tree, String profile) {
        Set<String> names = names(tree);
        if (names.contains(profile)) {
            tree.override(KEY + "." + profile);
            return null;
        }
        return "there is no profile '" + profile + "'"
                + (names.isEmpty()
                        ? "; a profile stands below 'profiles:' and says what is otherwise there"
                        : ", but " + String.join(", ", names) + Suggestion.among(names, profile));
    }

    /** What a profile cannot be, whichever is chosen. */
    static void check(SectionReader reader) {
        reader.group(reader.root().get(KEY), KEY).forEach((name, profile) -> {
            String path = KEY + "." + name;
            Map<String, @Nullable Object> keys = reader.group(profile, path);
            for (String key : Set.of(KEY, Sources.INCLUDE)) {
                if (keys.containsKey(key)) {
                    reader.problems.error(path + "." + key, "'" + key + "' cannot stand in a profile");
                }
            }
            if (name.isBlank()) {
                reader.problems.error(path, "a profile needs a name, by which --profile chooses it");
            }
            if (name.matches("(?i)live|prod(uction)?") && !keys.containsKey("production")) {
                reader.problems.warning(
                        path,
                        "write production: true here, and test codes and the modes sandbox and shadow are refused in it");
            }
        });
    }

    /** Whoever changes a tag that there is not has misspelt it. Those that are said. */
    static Set<String> refuseUnknownTags(SectionReader reader, String profile, Set<String> known) {
        Set<String> unknown = new TreeSet<>();
        reader.entries(ConfigKeys.TAGS).forEach((name, group) -> {
            if (!known.contains(name) && !group.containsKey("type")) {
                unknown.add(name);
                String meant = Suggestion.among(known, name);
                reader.problems.error(
                        ConfigKeys.TAGS.name() + "." + name,
                        "the profile '" + profile + "' changes a tag '" + name + "' that there is not"
                                + (meant.isEmpty() && !known.isEmpty()
                                        ? "; there are " + String.join(", ", new TreeSet<>(known))
                                                + ", and one of the profile's own says its 'type'"
                                        : meant));
            }
        });
        return unknown;
    }

    /** Where {@code production: true} stands, nothing is only tried. */
    static void refuseTrying(SectionReader reader) {
        Resolution quiet = reader.resolution(OnMissing.IGNORE);
        refuseMode(quiet.group(reader.root(), ConfigKeys.HUB.fields(), "").get("mode"), "mode", reader);
        reader.entries(ConfigKeys.TAGS).forEach((name, group) -> {
            String path = ConfigKeys.TAGS.name() + "." + name;
            Map<String, @Nullable Object> tag = quiet.group(group, ConfigKeys.TAG.fields(), path);
            if ("false".equals(String.valueOf(tag.get("enabled")))) {
                return;
            }
            refuseMode(tag.get("mode"), path + ".mode", reader);
            tag.forEach((key, value) -> {
                if (isTrying(key, value)) {
                    reader.problems.error(
                            path + "." + key, "'" + key + "' is for tests, and production: true refuses it");
                }
            });
        });
    }

    private static void refuseMode(@Nullable Object mode, String path, SectionReader reader) {
        if ("sandbox".equals(mode) || "shadow".equals(mode)) {
            reader.problems.error(
                    path, "in mode " + mode + " no platform is told anything; production: true refuses it");
        }
    }

    /** Whether a tag with this setting is for trying the platform out, whatever the platform counts of it. */
    static boolean isTrying(String key, @Nullable Object value) {
        return value != null
                && ((key.startsWith("test_") && !"false".equals(value.toString()))
                        || (key.equals("validate_only") && "true".equals(value.toString())));
    }
}
