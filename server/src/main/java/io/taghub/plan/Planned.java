package io.taghub.plan;

import io.taghub.config.HubConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What another config would change.
 *
 * @param before hash of the config that is compared with
 * @param after hash of the other
 * @param changes in words
 * @param refused what {@code check} refuses of the other
 * @param against how what came in lately would end by both, null where nobody asked
 */
public record Planned(
        String before, String after, List<String> changes, List<String> refused, Outlook.@Nullable Report against) {

    public static Planned of(
            HubConfig before, HubConfig after, List<String> refused, Outlook.@Nullable Report against) {
        return new Planned(
                before.written().hash(),
                after.written().hash(),
                ConfigChanges.between(before, after),
                refused,
                against);
    }
}
