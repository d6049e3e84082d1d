package io.taghub.platform;

import io.taghub.event.Event;
import io.taghub.text.Amount;
import java.math.BigDecimal;
import java.util.List;

/**
 * What an order is worth beside its goods, as far as its {@code shipping}, {@code tax} and {@code discount} explain it: a value may
 * hold each of them or not.
 *
 * @param shipping in the value, zero where it is not
 * @param tax in the value and not in the prices
 * @param discount what the goods come to beyond the value
 * @param rest what the value has that nothing explains
 */
public record OrderParts(BigDecimal shipping, BigDecimal tax, BigDecimal discount, BigDecimal rest) {
    private static final BigDecimal ZERO = BigDecimal.ZERO;

    static final OrderParts NONE = new OrderParts(ZERO, ZERO, ZERO, ZERO);

    /** Which of the three may be in the value, none or most of them first: shipping 1, tax 2, discount 4. */
    private static final int[] WAYS = {0, 7, 3, 5, 6, 1, 2, 4};

    /**
     * @param goods what the lines come to
     * @param slack up to how much of a difference is rounding
     */
    static OrderParts of(Event event, BigDecimal value, BigDecimal goods, BigDecimal slack) {
        BigDecimal more = value.subtract(goods);
        BigDecimal shipping = amount(event, "shipping");
        BigDecimal tax = amount(event, "tax");
        BigDecimal discount = amount(event, "discount");
        for (BigDecimal difference : List.of(ZERO, slack)) {
            for (int way : WAYS) {
                BigDecimal s = (way & 1) == 0 ? ZERO : shipping;
                BigDecimal t = (way & 2) == 0 ? ZERO : tax;
                BigDecimal d = (way & 4) == 0 ? ZERO : discount;
                if (way == 0 && more.abs().compareTo(difference) <= 0) {
                    return NONE;
                }
                if (more.subtract(s).subtract(t).add(d).abs().compareTo(difference) <= 0) {
                    return new OrderParts(s, t, d, ZERO);
                }
            }
        }
        if (more.signum() < 0) {
            return new OrderParts(ZERO, ZERO, more.negate(), ZERO);
        }
        BigDecimal s = shipping.compareTo(more) <= 0 ? shipping : ZERO;
        BigDecimal t = tax.compareTo(more.subtract(s)) <= 0 ? tax : ZERO;
        return new OrderParts(s, t, ZERO, more.subtract(s).subtract(t));
    }

    private static BigDecimal amount(Event event, String property) {
        BigDecimal amount = Amount.of(event.properties().get(property), 2);
        return amount == null || amount.signum() < 0 ? ZERO : amount;
    }
}
