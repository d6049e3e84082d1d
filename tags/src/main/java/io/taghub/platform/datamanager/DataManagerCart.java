package io.taghub.platform.datamanager;

import io.taghub.event.Event;
import io.taghub.event.LineItem;
import io.taghub.personal.PersonalData;
import io.taghub.tag.Fields;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The {@code cartData} of an event: the basket as Merchant Center knows its products. */
final class DataManagerCart {
    private DataManagerCart() {}

    static @Nullable Fields of(Event event, DataManagerPlatform.@Nullable Merchant merchant) {
        List<Fields> items = event.items().stream()
                .map(DataManagerCart::item)
                .filter(item -> !item.isEmpty())
                .toList();
        if (items.isEmpty()) {
            return null;
        }
        return new Fields()
                .put("merchantId", said(event, "merchant_id", merchant == null ? null : merchant.id()))
                .put(
                        "merchantFeedLabel",
                        said(event, "merchant_feed_label", merchant == null ? null : merchant.feedLabel()))
                .put(
                        "merchantFeedLanguageCode",
                        said(event, "merchant_feed_language", merchant == null ? null : merchant.feedLanguage()))
                .put(
                        "transactionDiscount",
                        event.properties().get("discount") instanceof Number discount ? discount : null)
                .put("couponCodes", coupons(event))
                .put("items", items);
    }

    private static @Nullable String said(Event event, String property, @Nullable String bySetting) {
        Object value = event.properties().get(property);
        return value instanceof String || value instanceof Number ? value.toString() : bySetting;
    }

    private static List<String> coupons(Event event) {
        Object said = event.properties().get("coupon");
        return (said instanceof List<?> several ? several.stream() : Stream.ofNullable(said))
                .map(one -> one instanceof String text ? PersonalData.impersonal(text, event) : null)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Merchant Center's id is the operator's own where nothing else is said. */
    private static Fields item(LineItem item) {
        Object merchants = item.properties().get("merchant_product_id");
        boolean own = merchants instanceof String || merchants instanceof Number;
        if (item.id() == null && !own) {
            return new Fields();
        }
        return new Fields()
                .put("merchantProductId", own ? String.valueOf(merchants) : item.id())
                .put("itemId", own ? item.id() : null)
                .put("quantity", item.pieces())
                .put("unitPrice", item.price())
                .put(
                        "conversionValue",
                        item.properties().get("conversion_value") instanceof Number value ? value : null);
    }
}
