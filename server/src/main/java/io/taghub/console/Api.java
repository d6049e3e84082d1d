package io.taghub.console;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.taghub.config.HubConfig;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The console's JSON API. Errors are {@code {"error": "one plain sentence"}} with a fitting status. Everything but GET
 * needs the header {@code X-TagHub: 1}, see {@link Guard}.
 *
 * <ul>
 *   <li>{@code GET /api/events?limit=50&run=} &rarr; {@code EventRow.Latest}, of one test only where {@code run} names it
 *   <li>{@code GET /api/events/{id}} or {@code /api/event?id=} &rarr; {@code EventTrace}, {@code ?name=} picks of several,
 *       {@code ?format=text&width=100} is what {@code taghub explain} prints
 *   <li>{@code POST /api/events/{id}/validate/{tag}} &rarr; {@code {"result": "ok" | "failed" | "unproven", "text"}}: asks the
 *       platform what it thinks of the event's request, where it can be asked; nothing is counted
 *   <li>{@code GET /api/conversions/{key}} or {@code /api/conversion?key=} &rarr; {@code ConversionTrace}: the life of a
 *       conversion by its order's id, or its event's
 *   <li>{@code GET /api/tags} &rarr; {@code TagHealth}s, the hash of the config in force, what is wrong with an edit of the config that is not in force, and
 *       what the pages warn of
 *   <li>{@code POST /api/tags/{tag}/resume} &rarr; 204
 *   <li>{@code POST /api/tags/{tag}/probe} &rarr; {@code {"result": "ok" | "failed" | "unproven", "text"}}: asks the
 *       platform whether it takes the tag's credentials; no event is sent
 *   <li>{@code GET /api/held?tag=} &rarr; {@code HeldEvent}s; {@code POST /api/held/{tag}/{seq} {"decision"}} &rarr; 204
 *   <li>{@code POST /api/replay {"tag","from","to","reason","dry_run"}} &rarr; {@code {"id","matched","reopened",
 *       "found": [{"verdict","reason","reason_text","count"}], "outlook": [...]}}; {@code id} is null where nothing was put
 *       back, {@code outlook} is what would become of them in a dry run, {@code delivered} standing for those sent
 *   <li>{@code GET /api/replay/{id}} &rarr; {@code ReplayState}
 *   <li>{@code GET /api/received?source=&code=&limit=} &rarr; {@code {"received": [ReceivedRow]}}; {@code GET /api/received/{id}}
 *       &rarr; one with its masked body
 *   <li>{@code POST /api/received/replay {"id","source","code","dry_run"}} &rarr; {@code {"looked","before": {code: n},"after": {code:
 *       n},"left","text"}}: makes events of what was received by the config as it is now
 *   <li>{@code GET /api/report?from=&to=&zone=&tag=&event=} &rarr; {@code EventReport}: by day, event and receiver
 *   <li>{@code POST /api/report/import?tag=&from=&to=&zone=&event=&map=&partner_zone=&dates=} with a CSV file as its body &rarr;
 *       {@code Reconciliation}: a partner's numbers against ours
 *   <li>{@code POST /api/plan {"file","profile","base","against"}} &rarr; {@code {"before","after","changes": [...],"warnings","refused",
 *       "against": {"from","events","first","cut","tags": [{"tag","rows": [{"outcome","reason","reason_text","before",
 *       "after"}],"moves": [{"event","from","to","count"}]}]}}}: what another config would change, and how what came in
 *       lately would end by both; nothing is sent
 *   <li>{@code DELETE /api/subjects/{id}} &rarr; {@code {"touched"}}: forgets a user or visitor
 *   <li>{@code POST /api/test/clock {"advance":"P9D"}} &rarr; {@code {"now"}}, mode sandbox only
 *   <li>{@code POST /api/test/webhook {"source","query","headers","body","run"}} &rarr; {@code {"status","body","code"}}: signed with the
 *       source's secret and taken as if it came in; mode sandbox only
 *   <li>{@code POST /api/clock/confirm} &rarr; 204: the machine's clock, which jumped, is right
 *   <li>{@code GET /api/debug} &rarr; {@code {"token","url"}}: the signed link that shows the debug overlay on the site
 *   <li>{@code GET /metrics} &rarr; Prometheus text
 * </ul>
 */
public final class Api {
    private Api() {}

    public static void answer(Context context, Object value) {
        context.contentType("application/json; charset=utf-8").result(Json.write(value));
    }

    /**
     * @param keys what may be in it; something mistyped must not be taken for something not said
     * @throws BadRequestResponse if the body is not a JSON object, or has another key
     */
    public static JsonNode body(Context context, String... keys) {
        JsonNode body = Json.read(context.body());
        if (!body.isObject()) {
            throw new BadRequestResponse("The body must be a JSON object.");
        }
        for (String key : body.propertyNames()) {
            if (!List.of(keys).contains(key)) {
                throw new BadRequestResponse(
                        "There is no '" + key + "' here; there are " + String.join(", ", keys) + ".");
            }
        }
        return body;
    }

    /** @throws BadRequestResponse if the query does not name it */
    public static String required(Context context, String name) {
        String value = context.queryParam(name);
        if (value == null) {
            throw new BadRequestResponse("'" + name + "' is missing.");
        }
        return value;
    }

    /** @throws NotFoundResponse if no tag has this name */
    public static String knownTag(HubConfig config, String tag) {
        if (!config.tags().containsKey(tag)) {
            throw new NotFoundResponse("There is no tag of this name; there are "
                    + String.join(", ", config.tags().keySet()) + ".");
        }
        return tag;
    }
}
