package io.taghub.demo;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Harbour Lights, a casino nobody can lose money at: landing, registration, cashier. */
final class Casino {
    /** What the cashier offers; the page's word on an amount is not taken. */
    static final List<String> AMOUNTS = List.of("20.00", "49.99", "100.00");

    private final Visit visit;

    Casino(Visit visit) {
        this.visit = visit;
    }

    void routes(RoutesConfig routes) {
        routes.get("/casino", context -> visit.page(context, "casino", Map.of()));
        routes.get("/casino/register", context -> visit.page(context, "register", Map.of()));
        routes.post("/casino/register", this::register);
        routes.get("/casino/welcome", context -> visit.page(context, "welcome", Map.of()));
        routes.get("/casino/cashier", context -> visit.page(context, "cashier", Map.of("amounts", AMOUNTS)));
        routes.post("/casino/deposit", this::deposit);
    }

    /** The same event as the page's, with the same id, and with what only the back end knows. */
    private void register(Context context) {
        String user = Visit.newUser(context);
        ObjectNode event = visit.event("registration", context.formParam("event_id"));
        ObjectNode person = event.putObject("user").put("id", user);
        for (String field : List.of("email", "phone", "first_name", "last_name", "country")) {
            String value = Visit.field(context, field);
            if (value != null) {
                person.put(field, value);
            }
        }
        visit.browser(context, event);
        Visit.rememberUser(context, user);
        Visit.remember(context, "demo_deposits", "0");
        visit.report(context, event, "/casino/welcome");
    }

    /** Who paid, how much, and an id: nothing about a click, a browser or a visitor. */
    private void deposit(Context context) {
        String amount = AMOUNTS.stream()
                .filter(offered -> offered.equals(context.formParam("amount")))
                .findFirst()
                .orElse("49.99");
        boolean first = !"1".equals(context.cookie("demo_deposits"));
        String user = visit.user(context);
        ObjectNode event = visit.event(first ? "ftd" : "deposit", Visit.random("dep-"));
        event.putObject("user").put("id", user);
        event.put("value", new java.math.BigDecimal(amount)).put("currency", "EUR");
        Visit.rememberUser(context, user);
        Visit.remember(context, "demo_deposits", "1");
        visit.report(context, event, "/casino/cashier");
    }
}
