package io.taghub.intake;

import io.taghub.config.HubConfig;
import io.taghub.identity.ClickCapture;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The click capture of the present configuration, made anew only when its registry changes. */
final class ClickCaptures {
    private record Made(List<HubConfig.ClickIdRule> registry, ClickCapture capture) {}

    private volatile @Nullable Made made;

    ClickCapture of(HubConfig config) {
        Made current = made;
        if (current == null || !current.registry.equals(config.clickIds())) {
            current = new Made(config.clickIds(), new ClickCapture(config.clickIds()));
            made = current;
        }
        return current.capture;
    }
}
