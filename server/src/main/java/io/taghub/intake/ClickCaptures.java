package io.taghub.intake;

import io.taghub.config.HubConfig;
import io.taghub.config.TagConfig;
import io.taghub.identity.ClickCapture;
import io.taghub.tag.Claim;
import java.util.List;
import java.util.Objects;

/** The click capture of the present configuration, made anew only when that changes. Safe for many threads. */
public final class ClickCaptures {
    private final PerConfig<ClickCapture> captures;

    public ClickCaptures(Runnable onRefused) {
        captures = new PerConfig<>(
                config -> new ClickCapture(config.clickIds(), config.browserIds(), claims(config), onRefused));
    }

    public ClickCapture of(HubConfig config) {
        return captures.of(config);
    }

    private static List<Claim> claims(HubConfig config) {
        return config.tags().values().stream()
                .map(TagConfig::claim)
                .filter(Objects::nonNull)
                .toList();
    }
}
