package io.taghub.platform.snapchat;

import io.taghub.event.Event;
import io.taghub.event.LineItem;
import io.taghub.event.Money;
import io.taghub.personal.PersonalData;
import io.taghub.platform.Basket;
import io.taghub.tag.Fields;
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
                .put("value", money == null ? null : Basket.text(money.amount(), currency))
                .put("order_id", event.orderId())
                .put("num_items", Basket.pieces(event, items))
                .put("content_ids", Basket.ids(event, items))
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
                .put("item_price", Basket.text(item.price(), currency))
                .put("brand", item.brand())
                .put("delivery_category", item.deliveryCategory());
    }

    /** One alone as a text, several as a list. */
    private static @Nullable Object oneOrList(Stream<@Nullable String> said) {
        List<String> values = said.filter(Objects::nonNull).distinct().toList();
        return values.size() == 1 ? values.getFirst() : values;
    }
}
