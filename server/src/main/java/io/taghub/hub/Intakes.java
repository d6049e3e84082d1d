package io.taghub.hub;

import io.micrometer.core.instrument.MeterRegistry;
import io.taghub.config.HubConfig;
import io.taghub.intake.ClickCaptures;
import io.taghub.intake.Gate;
import io.taghub.intake.PublicListener;
import io.taghub.intake.RefusedEvents;
import io.taghub.intake.Routes;
import io.taghub.intake.events.EventsApi;
import io.taghub.intake.snippet.SnippetRoutes;
import io.taghub.intake.webhook.WebhookRoutes;
import io.taghub.intake.webhook.Webhooks;
import io.taghub.listener.Listener;
import io.taghub.store.Store;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The public listener with every way in. */
public final class Intakes {
    private Intakes() {}

    /** What makes events of webhooks, for who has kept ones made into events again. */
    static Webhooks webhooks(
            Store store, Supplier<HubConfig> config, InstantSource clock, MeterRegistry meters, RefusedEvents refused) {
        Gate gate = new Gate(store, config, meters, refused);
        return new Webhooks(gate, new ClickCaptures(gate::clickRefused), store, clock, meters);
    }

    /**
     * @param host address to listen on
     * @param port 0 for any free one
     * @param extra further routes, tried first
     * @param notes what else {@code /health} warns of
     */
    public static PublicListener start(
            String host,
            int port,
            Store store,
            Supplier<HubConfig> config,
            InstantSource clock,
            MeterRegistry meters,
            RefusedEvents refused,
            List<Routes> extra,
            Listener limits,
            Supplier<List<String>> notes) {
        Gate gate = new Gate(store, config, meters, refused);
        List<Routes> routes = new ArrayList<>(extra);
        ClickCaptures captures = new ClickCaptures(gate::clickRefused);
        routes.add(new EventsApi(gate, captures, clock));
        routes.add(new WebhookRoutes(new Webhooks(gate, captures, store, clock, meters), config));
        routes.add(new SnippetRoutes(gate, captures, store.scripts(), clock));
        return PublicListener.start(
                host,
                port,
                store,
                clock,
                meters,
                routes,
                limits,
                notes,
                () -> config.get().written().hash());
    }
}
