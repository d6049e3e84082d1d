package io.taghub.event;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * One line of a basket.
 *
 * @param id the operator's product id
 * @param name what the product is called
 * @param quantity how many, absent means one
 * @param price price of one piece, in the currency of the event
 */
public record LineItem(
        @Nullable String id,
        @Nullable String name,
        @Nullable BigDecimal quantity,
        @Nullable BigDecimal price) {

    /** The quantity for platforms that take whole pieces only: rounded, and one at least. */
    public BigDecimal pieces() {
        return quantity == null
                ? BigDecimal.ONE
                : quantity.setScale(0, RoundingMode.HALF_UP).max(BigDecimal.ONE);
    }
}
