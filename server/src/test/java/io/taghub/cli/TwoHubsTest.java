package io.taghub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.store.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hubs on one PostgreSQL, as their consoles show it. */
final class TwoHubsTest {
    private static Hub hub(Path config) {
        return Hub.start(new Hub.Setting(
                config,
                name -> "a-key-of-the-shop",
                0,
                0,
                null,
                new HubClock(),
                List.of(),
                "127.0.0.1",
                UnaryOperator.identity()));
    }

    private static String state(Hub hub) {
        return new ConsoleClient(hub.consolePort())
                .json("/api/tags")
                .at("/tags/0/state")
                .asString();
    }

    @Test
    void oneRunsATagAndTheOtherSaysSo(@TempDir Path folder) throws IOException {
        Path config = Files.writeString(folder.resolve("taghub.yaml"), """
                site: { domain: shop.example, prefix: x7k2qd }
                mode: sandbox
                store: %s
                server_keys: { shop: "${env:KEY}" }
                events: { ftd: { conversion: true, from: [server] } }
                tags:
                  partner:
                    type: postback
                    url: "https://trk.partner.example/pb?cid={{click.id}}"
                    click_id: btag
                    when: [ftd]
                """.formatted(Servers.postgres()));
        try (Hub first = hub(config);
                Hub second = hub(config)) {
            assertThat(state(first)).isEqualTo("running");
            assertThat(state(second)).isEqualTo("elsewhere");
        }
    }
}
