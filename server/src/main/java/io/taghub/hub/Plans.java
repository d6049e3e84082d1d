package io.taghub.hub;

import io.taghub.config.HubConfig;
import io.taghub.config.Loaded;
import io.taghub.console.HubView.PlanOrder;
import io.taghub.plan.Outlook;
import io.taghub.plan.Planned;
import io.taghub.plan.Span;
import io.taghub.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Compares a config that is not in force with the one that is, by the hub's own secrets and journal. */
final class Plans {
    private final BiFunction<Path, @Nullable String, Loaded> read;
    private final Supplier<HubConfig> current;
    private final Store store;
    private final InstantSource clock;

    /** @param read a file as the hub reads its own, by the profile that is named, else by its own */
    Plans(
            BiFunction<Path, @Nullable String, Loaded> read,
            Supplier<HubConfig> current,
            Store store,
            InstantSource clock) {
        this.read = read;
        this.current = current;
        this.store = store;
        this.clock = clock;
    }

    /** @throws IllegalArgumentException with a sentence for people if a file or the span is not right */
    Planned plan(PlanOrder order) {
        Loaded.Valid wanted = valid(order.file(), order.profile());
        Loaded.Valid base = order.base() == null ? null : valid(order.base(), order.profile());
        HubConfig before = base == null ? current.get() : base.config();
        Instant now = clock.instant();
        String span = order.against();
        return Planned.of(
                before,
                base == null ? List.of() : base.warnings(),
                wanted,
                span == null ? null : Outlook.of(store, before, wanted.config(), Span.start(span, now), now));
    }

    private Loaded.Valid valid(Path file, @Nullable String profile) {
        return switch (read.apply(file, profile)) {
            case Loaded.Valid valid -> valid;
            case Loaded.Invalid invalid ->
                throw new IllegalArgumentException("the config has problems\n" + Configs.lines(invalid.problems()));
        };
    }
}
