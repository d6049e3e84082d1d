package io.taghub.sandbox;

import io.taghub.platform.Platform;
import io.taghub.postback.twin.NetworkTwin;
import io.taghub.twin.Call;
import io.taghub.twin.Ledger;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which platform lives at which host; every other host is a network. */
final class Twins {
    private final Map<String, Twin> byHost = new HashMap<>();
    private final Map<String, Set<String>> secrets = new HashMap<>();
    private final Twin network;

    Twins(List<Platform> platforms, Ledger ledger, Settings settings) {
        TwinSetup setup = new TwinSetup(ledger, settings.badWord(), settings.processingTime());
        // Plugins come last, and what they bring goes before the hub's own.
        platforms.forEach(platform -> platform.twins(setup).forEach((host, twin) -> {
            byHost.put(host, twin);
            secrets.put(host, platform.secrets());
        }));
        network = new NetworkTwin(ledger, settings.badWord(), settings.networks());
    }

    Twin at(String host) {
        return byHost.getOrDefault(host, network);
    }

    /**
     * What the twin of this call's host and the platform's form say is secret.
     *
     * @param fingerprints of what the caller says is
     */
    Masking masking(Call call, String fingerprints) {
        Set<String> said = new HashSet<>(at(call.host()).secrets(call));
        said.addAll(secrets.getOrDefault(call.host(), Set.of()));
        return Masking.of(said, fingerprints);
    }
}
