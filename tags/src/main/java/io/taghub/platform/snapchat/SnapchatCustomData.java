package io.taghub.platform.snapchat;

import io.taghub.event.Event;
import io.taghub.event.LineItem;
import io.taghub.event.Money;
import io.taghub.personal.PersonalData;
import io.taghub.tag.Fields;
import io.taghub.text.Amount;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The {@code custom_data} of an event: what it is about and worth. Amounts and pieces are texts, and only the names that
 * Snapchat documents go in.
 *
 * @see <a href="https://developers.snap.com/api/marketing-api/Conversions-API/Parameters">the vendor's page</a>
 */
final class SnapchatCustomData {
    /** Said by the operator under Snapchat's own names, most of them of journeys. */
    private static final Set<String> FREE = Set.of(
            "checkin_date",
            "content_type",
            "delivery_category",
            "departing_arrival_date",
            "departing_departure_date",
            "destination_airport",
            "hotel_score",
            "num_adults",
            "num_children",
            "num_infants",
            "origin_airport",
            "predicted_ltv",
            "preferred_neighborhoods",
            "preferred_star_ratings",
            "returning_arrival_date",
            "returning_departure_date",
            "suggested_destinations",
            "suggested_hotels",
            "travel_end",
            "travel_start");

    private SnapchatCustomData() {}

    static Fields of(Event event) {
        Money money = Money.inIsoCurrency(event.money());
        String currency = Money.isoCurrencyOf(event);
        List<LineItem> items = Money.pricedInIsoCurrency(PersonalData.items(event), event.money()).stream()
                .filter(item -> item.id() != null)
                .toList();
        Fields data = new Fields()
                .put("currency", currency)
                .put("value", money == null ? null : text(money.amount(), currency))
                .put("order_id", event.orderId())
                .put("num_items", numItems(event, items))
                .put("content_ids", contentIds(event, items))
                .put(
                        "contents",
                        items.stream().map(item -> content(item, currency)).toList())
                .put(
                        "content_category",
                        oneOrList(Stream.concat(
                                Stream.ofNullable(PersonalData.impersonal(event.text("content_category"), event)),
                                items.stream().map(LineItem::category))))
                .put("brands", oneOrList(items.stream().map(LineItem::brand)))
                .put("search_string", PersonalData.impersonal(event.text("search_term"), event))
                .put("sign_up_method", PersonalData.impersonal(event.text("method"), event));
        PersonalData.freeLists(event, Set.of())
                .forEach((key, value) -> data.put(key, FREE.contains(key) ? value : null));
        return data;
    }

    private static Fields content(LineItem item, @Nullable String currency) {
        return new Fields()
                .put("id", item.id())
                .put("quantity", item.pieces().toPlainString())
                .put("item_price", item.price() == null ? null : text(item.price(), currency))
                .put("brand", item.brand())
                .put("delivery_category", item.deliveryCategory());
    }

    /** With the decimals of its currency, {@code 50.00} and {@code 5000} yen, and with more where there are more. */
    private static String text(BigDecimal amount, @Nullable String currency) {
        BigDecimal bare = amount.stripTrailingZeros();
        return bare.setScale(Math.max(Math.max(Amount.decimals(currency), bare.scale()), 0), RoundingMode.UNNECESSARY)
                .toPlainString();
    }

    private static @Nullable Object numItems(Event event, List<LineItem> items) {
        return event.properties().get("num_items") instanceof Number said
                ? said
                : items.stream().map(LineItem::pieces).reduce(BigDecimal::add).orElse(null);
    }

    /** Those that the operator lists, else those of the basket. */
    private static List<String> contentIds(Event event, List<LineItem> items) {
        Object listed = event.properties().get("content_ids");
        List<?> ids = listed instanceof List<?> list ? list : listed == null ? List.of() : List.of(listed);
        List<String> texts = ids.stream()
                .filter(id -> id instanceof String || id instanceof Number)
                .map(id -> id instanceof BigDecimal number ? number.toPlainString() : id.toString())
                .toList();
        return texts.isEmpty()
                ? items.stream().map(LineItem::id).filter(Objects::nonNull).toList()
                : texts;
    }

    /** One alone as a text, several as a list. */
    private static @Nullable Object oneOrList(Stream<@Nullable String> said) {
        List<String> values = said.filter(Objects::nonNull).distinct().toList();
        return values.size() == 1 ? values.getFirst() : values;
    }
}
