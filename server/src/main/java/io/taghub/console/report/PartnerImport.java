package io.taghub.console.report;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.taghub.config.TagConfig;
import io.taghub.console.Api;
import io.taghub.console.Frame;
import io.taghub.console.HubView;
import io.taghub.report.Reconciler;
import io.taghub.report.Reconciliation;
import io.taghub.store.Store;
import java.io.IOException;
import java.util.Objects;

/** Takes a partner's file and answers how it differs from what was sent. Nothing of the file is kept. */
final class PartnerImport {
    private final Store store;
    private final HubView view;

    PartnerImport(Store store, HubView view) {
        this.store = store;
        this.view = view;
    }

    void answer(Context context) throws IOException {
        Api.answer(context, reconcile(context));
    }

    void page(Context context, Frame frame) throws IOException {
        frame.show(context, "report", "differences", reconcile(context));
    }

    private Reconciliation reconcile(Context context) throws IOException {
        TagConfig tag = Objects.requireNonNull(
                view.config().tags().get(Api.knownTag(view.config(), Api.required(context, "tag"))));
        try {
            return Reconciler.of(
                    store, view.config(), tag, ReportRoutes.query(context, view), context.bodyInputStream());
        } catch (IllegalArgumentException unreadable) {
            throw new BadRequestResponse(ReportRoutes.sentence(unreadable));
        }
    }
}
