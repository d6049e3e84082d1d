package io.taghub.intake;

import io.taghub.config.HubConfig;
import io.taghub.config.TagConfig;
import io.taghub.identity.ClickCapture;
import io.taghub.tag.Claim;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The click capture of the present configuration, made anew only when that changes. Safe for many threads. */
public final class ClickCaptures {
    private final PerConfig<ClickCapture> captures;
    private final PerConfig<Optional<ClickCapture>> analytics;

    public ClickCaptures(Runnable onRefused) {
        analytics = new PerConfig<>(config -> config.tags().values().stream().anyMatch(config::measures)
                ? Optional.of(new ClickCapture(List.of(), config.analyticsIds(), List.of(), onRefused))
                : Optional.empty());
        captures = new PerConfig<>(
                config -> new ClickCapture(config.clickIds(), config.browserIds(), claims(config), onRefused));
    }

    public ClickCapture of(HubConfig config) {
        return captures.of(config);
    }

    /**
     * What analytics may know a browser by whose visitor allowed that alone: the platforms' own ids for it in cookies. Empty
     * where no tag does analytics.
     */
    public Optional<ClickCapture> analytics(HubConfig config) {
        return analytics.of(config);
    }

    private static List<Claim> claims(HubConfig config) {
        return config.tags().values().stream()
                .map(TagConfig::claim)
                .filter(Objects::nonNull)
                .toList();
    }
}
