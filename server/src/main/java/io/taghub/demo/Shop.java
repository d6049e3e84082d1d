package io.taghub.demo;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Fern &amp; Kettle, a tea shop that ships nothing: landing, product, checkout. */
final class Shop {
    /** A product as the templates see it: id, name, words and price. */
    static final List<Map<String, String>> PRODUCTS = List.of(
            product("kettle", "Kettle No. 3", "Enamelled steel, a beech handle, and a lid that stays on.", "49.99"),
            product("smoke", "Morning Smoke", "Black tea dried over pinewood. For slow mornings.", "14.90"),
            product("mint", "Garden Mint", "Spearmint and a little lemon balm, cut in July.", "9.50"));

    private final Visit visit;

    Shop(Visit visit) {
        this.visit = visit;
    }

    private static Map<String, String> product(String id, String name, String words, String price) {
        return Map.of("id", id, "name", name, "words", words, "price", price);
    }

    void routes(RoutesConfig routes) {
        routes.get("/shop", context -> visit.page(context, "shop", Map.of("products", PRODUCTS)));
        routes.get("/shop/tea/{product}", context -> page(context, "product", context.pathParam("product")));
        routes.get("/shop/checkout/{product}", context -> page(context, "checkout", context.pathParam("product")));
        routes.post("/shop/order", this::order);
        routes.get("/shop/thanks", context -> visit.page(context, "thanks", Map.of()));
    }

    private void page(Context context, String template, String id) {
        Map<String, String> product = find(id);
        visit.page(
                context,
                template,
                Map.of("product", product, "props", DemoBackEnd.JSON.writeValueAsString(props(product))));
    }

    /** What the page tells the hub about a product, in the words of {@code /v1/events}. */
    private static Map<String, Object> props(Map<String, String> product) {
        Map<String, Object> props = new LinkedHashMap<>();
        BigDecimal price = new BigDecimal(product.getOrDefault("price", "0"));
        props.put("value", price);
        props.put("currency", "EUR");
        props.put(
                "items",
                List.of(Map.of(
                        "id",
                        product.getOrDefault("id", ""),
                        "name",
                        product.getOrDefault("name", ""),
                        "quantity",
                        1,
                        "price",
                        price)));
        return props;
    }

    private void order(Context context) {
        Map<String, String> product = find(context.formParam("product"));
        ObjectNode event = visit.event("purchase", context.formParam("event_id"));
        event.setAll((ObjectNode) DemoBackEnd.JSON.valueToTree(props(product)));
        event.put("order_id", Visit.random("order-"));
        String user = visit.user(context);
        ObjectNode person = event.putObject("user").put("id", user);
        for (String field : List.of("email", "first_name", "last_name", "city", "postal_code", "country")) {
            String value = Visit.field(context, field);
            if (value != null) {
                person.put(field, value);
            }
        }
        visit.browser(context, event);
        Visit.rememberUser(context, user);
        visit.report(context, event, "/shop/thanks");
    }

    private static Map<String, String> find(@Nullable String id) {
        return PRODUCTS.stream()
                .filter(product -> String.valueOf(product.get("id")).equals(id))
                .findFirst()
                .orElseThrow(() -> new NotFoundResponse("The demo shop does not sell this."));
    }
}
