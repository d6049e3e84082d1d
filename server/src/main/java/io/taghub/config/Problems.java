package io.taghub.config;

import io.taghub.config.yaml.TextPosition;
import io.taghub.config.yaml.YamlTree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Collects everything that is wrong or doubtful, each with its place in the file. */
final class Problems {
    private static final Comparator<ConfigProblem> ORDER = Comparator.comparingInt(ConfigProblem::line)
            .thenComparingInt(ConfigProblem::column)
            .thenComparing(ConfigProblem::message);

    private final String file;
    private final YamlTree tree;
    private final Set<ConfigProblem> errors = new TreeSet<>(ORDER);
    private final Set<ConfigProblem> refusals = new TreeSet<>(ORDER);
    private final Set<ConfigProblem> warnings = new TreeSet<>(ORDER);

    Problems(String file, YamlTree tree) {
        this.file = file;
        this.tree = tree;
        tree.oddities().forEach((position, message) -> errors.add(at(position, message)));
    }

    /** An error, shown at the key this path leads to. */
    void error(String path, String message) {
        errors.add(at(tree.keyAt(path), message));
    }

    /** An error, shown at the value this path leads to. */
    void errorInValue(String path, String message) {
        errors.add(at(tree.valueAt(path), message));
    }

    /** What no config should have, and one that a hub runs by already may go on with. */
    void refuse(String path, String message) {
        refusals.add(at(tree.keyAt(path), message));
    }

    void warning(String path, String message) {
        warnings.add(at(tree.keyAt(path), message));
    }

    void warningInValue(String path, String message) {
        warnings.add(at(tree.valueAt(path), message));
    }

    List<ConfigProblem> errors() {
        return new ArrayList<>(errors);
    }

    List<ConfigProblem> refusals() {
        return new ArrayList<>(refusals);
    }

    List<ConfigProblem> warnings() {
        return new ArrayList<>(warnings);
    }

    private ConfigProblem at(TextPosition position, String message) {
        return new ConfigProblem(file, position.line(), position.column(), message);
    }
}
