package io.taghub.sandbox;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.taghub.listener.OtherPage;
import io.taghub.twin.Ledger;
import io.taghub.twin.StrictJson;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * What tests ask of the sandbox.
 *
 * <ul>
 *   <li>{@code GET /_sandbox/requests?host=&since=SEQ}: what came, oldest first; the header {@code X-Sandbox-Dropped} says
 *       how many older ones are no longer there
 *   <li>{@code GET /_sandbox/conversions?host=}: what the platforms count after their own dedup
 *   <li>{@code POST /_sandbox/faults}: a {@link Fault}; {@code GET} lists them, {@code DELETE} ends them,
 *       with {@code ?tag=} those of one tag
 *   <li>{@code DELETE /_sandbox/requests}: forgets requests, conversions and faults
 *   <li>{@code POST /_sandbox/clock}: {@code {"now":"2026-11-22T12:00:00Z"}} or {@code {"advance":"P9D"}}
 * </ul>
 */
final class SandboxApi {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final RequestLog log;
    private final Ledger ledger;
    private final Faults faults;
    private final SandboxClock clock;

    SandboxApi(RequestLog log, Ledger ledger, Faults faults, SandboxClock clock) {
        this.log = log;
        this.ledger = ledger;
        this.faults = faults;
        this.clock = clock;
    }

    void routes(RoutesConfig routes) {
        routes.before("/", SandboxApi::onlyLoopback);
        routes.before("/_sandbox/*", SandboxApi::onlyLoopback);
        routes.get("/", this::page);
        routes.get("/_sandbox/requests", this::requests);
        routes.delete("/_sandbox/requests", this::forget);
        routes.get("/_sandbox/conversions", this::conversions);
        routes.get("/_sandbox/faults", context -> json(context, faultList()));
        routes.post("/_sandbox/faults", this::addFault);
        routes.delete("/_sandbox/faults", context -> {
            String tag = context.queryParam("tag");
            if (tag == null) {
                faults.clear();
            } else {
                faults.clear(tag);
            }
            context.status(204);
        });
        routes.get("/_sandbox/clock", this::clock);
        routes.post("/_sandbox/clock", this::moveClock);
    }

    /** A page elsewhere whose host name was pointed at this machine must not read what is here, nor may its script change it. */
    private static void onlyLoopback(Context context) {
        String name = context.req().getServerName();
        if (!LOOPBACK.contains(name) && !"::1".equals(name)) {
            context.status(403).result("Ask under 127.0.0.1 or localhost.").skipRemainingHandlers();
        } else if (OtherPage.asks(context)) {
            context.status(403)
                    .result("This was asked by a page that is not the sandbox's.")
                    .skipRemainingHandlers();
        }
    }

    private void requests(Context context) {
        String since = context.queryParam("since");
        if (since != null && !since.matches("\\d{1,18}")) {
            context.status(400).result("since must be the seq of a request");
            return;
        }
        ArrayNode list = StrictJson.array();
        log.list(context.queryParam("host"), since == null ? 0 : Long.parseLong(since))
                .forEach(request -> list.add(request.json()));
        context.header("X-Sandbox-Dropped", String.valueOf(log.dropped()));
        json(context, list);
    }

    private void conversions(Context context) {
        ArrayNode list = StrictJson.array();
        Instant now = clock.instant();
        ledger.list(context.queryParam("host")).forEach(conversion -> list.add(conversion.json(now)));
        json(context, list);
    }

    private void forget(Context context) {
        faults.clear();
        log.clear();
        ledger.clear();
        context.status(204);
    }

    private void addFault(Context context) {
        try {
            faults.add(Fault.of(StrictJson.parse(context.body())));
            json(context, faultList());
        } catch (IllegalArgumentException wrong) {
            context.status(400).result(String.valueOf(wrong.getMessage()));
        }
    }

    private ArrayNode faultList() {
        ArrayNode list = StrictJson.array();
        faults.list().forEach(fault -> list.add(fault.json()));
        return list;
    }

    private void clock(Context context) {
        json(context, StrictJson.object().put("now", clock.instant().toString()));
    }

    private void moveClock(Context context) {
        JsonNode json = StrictJson.parse(context.body());
        try {
            String now = json == null ? null : StrictJson.string(json.path("now"));
            String advance = json == null ? null : StrictJson.string(json.path("advance"));
            if ((now == null) == (advance == null)) {
                throw new DateTimeException("give either now or advance");
            }
            if (now != null) {
                clock.set(OffsetDateTime.parse(now).toInstant());
            } else {
                clock.advance(Duration.parse(String.valueOf(advance)));
            }
            clock(context);
        } catch (DateTimeException | ArithmeticException wrong) {
            context.status(400).result("Send {\"now\":\"2026-11-22T12:00:00Z\"} or {\"advance\":\"P9D\"}.");
        }
    }

    private void page(Context context) {
        context.header("Content-Security-Policy", RequestPage.POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .html(RequestPage.of(log.latest(200), log.dropped(), clock.instant()));
    }

    private static void json(Context context, JsonNode body) {
        context.contentType("application/json; charset=utf-8").result(body.toString());
    }
}
