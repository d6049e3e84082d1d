package io.taghub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.hub.Hub;
import io.taghub.store.Servers;
import io.taghub.time.HubClock;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hubs on one PostgreSQL, as their consoles show it. */
final class TwoHubsTest {
    private static String state(Hub hub) {
        return new ConsoleClient(hub.consolePort())
                .json("/api/tags")
                .at("/tags/0/state")
                .asString();
    }

    @Test
    void oneRunsATagAndTheOtherSaysSo(@TempDir Path folder) throws IOException {
        Path config = PartnerHub.config(folder, "store: " + Servers.postgres());
        try (Hub first = PartnerHub.start(config, folder, new HubClock());
                Hub second = PartnerHub.start(config, folder, new HubClock())) {
            assertThat(state(first)).isEqualTo("running");
            assertThat(state(second)).isEqualTo("elsewhere");
        }
    }
}
