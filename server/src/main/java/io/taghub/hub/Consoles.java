package io.taghub.hub;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.taghub.console.Console;
import io.taghub.console.Frame;
import io.taghub.console.HubView;
import io.taghub.console.events.ConversionRoutes;
import io.taghub.console.events.EventRoutes;
import io.taghub.console.held.HeldRoutes;
import io.taghub.console.operations.OperationRoutes;
import io.taghub.console.operations.PlanRoutes;
import io.taghub.console.received.ReceivedRoutes;
import io.taghub.console.report.ReportRoutes;
import io.taghub.console.tags.TagRoutes;
import io.taghub.store.Store;
import java.util.List;

/** The console with all its sections. */
public final class Consoles {
    private Consoles() {}

    /** @param port 0 for any free one */
    public static Console start(int port, Store store, HubView view, PrometheusMeterRegistry metrics) {
        Frame frame = new Frame(view);
        return Console.start(
                port,
                store,
                frame,
                List.of(
                        new EventRoutes(store, view, frame),
                        new ConversionRoutes(store, view, frame),
                        new TagRoutes(store, view, frame),
                        new HeldRoutes(store, view, frame),
                        new ReceivedRoutes(store, view, frame),
                        new ReportRoutes(store, view, frame),
                        new PlanRoutes(view),
                        new OperationRoutes(store, view, metrics)),
                metrics);
    }
}
