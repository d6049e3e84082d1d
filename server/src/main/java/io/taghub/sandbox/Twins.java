package io.taghub.sandbox;

import io.taghub.platform.Platform;
import io.taghub.postback.twin.NetworkTwin;
import io.taghub.twin.Ledger;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which platform lives at which host; every other host is a network. */
final class Twins {
    private final Map<String, Twin> byHost = new HashMap<>();
    private final Twin network;

    Twins(List<Platform> platforms, Ledger ledger, Settings settings) {
        TwinSetup setup = new TwinSetup(ledger, settings.badWord(), settings.processingTime());
        // Plugins come last, and what they bring goes before the hub's own.
        platforms.forEach(platform -> byHost.putAll(platform.twins(setup)));
        network = new NetworkTwin(ledger, settings.badWord(), settings.networks());
    }

    Twin at(String host) {
        return byHost.getOrDefault(host, network);
    }
}
