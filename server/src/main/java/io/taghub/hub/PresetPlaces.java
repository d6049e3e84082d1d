package io.taghub.hub;

import io.taghub.config.ConfigProblem;
import io.taghub.config.Loaded;
import io.taghub.config.yaml.BrokenYamlException;
import io.taghub.config.yaml.TextPosition;
import io.taghub.config.yaml.YamlTree;
import io.taghub.postback.folder.NetworkFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Shows what is wrong or doubtful in a preset of the operator's own where it stands, in the preset's file. */
final class PresetPlaces {
    /** How a postback says it of the preset that a tag has chosen. */
    private static final Pattern WRONG =
            Pattern.compile("(?s)the preset (\\S+) is (?:wrong|doubtful)(?: at '([^']*)')?: .*");

    private final List<Path> folders;

    /** @param folders the first wins */
    PresetPlaces(List<Path> folders) {
        this.folders = folders;
    }

    Loaded in(Loaded loaded) {
        return switch (loaded) {
            case Loaded.Valid(var config, var warnings, var refusals, var files) ->
                new Loaded.Valid(config, placed(warnings), refusals, files);
            case Loaded.Invalid(var problems, var warnings, var files) ->
                new Loaded.Invalid(placed(problems), placed(warnings), files);
        };
    }

    private List<ConfigProblem> placed(List<ConfigProblem> problems) {
        return problems.stream().map(this::placed).distinct().toList();
    }

    private ConfigProblem placed(ConfigProblem problem) {
        Matcher wrong = WRONG.matcher(problem.message());
        Path file = wrong.matches() ? file(wrong.group(1)) : null;
        if (file == null) {
            return problem;
        }
        try {
            YamlTree tree = YamlTree.of(file.toString(), Files.readString(file));
            if (wrong.group(2) == null && !tree.oddities().isEmpty()) {
                Map.Entry<TextPosition, String> first =
                        tree.oddities().entrySet().iterator().next();
                return at(first.getKey(), "the preset " + wrong.group(1) + " is wrong: " + first.getValue());
            }
            return at(tree.keyAt(wrong.group(2) == null ? "" : wrong.group(2)), problem.message());
        } catch (BrokenYamlException broken) {
            return at(broken.position, "the preset " + wrong.group(1) + " is wrong: " + broken.getMessage());
        } catch (IOException gone) {
            return problem;
        }
    }

    private static ConfigProblem at(TextPosition position, String message) {
        return new ConfigProblem(position.file(), position.line(), position.column(), message);
    }

    private @Nullable Path file(String preset) {
        return folders.stream()
                .flatMap(folder -> Stream.of(
                        folder.resolve(preset).resolve(NetworkFolders.PRESET), folder.resolve(preset + ".yaml")))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElse(null);
    }
}
