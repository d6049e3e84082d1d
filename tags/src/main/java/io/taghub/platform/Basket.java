package io.taghub.platform;

import io.taghub.event.Event;
import io.taghub.event.LineItem;
import io.taghub.event.Money;
import io.taghub.text.Amount;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What several platforms ask for in the same form of an event's items: ids, pieces, amounts as texts. */
public final class Basket {
    private Basket() {}

    /** The ids that the operator lists as {@code content_ids}, else those of the items. */
    public static List<String> ids(Event event, List<LineItem> items) {
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

    /** As many as the operator says in {@code num_items}, else the items' pieces, whole; null where there is neither. */
    public static @Nullable BigDecimal pieces(Event event, List<LineItem> items) {
        return event.properties().get("num_items") instanceof Number said
                ? new BigDecimal(said.toString()).setScale(0, RoundingMode.HALF_UP)
                : items.stream().map(LineItem::pieces).reduce(BigDecimal::add).orElse(null);
    }

    /** With the decimals of its currency, {@code 50.00} and {@code 5000} yen, and with more where there are more. */
    public static @Nullable String text(@Nullable BigDecimal amount, @Nullable String currency) {
        if (amount == null) {
            return null;
        }
        BigDecimal bare = amount.stripTrailingZeros();
        return bare.setScale(Math.max(Math.max(Amount.decimals(currency), bare.scale()), 0), RoundingMode.UNNECESSARY)
                .toPlainString();
    }

    /** In words for a marketer, why an event goes out without its value; empty where it goes with it, or has none. */
    public static String withoutValue(Event event) {
        return event.money() != null && Money.inIsoCurrency(event.money()) == null
                ? "sent without its value, whose currency is missing or none of ISO 4217"
                : "";
    }
}
