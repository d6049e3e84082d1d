package io.taghub.plan;

import io.taghub.config.ConfigProblem;
import io.taghub.config.HubConfig;
import io.taghub.config.Loaded;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What another config would change.
 *
 * @param before hash of the config that is compared with
 * @param after hash of the other
 * @param changes in words
 * @param warnings what is allowed in the other and yet probably not meant, of which the first has nothing
 * @param refused what {@code check} refuses of the other
 * @param against how what came in lately would end by both, null where nobody asked
 */
public record Planned(
        String before,
        String after,
        List<String> changes,
        List<String> warnings,
        List<String> refused,
        Outlook.@Nullable Report against) {

    /**
     * @param known what is warned of already, whatever its place
     * @param after as it was read
     */
    public static Planned of(
            HubConfig before, List<ConfigProblem> known, Loaded.Valid after, Outlook.@Nullable Report against) {
        Set<String> old = known.stream().map(ConfigProblem::message).collect(Collectors.toSet());
        return new Planned(
                before.written().hash(),
                after.config().written().hash(),
                ConfigChanges.between(before, after.config()),
                after.warnings().stream()
                        .filter(one -> !old.contains(one.message()))
                        .map(ConfigProblem::toString)
                        .toList(),
                after.refused().stream().map(ConfigProblem::toString).toList(),
                against);
    }
}
