package io.taghub.platform.klaviyo;

import io.taghub.event.Event;
import io.taghub.event.LineItem;
import io.taghub.event.Money;
import io.taghub.personal.PersonalData;
import io.taghub.tag.Fields;
import io.taghub.tag.Setup;
import java.util.List;
import java.util.Set;

/**
 * What an event is about, under the names that Klaviyo's guides give it, and whatever else the operator says of it. A person
 * is in the profile and not here.
 *
 * @see <a href="https://developers.klaviyo.com/en/docs/guide_to_integrating_a_platform_without_a_pre_built_klaviyo_integration">the
 *     vendor's guide</a>
 */
final class KlaviyoProperties {
    /** Property names that do not go in as they are. */
    private static final Set<String> TAKEN = Set.of("currency", "value", "order_id");

    private KlaviyoProperties() {}

    static Fields of(Event event, Setup setup) {
        List<LineItem> items = Money.pricedInIsoCurrency(PersonalData.items(event), event.money());
        Fields properties = new Fields().put("order_id", event.orderId());
        if (event.name().equals("view_item") && items.size() == 1) {
            properties.putAll(product(items.getFirst(), "Price").toMap());
        } else {
            properties
                    .put("ItemNames", items.stream().map(LineItem::name).toList())
                    .put(
                            "Items",
                            items.stream()
                                    .map(item -> product(item, "ItemPrice").put("Quantity", item.pieces()))
                                    .toList());
        }
        properties.put("URL", PersonalData.strippedFrom(setup.ownUrl(event), event));
        PersonalData.freeLists(event, TAKEN).forEach((key, value) -> {
            if (!properties.has(key)) {
                properties.put(key, value);
            }
        });
        return properties;
    }

    private static Fields product(LineItem item, String price) {
        return new Fields()
                .put("ProductID", item.id())
                .put("ProductName", item.name())
                .put("Brand", item.brand())
                .put("Categories", item.categories())
                .put(price, item.price());
    }
}
