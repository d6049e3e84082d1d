package io.taghub.intake;

import io.taghub.config.HubConfig;
import io.taghub.identity.ClickCapture;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The click capture of the present configuration, made anew only when that changes. Safe for many threads. */
public final class ClickCaptures {
    private record Made(HubConfig config, ClickCapture capture) {}

    private final Runnable onRefused;
    private volatile @Nullable Made made;

    public ClickCaptures(Runnable onRefused) {
        this.onRefused = onRefused;
    }

    public ClickCapture of(HubConfig config) {
        Made current = made;
        if (current == null || current.config != config) {
            current = new Made(
                    config, new ClickCapture(config.clickIds(), config.browserIds(), conditions(config), onRefused));
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
