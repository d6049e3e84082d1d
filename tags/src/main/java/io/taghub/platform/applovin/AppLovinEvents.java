package io.taghub.platform.applovin;

import io.taghub.event.Event;
import io.taghub.event.LineItem;
import io.taghub.event.Money;
import io.taghub.personal.PersonalData;
import io.taghub.tag.Fields;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/** What an event is called at Axon, which follows GA4, and what it is about. */
final class AppLovinEvents {
    static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("page_view", "page_view"),
            Map.entry("view_item", "view_item"),
            Map.entry("view_cart", "view_cart"),
            Map.entry("add_to_cart", "add_to_cart"),
            Map.entry("remove_from_cart", "remove_from_cart"),
            Map.entry("begin_checkout", "begin_checkout"),
            Map.entry("add_payment_info", "add_payment_info"),
            Map.entry("purchase", "purchase"),
            Map.entry("ftd", "purchase"),
            Map.entry("deposit", "purchase"),
            Map.entry("redeposit", "purchase"),
            Map.entry("lead", "generate_lead"),
            Map.entry("generate_lead", "generate_lead"),
            Map.entry("login", "login"),
            Map.entry("registration", "sign_up"),
            Map.entry("sign_up", "sign_up"),
            Map.entry("search", "search"),
            Map.entry("view_search_results", "search"),
            Map.entry("subscribe", "subscribe"),
            Map.entry("app_open", "app_open"));

    private static final String LEAD = "generate_lead";
    private static final String VIEW = "page_view";
    private static final String SALE = "purchase";
    private static final String CHECKOUT = "begin_checkout";
    private static final Set<String> OF_LEADS = Set.of(LEAD, VIEW);

    private AppLovinEvents() {}

    /** A registration is the lead of an account that takes nothing else; null for what it does not take. */
    static @Nullable String ofLeads(String name) {
        String lead = name.equals("sign_up") ? LEAD : name;
        return OF_LEADS.contains(lead) ? lead : null;
    }

    /** What the vendor's page requires of such an event and this one has not, in words; null where nothing is missing. */
    static @Nullable String missing(Event event, String name, boolean leadsOnly) {
        boolean money = Money.inIsoCurrency(event.money()) != null;
        return switch (name) {
            case SALE, CHECKOUT -> money ? null : "Axon's " + name + " needs a value and an ISO 4217 currency";
            case "view_item", "add_to_cart" -> items(event, name).isEmpty() ? "Axon's " + name + " needs items" : null;
            case LEAD ->
                money || !leadsOnly
                        ? null
                        : "a lead of this account needs what it is worth, value and an ISO 4217 currency";
            default -> null;
        };
    }

    /** Null on purpose for a page view; an object of every other event, empty where nothing is known. */
    static Object data(Event event, String name, boolean leadsOnly) {
        if (name.equals(VIEW)) {
            return JsonNodeFactory.instance.nullNode();
        }
        Money money = Money.inIsoCurrency(event.money());
        Fields data = new Fields()
                .put("currency", Money.isoCurrencyOf(event))
                .put("value", money == null ? null : money.amount());
        if (!leadsOnly) {
            boolean untold = event.orderId() == null && name.equals(SALE);
            data.put("transaction_id", untold ? event.id() : event.orderId())
                    .put("shipping", number("shipping", event))
                    .put("tax", number("tax", event))
                    .put("search_term", PersonalData.impersonal(event.text("search_term"), event))
                    .put("method", PersonalData.impersonal(event.text("method"), event))
                    .put("items", items(event, name));
        }
        return data.isEmpty() ? JsonNodeFactory.instance.objectNode() : data;
    }

    private static @Nullable Object number(String property, Event event) {
        return event.properties().get(property) instanceof Number number ? number : null;
    }

    /** Axon wants items of every purchase and checkout; of a deposit there are none, so the event itself is the item. */
    private static List<Fields> items(Event event, String name) {
        Money money = Money.inIsoCurrency(event.money());
        if (event.items().isEmpty() && money != null && (name.equals(SALE) || name.equals(CHECKOUT))) {
            return List.of(item(new LineItem(event.name(), event.name(), null, money.amount()), event));
        }
        return Money.pricedInIsoCurrency(PersonalData.items(event), event.money()).stream()
                .map(item -> item(item, event))
                .filter(item -> !item.isEmpty())
                .toList();
    }

    private static Fields item(LineItem item, Event event) {
        if (item.id() == null && item.name() == null) {
            return new Fields();
        }
        String image = item.properties().get("image_url") instanceof String url ? url : null;
        return new Fields()
                .put("item_id", item.id())
                .put("item_name", item.name())
                .put("item_category_id", category(item.properties().get("item_category_id")))
                .put("item_variant_id", item.variant())
                .put("item_brand", item.brand())
                .put("image_url", PersonalData.strippedFrom(image, event))
                .put("price", item.price())
                .put("discount", item.discount())
                .put("quantity", item.pieces());
    }

    /** A number of Google's list of products; the words of a category have no place. */
    private static @Nullable Object category(@Nullable Object said) {
        String digits = said instanceof BigDecimal number ? number.toPlainString() : String.valueOf(said);
        return digits.matches("\\d{1,9}") ? Integer.valueOf(digits) : null;
    }
}
