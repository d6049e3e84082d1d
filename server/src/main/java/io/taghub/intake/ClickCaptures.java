package io.taghub.intake;

import io.taghub.config.HubConfig;
import io.taghub.identity.ClickCapture;
import java.util.Set;
import java.util.TreeSet;

/** The click capture of the present configuration, made anew only when that changes. Safe for many threads. */
public final class ClickCaptures {
    private final PerConfig<ClickCapture> captures;

    public ClickCaptures(Runnable onRefused) {
        captures = new PerConfig<>(
                config -> new ClickCapture(config.clickIds(), config.browserIds(), conditions(config), onRefused));
    }

    public ClickCapture of(HubConfig config) {
        return captures.of(config);
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
