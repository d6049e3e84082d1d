package io.taghub.intake.snippet;

import io.taghub.config.HubConfig;
import io.taghub.identity.ClickCapture;
import io.taghub.tag.BrowserIdRule;
import io.taghub.tag.ClickIdRule;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The click capture of the present configuration, made anew only when its registry changes. */
public final class ClickCaptures {
    private record Made(
            List<ClickIdRule> registry, List<BrowserIdRule> browserIds, Set<String> conditions, ClickCapture capture) {}

    private final Runnable onRefused;
    private volatile @Nullable Made made;

    public ClickCaptures(Runnable onRefused) {
        this.onRefused = onRefused;
    }

    ClickCapture of(HubConfig config) {
        Made current = made;
        Set<String> conditions = conditions(config);
        if (current == null
                || !current.registry.equals(config.clickIds())
                || !current.browserIds.equals(config.browserIds())
                || !current.conditions.equals(conditions)) {
            current = new Made(
                    config.clickIds(),
                    config.browserIds(),
                    conditions,
                    new ClickCapture(config.clickIds(), config.browserIds(), conditions, onRefused));
            made = current;
        }
        return current.capture;
    }

    /** The landing parameters by which some tag knows its clicks. */
    private static Set<String> conditions(HubConfig config) {
        Set<String> conditions = new TreeSet<>();
        config.tags().values().forEach(tag -> {
            if (tag.claim() != null) {
                conditions.addAll(tag.claim().when().keySet());
            }
        });
        return conditions;
    }
}
