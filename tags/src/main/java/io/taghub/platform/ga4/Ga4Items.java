package io.taghub.platform.ga4;

import static io.taghub.personal.PersonalData.cut;

import io.taghub.event.Event;
import io.taghub.event.LineItem;
import io.taghub.event.Money;
import io.taghub.personal.PersonalData;
import io.taghub.tag.Fields;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The items of an event.
 *
 * @see <a href="https://developers.google.com/analytics/devguides/collection/protocol/ga4/reference/events">the vendor's
 *     page</a>
 */
final class Ga4Items {
    // Not verified at the vendor.
    private static final int MAX_ITEMS = 200;
    private static final int MAX_OWN = 10;

    /** What GA4 knows of an item and our language has no field for. */
    private static final List<String> PROMOTION =
            List.of("promotion_id", "promotion_name", "creative_name", "creative_slot");

    /** What Merchant Center alone knows of it. */
    private static final Set<String> MERCHANTS = Set.of("merchant_product_id", "conversion_value");

    private Ga4Items() {}

    /** GA4 wants items of every purchase; of a deposit there are none, so the event itself is the item. */
    static List<Fields> of(Event event, String name, @Nullable Money money) {
        if (event.items().isEmpty() && name.equals("purchase") && money != null) {
            return List.of(item(new LineItem(event.name(), event.name(), null, money.amount()), event));
        }
        return Money.pricedInIsoCurrency(PersonalData.items(event), event.money()).stream()
                .limit(MAX_ITEMS)
                .map(item -> item(item, event))
                .toList();
    }

    private static Fields item(LineItem item, Event event) {
        String name = item.name();
        if (item.id() == null && name == null) {
            return new Fields();
        }
        Fields fields = new Fields()
                .put("item_id", cut(item.id(), Ga4Names.MAX_TEXT))
                .put("item_name", cut(name, Ga4Names.MAX_TEXT))
                .put("affiliation", cut(item.affiliation(), Ga4Names.MAX_TEXT))
                .put("coupon", cut(item.coupon(), Ga4Names.MAX_TEXT))
                .put("discount", item.discount())
                .put("index", item.index())
                .put("item_brand", cut(item.brand(), Ga4Names.MAX_TEXT));
        for (int i = 0; i < item.categories().size(); i++) {
            String level = item.categories().get(i);
            fields.put("item_category" + (i == 0 ? "" : i + 1), level.isEmpty() ? null : cut(level, Ga4Names.MAX_TEXT));
        }
        fields.put("item_list_id", cut(item.list().id(), Ga4Names.MAX_TEXT))
                .put("item_list_name", cut(item.list().name(), Ga4Names.MAX_TEXT))
                .put("item_variant", cut(item.variant(), Ga4Names.MAX_TEXT))
                .put("location_id", cut(item.locationId(), Ga4Names.MAX_TEXT))
                .put("price", item.price())
                .put("quantity", item.quantity() == null ? BigDecimal.ONE : item.quantity());
        PROMOTION.forEach(key -> fields.put(
                key,
                item.properties().get(key) instanceof String text
                        ? cut(PersonalData.impersonal(text, event), Ga4Names.MAX_TEXT)
                        : Ga4Names.value(item.properties().get(key))));
        own(item, event, fields);
        return fields;
    }

    /** Parameters of the operator's own, which must be registered in GA4 to show. */
    private static void own(LineItem item, Event event, Fields fields) {
        int most = fields.toMap().size() + MAX_OWN;
        new TreeMap<>(PersonalData.free(item.properties(), event, MERCHANTS)).forEach((key, value) -> {
            String written = Ga4Names.sanitised(key);
            if (written != null && !fields.has(written) && fields.toMap().size() < most) {
                fields.put(written, Ga4Names.value(value));
            }
        });
    }
}
