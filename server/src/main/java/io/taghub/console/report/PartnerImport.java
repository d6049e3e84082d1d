package io.taghub.console.report;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.taghub.config.TagConfig;
import io.taghub.console.Api;
import io.taghub.console.HubView;
import io.taghub.report.Reconciler;
import io.taghub.store.Store;
import java.io.IOException;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes a partner's file and answers how it differs from what was sent. Nothing of the file is kept. */
final class PartnerImport {
    private final Store store;
    private final HubView view;

    PartnerImport(Store store, HubView view) {
        this.store = store;
        this.view = view;
    }

    void answer(Context context) throws IOException {
        TagConfig tag = Objects.requireNonNull(
                view.config().tags().get(Api.knownTag(view.config(), Api.required(context, "tag"))));
        Days days = Days.of(context, view.now());
        ZoneId partner = Days.zone(context.queryParam("partner_zone"), "partner_zone");
        String dates = said(context, "dates");
        if (dates != null && !dates.equals("dmy") && !dates.equals("mdy")) {
            throw new BadRequestResponse("'dates' must be dmy or mdy.");
        }
        String map = said(context, "map");
        Reconciler.Order order = new Reconciler.Order(
                days.from(), days.to(), days.zone(), partner, said(context, "event"), map == null ? "" : map, dates);
        try {
            Api.answer(
                    context, Reconciler.of(store, view.config(), tag, order, context.bodyInputStream()));
        } catch (IllegalArgumentException unreadable) {
            String why = String.valueOf(unreadable.getMessage());
            throw new BadRequestResponse(Character.toUpperCase(why.charAt(0)) + why.substring(1) + ".");
        }
    }

    private static @Nullable String said(Context context, String name) {
        String value = context.queryParam(name);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
