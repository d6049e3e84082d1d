package io.taghub.platform.pinterest;

import io.taghub.event.Event;
import io.taghub.event.LineItem;
import io.taghub.event.Money;
import io.taghub.personal.PersonalData;
import io.taghub.platform.Basket;
import io.taghub.tag.Fields;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The {@code custom_data} of an event: what it is about and worth. Amounts are texts, and only the names that Pinterest
 * documents go in.
 *
 * @see <a href="https://developers.pinterest.com/docs/api/v5/events-create">the vendor's page</a>
 */
final class PinterestCustomData {
    private PinterestCustomData() {}

    static Fields of(Event event) {
        Money money = Money.inIsoCurrency(event.money());
        String currency = Money.isoCurrencyOf(event);
        List<LineItem> items = Money.pricedWithCurrency(PersonalData.items(event), event).stream()
                .filter(item -> item.id() != null)
                .toList();
        return new Fields()
                .put("currency", currency)
                .put("value", money == null ? null : Basket.text(money.amount(), currency))
                .put("order_id", event.orderId())
                .put("num_items", Basket.pieces(event, items))
                .put("content_ids", Basket.ids(event, items))
                .put(
                        "contents",
                        items.stream().map(item -> content(item, currency)).toList())
                .put("content_name", PersonalData.impersonal(event.text("content_name"), event))
                .put("content_category", one(event, "content_category", items, LineItem::category))
                .put("content_brand", one(event, "content_brand", items, LineItem::brand))
                .put("search_string", PersonalData.impersonal(event.text("search_term"), event))
                .put("predicted_ltv", number(event.properties().get("predicted_ltv")));
    }

    private static Fields content(LineItem item, @Nullable String currency) {
        return new Fields()
                .put("id", item.id())
                .put("item_name", item.name())
                .put("item_category", item.category())
                .put("item_brand", item.brand())
                .put("item_price", Basket.text(item.price(), currency))
                .put("quantity", item.pieces());
    }

    /** What the event says, else what all of its items are; of several there is no one. */
    private static @Nullable String one(
            Event event, String property, List<LineItem> items, Function<LineItem, @Nullable String> of) {
        String said = PersonalData.impersonal(event.text(property), event);
        Set<String> all = new HashSet<>();
        items.forEach(item -> all.add(of.apply(item)));
        return said == null && all.size() == 1 ? all.iterator().next() : said;
    }

    private static @Nullable String number(@Nullable Object said) {
        return said instanceof BigDecimal exact
                ? exact.toPlainString()
                : said instanceof Number number ? number.toString() : null;
    }
}
