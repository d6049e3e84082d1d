package io.taghub.intake;

import io.taghub.config.HubConfig;
import io.taghub.identity.ClickCapture;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The click capture of the present configuration, made anew only when its registry changes. */
final class ClickCaptures {
    private record Made(List<HubConfig.ClickIdRule> registry, ClickCapture capture) {}

    private final Runnable onMacro;
    private volatile @Nullable Made made;

    ClickCaptures(Runnable onMacro) {
        this.onMacro = onMacro;
    }

    ClickCapture of(HubConfig config) {
        Made current = made;
        if (current == null || !current.registry.equals(config.clickIds())) {
            current = new Made(config.clickIds(), new ClickCapture(config.clickIds(), onMacro));
            made = current;
        }
        return current.capture;
    }
}
