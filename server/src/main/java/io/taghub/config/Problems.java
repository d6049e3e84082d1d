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
    private final YamlTree tree;
    private final Set<ConfigProblem> errors;
    private final Set<ConfigProblem> refusals;
    private final Set<ConfigProblem> warnings;

    /** @param file the config itself, whose problems come before those of what it includes */
    Problems(String file, YamlTree tree) {
        this.tree = tree;
        Comparator<ConfigProblem> order = Comparator.comparing(
                        (ConfigProblem problem) -> !problem.file().equals(file))
                .thenComparing(ConfigProblem::file)
                .thenComparingInt(ConfigProblem::line)
                .thenComparingInt(ConfigProblem::column)
                .thenComparing(ConfigProblem::message);
        errors = new TreeSet<>(order);
        refusals = new TreeSet<>(order);
        warnings = new TreeSet<>(order);
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

    /** The same, with the place of another. */
    void refuse(ConfigProblem at, String message) {
        refusals.add(new ConfigProblem(at.file(), at.line(), at.column(), message));
    }

    void warning(String path, String message) {
        warnings.add(at(tree.keyAt(path), message));
    }

    /** The same, with the place of another. */
    void warning(ConfigProblem at, String message) {
        warnings.add(new ConfigProblem(at.file(), at.line(), at.column(), message));
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

    private static ConfigProblem at(TextPosition position, String message) {
        return new ConfigProblem(position.file(), position.line(), position.column(), message);
    }
}
