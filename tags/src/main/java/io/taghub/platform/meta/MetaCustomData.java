package io.taghub.platform.meta;

import io.taghub.event.Event;
import io.taghub.event.LineItem;
import io.taghub.event.Money;
import io.taghub.personal.PersonalData;
import io.taghub.tag.Fields;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code custom_data} of an event: what it is about and worth, and whatever else the operator says of it.
 *
 * @see <a href="https://developers.facebook.com/docs/marketing-api/conversions-api/parameters/custom-data">the vendor's
 *     page</a>
 */
final class MetaCustomData {
    /** Property names that do not go in as they are. */
    private static final Set<String> TAKEN = Set.of(
            "content_ids", "contents", "currency", "num_items", "order_id", "search_term", "session_id", "value");

    private MetaCustomData() {}

    static Fields of(Event event) {
        Money money = Money.inIsoCurrency(event.money());
        List<LineItem> items = Money.pricedInIsoCurrency(PersonalData.items(event), event.money());
        List<String> ids = contentIds(event, items);
        Fields data = new Fields()
                .put("value", money == null ? null : money.amount())
                .put("currency", Money.isoCurrencyOf(event))
                .put("order_id", event.orderId())
                .put("content_ids", ids)
                .put(
                        "contents",
                        items.stream().map(item -> content(item, event)).toList())
                .put("num_items", numItems(event, items))
                .put("content_type", ids.isEmpty() && items.isEmpty() ? null : "product")
                .put("search_string", PersonalData.impersonal(event.text("search_term"), event));
        if (event.text("content_type") != null) {
            data.put("content_type", event.text("content_type"));
        }
        PersonalData.freeLists(event, TAKEN).forEach((key, value) -> {
            if (!data.has(key)) {
                data.put(key, value);
            }
        });
        return data;
    }

    /** Those that the operator lists, else those of the basket. */
    private static List<String> contentIds(Event event, List<LineItem> items) {
        Object listed = event.properties().get("content_ids");
        if (listed instanceof List<?> ids) {
            return ids.stream()
                    .filter(id -> id instanceof String || id instanceof Number)
                    .map(MetaCustomData::text)
                    .toList();
        }
        return listed instanceof String || listed instanceof Number
                ? List.of(text(listed))
                : items.stream().map(LineItem::id).filter(Objects::nonNull).toList();
    }

    private static String text(Object id) {
        return id instanceof BigDecimal number ? number.toPlainString() : id.toString();
    }

    private static @Nullable Object numItems(Event event, List<LineItem> items) {
        if (event.properties().get("num_items") instanceof Number said) {
            return said;
        }
        // Of what Meta is told of: an item without an id is not among the contents.
        return items.stream()
                .filter(item -> item.id() != null)
                .map(LineItem::pieces)
                .reduce(BigDecimal::add)
                .orElse(null);
    }

    private static Fields content(LineItem item, Event event) {
        return item.id() == null
                ? new Fields()
                : new Fields()
                        .put("id", item.id())
                        .put("quantity", item.pieces())
                        .put("item_price", item.price())
                        .put("title", item.name())
                        .put("description", described(item, event))
                        .put("brand", item.brand())
                        .put("category", item.category())
                        .put("delivery_category", item.deliveryCategory());
    }

    private static @Nullable String described(LineItem item, Event event) {
        return item.properties().get("description") instanceof String text
                ? PersonalData.impersonal(text, event)
                : null;
    }
}
