package io.taghub.cli;

import io.taghub.hub.Hub;
import io.taghub.time.HubClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** A hub with one postback tag, {@code partner}, for {@code ftd}. */
final class PartnerHub {
    static final String KEY = "a-key-of-the-shop";

    private PartnerHub() {}

    /** @param settings further lines of the config */
    static Path config(Path folder, String settings) throws IOException {
        return Files.writeString(folder.resolve("taghub.yaml"), """
                site: { domain: shop.example, prefix: x7k2qd }
                mode: sandbox
                server_keys: { shop: "${env:KEY}" }
                events: { ftd: { conversion: true, from: [server] } }
                tags:
                  partner:
                    type: postback
                    url: "https://trk.partner.example/pb?cid={{click.id}}"
                    click_id: btag
                    when: [ftd]
                """ + settings + "\n");
    }

    static Hub start(Path config, Path data, HubClock clock) {
        return Hub.start(new Hub.Setting(
                config, name -> KEY, 0, 0, data, clock, List.of(), "127.0.0.1", UnaryOperator.identity()));
    }
}
