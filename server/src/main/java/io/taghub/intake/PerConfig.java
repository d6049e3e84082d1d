package io.taghub.intake;

import io.taghub.config.HubConfig;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is made of a config, anew only when that changes. Safe for many threads: it is replaced as a whole. */
final class PerConfig<T> {
    private record Made<T>(HubConfig config, T thing) {}

    private final Function<HubConfig, T> make;
    private volatile @Nullable Made<T> made;

    PerConfig(Function<HubConfig, T> make) {
        this.make = make;
    }

    T of(HubConfig config) {
        Made<T> current = made;
        if (current == null || current.config != config) {
            current = new Made<>(config, make.apply(config));
            made = current;
        }
        return current.thing;
    }
}
