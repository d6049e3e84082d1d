package io.taghub.platform.tiktok;

import io.taghub.event.Event;
import io.taghub.event.LineItem;
import io.taghub.event.Money;
import io.taghub.personal.PersonalData;
import io.taghub.tag.Fields;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The {@code properties} of an event: what it is about and worth, and whatever else the operator says of it. */
final class TikTokProperties {
    /** Property names that do not go in as they are. */
    private static final Set<String> TAKEN =
            Set.of("content_ids", "contents", "currency", "locale", "order_id", "search_term", "session_id", "value");

    private TikTokProperties() {}

    static Fields of(Event event) {
        Money money = Money.inIsoCurrency(event.money());
        List<LineItem> items = Money.pricedInIsoCurrency(PersonalData.items(event), event.money());
        List<String> ids = contentIds(event.properties().get("content_ids"));
        Fields properties = new Fields()
                .put("currency", Money.isoCurrencyOf(event))
                .put("value", money == null ? null : money.amount())
                .put("order_id", event.orderId())
                .put(
                        "contents",
                        items.stream().map(item -> content(item, event)).toList())
                .put("content_ids", ids)
                .put("query", PersonalData.impersonal(event.text("search_term"), event));
        if (event.text("content_type") == null && !(items.isEmpty() && ids.isEmpty())) {
            properties.put("content_type", "product");
        }
        PersonalData.freeLists(event, TAKEN).forEach((key, value) -> {
            if (!properties.has(key)) {
                properties.put(key, value);
            }
        });
        return properties;
    }

    /** Texts, also where they are numbers: TikTok refuses the batch for a number. */
    private static List<String> contentIds(@Nullable Object listed) {
        List<?> ids = listed instanceof List<?> list ? list : listed == null ? List.of() : List.of(listed);
        return ids.stream()
                .filter(id -> id instanceof String || id instanceof Number)
                .map(id -> id instanceof BigDecimal number ? number.toPlainString() : id.toString())
                .toList();
    }

    private static Fields content(LineItem item, Event event) {
        String name = item.name();
        if (item.id() == null && name == null) {
            return new Fields();
        }
        return new Fields()
                .put("content_id", item.id())
                .put("content_name", name)
                .put("content_category", item.category())
                .put("brand", item.brand())
                .put("quantity", item.pieces())
                .put("price", item.price())
                .put("description", impersonal(item.properties().get("description"), event))
                .put("content_type", impersonal(item.properties().get("content_type"), event));
    }

    private static @Nullable String impersonal(@Nullable Object value, Event event) {
        return value instanceof String text ? PersonalData.impersonal(text, event) : null;
    }
}
