package io.taghub.sandbox;

import java.util.Map;

/** Which platform lives at which host; every other host is a network. */
final class Platforms {
    private final Map<String, Platform> byHost;
    private final Platform network;

    Platforms(Ledger ledger, Settings settings) {
        GoogleTokens tokens = new GoogleTokens();
        Platform ga4 = new Ga4(ledger);
        byHost = Map.of(
                "graph.facebook.com",
                new Meta(ledger, settings.badWord()),
                "business-api.tiktok.com",
                new TikTok(ledger, settings.badWord()),
                "www.google-analytics.com",
                ga4,
                "region1.google-analytics.com",
                ga4,
                "oauth2.googleapis.com",
                tokens,
                "datamanager.googleapis.com",
                new DataManager(ledger, tokens, settings.processingTime()));
        network = new Network(ledger);
    }

    Platform at(String host) {
        return byHost.getOrDefault(host, network);
    }
}
