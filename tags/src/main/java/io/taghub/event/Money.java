package io.taghub.event;

import io.taghub.text.Amount;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an event is worth.
 *
 * @param amount in major units (49.99), exact; negative only for corrections
 * @param currency ISO 4217 code, a coin's (BTC, USDT) or what the sender took for one, in upper case, absent where the sender did not say
 */
public record Money(BigDecimal amount, @Nullable String currency) {
    /** Whether it is as much in the same currency, in however many digits. */
    public boolean isSame(@Nullable Money other) {
        return other != null && amount.compareTo(other.amount) == 0 && Objects.equals(currency, other.currency);
    }

    /** The amount with the decimals its currency has, where it has any; what is not nothing is never rounded to nothing. */
    public BigDecimal rounded() {
        int decimals = Amount.decimals(currency);
        BigDecimal rounded = decimals < 0 ? amount : amount.setScale(decimals, RoundingMode.HALF_UP);
        return rounded.signum() == amount.signum() ? rounded : amount;
    }

    /**
     * The items as a platform may see them that knows ISO 4217 only: without prices where the event is in BTC, because a
     * price without its currency would be read in the account's.
     */
    public static List<LineItem> pricedInIsoCurrency(List<LineItem> items, @Nullable Money money) {
        boolean foreign = money != null && money.currency != null && inIsoCurrency(money) == null;
        return foreign ? items.stream().map(LineItem::unpriced).toList() : items;
    }

    /** The same for whom an amount without any currency means nothing either: those prices are left out as the value is. */
    public static List<LineItem> pricedWithCurrency(List<LineItem> items, Event event) {
        return isoCurrencyOf(event) == null
                ? items.stream().map(LineItem::unpriced).toList()
                : items;
    }

    /** An event's currency if it is one of ISO 4217, else null. */
    public static @Nullable String isoCurrencyOf(Event event) {
        String currency = event.currency();
        return currency != null && Amount.isIso(currency) ? currency : null;
    }

    /** The money if its currency is one of ISO 4217, else null: ad platforms refuse a whole batch for BTC. */
    public static @Nullable Money inIsoCurrency(@Nullable Money money) {
        return money != null && money.currency != null && Amount.isIso(money.currency) ? money : null;
    }
}
