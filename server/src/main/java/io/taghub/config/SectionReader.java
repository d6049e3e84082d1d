package io.taghub.config;

import io.taghub.config.lookup.References;
import io.taghub.config.yaml.YamlTree;
import io.taghub.rule.Findings;
import io.taghub.tag.Form;
import io.taghub.tag.Form.Bound;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes groups of keys out of the file and fills forms with them. */
final class SectionReader {
    private final YamlTree tree;
    private final References references;
    final Problems problems;

    SectionReader(YamlTree tree, References references, Problems problems) {
        this.tree = tree;
        this.references = references;
        this.problems = problems;
    }

    Map<String, @Nullable Object> root() {
        return tree.root;
    }

    Resolution resolution(Resolution.OnMissing onMissing) {
        return new Resolution(references, problems, onMissing);
    }

    /** The group at a path, or an empty one with a complaint where something else stands. */
    Map<String, @Nullable Object> group(@Nullable Object value, String path) {
        if (value != null && !(value instanceof Map)) {
            problems.error(path, "'" + path + "' must be a group of keys" + named(path));
        }
        return YamlTree.asMap(value);
    }

    /** Whoever forgets to name a tag writes its keys, or a list. */
    private static String named(String path) {
        String tags = ConfigKeys.TAGS.name();
        boolean key = ConfigKeys.TAG_FIELDS.stream().anyMatch(field -> path.equals(tags + "." + field.name()));
        return key || path.equals(tags) ? "; each tag has a name: tags: { a-name: { type: ... } }" : "";
    }

    /** The entries of one of {@link ConfigKeys#GROUPS}, each a group of its own. */
    Map<String, Map<String, @Nullable Object>> entries(ConfigKeys.Group group) {
        Map<String, Map<String, @Nullable Object>> entries = new LinkedHashMap<>();
        group(root().get(group.name()), group.name()).forEach((name, value) -> {
            Map<String, @Nullable Object> entry = group(value, group.name() + "." + name);
            if (value == null || value instanceof Map) {
                entries.put(name, entry);
            }
        });
        return entries;
    }

    /** Fills a form; null where something was wrong, and then it has been said. */
    <F> @Nullable F fill(Form<F> form, Map<String, @Nullable Object> group, Resolution resolution, String path) {
        return bind(form, resolution.group(group, form.fields(), path), resolution, path);
    }

    /** Says what was found wrong or doubtful below this path. */
    void report(Findings findings, Resolution resolution, String path) {
        findings.errors().stream()
                .filter(found -> !resolution.failed(path + "." + found.path()))
                .forEach(found -> problems.error(path + "." + found.path(), resolution.masked(found.message())));
        findings.warnings()
                .forEach(found -> problems.warning(path + "." + found.path(), resolution.masked(found.message())));
    }

    <F> @Nullable F bind(Form<F> form, Map<String, @Nullable Object> resolved, Resolution resolution, String path) {
        String before = path.isEmpty() ? "" : path + ".";
        return switch (form.bind(resolved)) {
            case Bound.Filled<F>(F value) -> value;
            case Bound.Invalid<F>(var found) -> {
                found.stream()
                        .filter(problem -> !resolution.failed(before + problem.path()))
                        .forEach(problem ->
                                problems.error(before + problem.path(), resolution.masked(problem.message())));
                yield null;
            }
        };
    }
}
