package io.taghub.cases;

import io.taghub.config.ConfigProblem;
import io.taghub.config.HubConfig;
import io.taghub.config.yaml.BrokenYamlException;
import io.taghub.config.yaml.TextPosition;
import io.taghub.config.yaml.YamlTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The cases beside a config, {@code taghub.tests.yaml}; docs/proving.md says how they are written. */
public final class OwnCases {
    private static final String USUAL = "taghub.tests.yaml";
    private static final long MAX_BYTES = 1024 * 1024;

    private OwnCases() {}

    /**
     * What running them came to.
     *
     * @param ran how many were run
     * @param others how many are about other profiles
     * @param failed how many of them are not as expected
     * @param errors what is wrong with the file; then nothing was run
     * @param failures what is not as expected
     */
    public record Report(int ran, int others, int failed, List<ConfigProblem> errors, List<ConfigProblem> failures) {}

    /** {@code shop.tests.yaml} beside {@code shop.yaml}, else {@code taghub.tests.yaml} beside it. */
    public static Optional<Path> beside(Path config) {
        String own = String.valueOf(config.getFileName()).replaceFirst("\\.ya?ml$", "") + ".tests.yaml";
        return List.of(own, USUAL).stream()
                .map(config::resolveSibling)
                .filter(Files::exists)
                .findFirst();
    }

    /** @param profile the one the config was read with, null for none */
    public static Report run(Path file, HubConfig config, @Nullable String profile) {
        YamlTree tree;
        try {
            if (Files.size(file) > MAX_BYTES) {
                return broken(file, "the file has more than " + MAX_BYTES / 1024 / 1024 + " MB");
            }
            tree = YamlTree.of(file.toString(), Files.readString(file));
        } catch (BrokenYamlException broken) {
            TextPosition at = broken.position;
            String said = Objects.requireNonNull(broken.getMessage());
            // A list, or a text.
            String message = said.startsWith("the config is a group of keys")
                    ? "a file of cases begins with 'cases:', and the list of them stands below it"
                    : said;
            return new Report(
                    0, 0, 0, List.of(new ConfigProblem(at.file(), at.line(), at.column(), message)), List.of());
        } catch (IOException unreadable) {
            return broken(file, "the file cannot be read");
        }
        CaseReader reader = new CaseReader(tree, config);
        List<OwnCase> cases = reader.cases();
        if (!reader.problems().isEmpty()) {
            return new Report(0, 0, 0, reader.problems(), List.of());
        }
        List<OwnCase> ours = cases.stream()
                .filter(one -> one.profiles().isEmpty()
                        || (profile != null && one.profiles().contains(profile)))
                .toList();
        int failed = 0;
        List<ConfigProblem> failures = new ArrayList<>();
        for (OwnCase one : ours) {
            List<CaseRun.Failure> wrong = CaseRun.of(one, config);
            failed += wrong.isEmpty() ? 0 : 1;
            for (CaseRun.Failure failure : wrong) {
                TextPosition at = tree.keyAt(failure.path());
                failures.add(new ConfigProblem(at.file(), at.line(), at.column(), failure.message()));
            }
        }
        return new Report(ours.size(), cases.size() - ours.size(), failed, List.of(), failures);
    }

    private static Report broken(Path file, String message) {
        return new Report(0, 0, 0, List.of(new ConfigProblem(file.toString(), 1, 1, message)), List.of());
    }
}
