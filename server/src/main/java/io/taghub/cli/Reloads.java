package io.taghub.cli;

import io.taghub.config.ConfigWatch;
import io.taghub.config.HubConfig;
import io.taghub.delivery.Lanes;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows edits of the config: a good one takes effect at once, a broken one changes nothing and is reported. */
final class Reloads {
    private static final Logger LOG = LoggerFactory.getLogger(Reloads.class);

    private Reloads() {}

    static ConfigWatch watch(Path file, AtomicReference<HubConfig> current, Lanes lanes) {
        throw new UnsupportedOperationException(file + " " + current + lanes + LOG);
    }
}
