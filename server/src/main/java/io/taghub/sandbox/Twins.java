package io.taghub.sandbox;

import io.taghub.platform.datamanager.DataManagerTwin;
import io.taghub.platform.datamanager.TwinTokens;
import io.taghub.platform.ga4.Ga4Twin;
import io.taghub.platform.meta.MetaTwin;
import io.taghub.platform.tiktok.TikTokTwin;
import io.taghub.postback.twin.NetworkTwin;
import io.taghub.twin.Ledger;
import io.taghub.twin.Twin;
import java.util.Map;

/** Which platform lives at which host; every other host is a network. */
final class Twins {
    private final Map<String, Twin> byHost;
    private final Twin network;

    Twins(Ledger ledger, Settings settings) {
        TwinTokens tokens = new TwinTokens();
        Twin ga4 = new Ga4Twin(ledger);
        byHost = Map.of(
                "graph.facebook.com",
                new MetaTwin(ledger, settings.badWord()),
                "business-api.tiktok.com",
                new TikTokTwin(ledger, settings.badWord()),
                "www.google-analytics.com",
                ga4,
                "region1.google-analytics.com",
                ga4,
                "oauth2.googleapis.com",
                tokens,
                "datamanager.googleapis.com",
                new DataManagerTwin(ledger, tokens, settings.processingTime()));
        network = new NetworkTwin(ledger, settings.badWord(), settings.networks());
    }

    Twin at(String host) {
        return byHost.getOrDefault(host, network);
    }
}
