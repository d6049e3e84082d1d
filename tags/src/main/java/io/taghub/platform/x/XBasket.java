package io.taghub.platform.x;

import io.taghub.event.Event;
import io.taghub.event.LineItem;
import io.taghub.event.Money;
import io.taghub.personal.PersonalData;
import io.taghub.tag.Fields;
import io.taghub.text.Amount;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a conversion is worth and what was bought.
 *
 * @see <a href="https://docs.x.com/x-ads-api/measurement/web-conversions">the vendor's page</a>
 */
final class XBasket {
    private XBasket() {}

    static Fields of(Event event) {
        // Where no currency is said X takes the dollar: so an amount goes with its currency or not at all.
        Money money = Money.inIsoCurrency(event.money());
        boolean priced = Money.isoCurrencyOf(event) != null;
        List<LineItem> items = PersonalData.items(event).stream()
                .filter(item -> item.id() != null || item.name() != null)
                .toList();
        return new Fields()
                .put("value", money == null ? null : written(money))
                .put("price_currency", Money.isoCurrencyOf(event))
                .put("number_items", number(event, items))
                .put(
                        "contents",
                        items.stream().map(item -> content(item, priced, event)).toList());
    }

    /** A text with as many decimals as the currency has: {@code 49.90}, {@code 5000} yen. */
    private static String written(Money money) {
        return money.amount()
                .setScale(Amount.decimals(money.currency()), RoundingMode.HALF_UP)
                .toPlainString();
    }

    private static @Nullable BigDecimal number(Event event, List<LineItem> items) {
        BigDecimal said = Amount.of(event.properties().get("num_items"), 0);
        BigDecimal number = said == null
                ? items.stream().map(LineItem::pieces).reduce(BigDecimal.ZERO, BigDecimal::add)
                : said.setScale(0, RoundingMode.HALF_UP);
        return number.signum() > 0 ? number : null;
    }

    private static Fields content(LineItem item, boolean priced, Event event) {
        String type = said(item, event, "content_type", "type");
        return new Fields()
                .put("content_id", item.id())
                .put("content_name", item.name())
                .put("content_type", type == null ? item.category() : type)
                .put("content_group_id", said(item, event, "content_group_id", "item_group_id", "group_id"))
                .put("content_price", priced ? item.price() : null)
                .put("num_items", item.pieces());
    }

    private static @Nullable String said(LineItem item, Event event, String... names) {
        return Stream.of(names)
                .map(item.properties()::get)
                .filter(String.class::isInstance)
                .map(text -> PersonalData.impersonal(String.valueOf(text), event))
                .findFirst()
                .orElse(null);
    }
}
