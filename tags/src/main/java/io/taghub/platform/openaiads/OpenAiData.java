package io.taghub.platform.openaiads;

import io.taghub.event.Event;
import io.taghub.event.LineItem;
import io.taghub.event.Money;
import io.taghub.personal.PersonalData;
import io.taghub.tag.Fields;
import io.taghub.text.Amount;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code data} of an event: what it is about and worth, in the form that its type asks for. Amounts are whole numbers of
 * the currency's smallest unit.
 *
 * @see <a href="https://developers.openai.com/ads/supported-events">the vendor's page</a>
 */
final class OpenAiData {
    private OpenAiData() {}

    static Fields of(Event event, OpenAiType type) {
        Money money = Money.inIsoCurrency(event.money());
        Fields data = new Fields()
                .put("type", type.shape())
                .put("amount", money == null ? null : minor(money.amount(), money.currency()))
                .put("currency", money == null ? null : money.currency())
                .put("plan_id", type.hasPlan() ? PersonalData.impersonalId(event.text("plan_id")) : null);
        return type.hasContents() ? data.put("contents", contents(event)) : data;
    }

    private static List<Fields> contents(Event event) {
        String currency = Money.isoCurrencyOf(event);
        List<LineItem> items = Money.pricedInIsoCurrency(PersonalData.items(event), event.money());
        String type = PersonalData.impersonal(event.text("content_type"), event);
        return items.stream()
                .filter(item -> item.id() != null || item.name() != null)
                .map(item -> content(item, currency, type))
                .toList();
    }

    /** An amount and its currency go together or not at all. */
    private static Fields content(LineItem item, @Nullable String currency, @Nullable String type) {
        BigDecimal price = currency == null ? null : item.price();
        return new Fields()
                .put("id", item.id())
                .put("name", item.name())
                .put("content_type", type)
                .put("quantity", item.pieces())
                .put("amount", price == null ? null : minor(price, currency))
                .put("currency", price == null ? null : currency);
    }

    private static BigDecimal minor(BigDecimal amount, @Nullable String currency) {
        return amount.movePointRight(Amount.decimals(currency)).setScale(0, RoundingMode.HALF_UP);
    }
}
