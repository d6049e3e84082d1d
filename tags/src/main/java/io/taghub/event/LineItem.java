package io.taghub.event;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One line of a basket. Money is in the currency of the event.
 *
 * @param id the operator's product id
 * @param name what the product is called
 * @param quantity how many, absent means one
 * @param price price of one piece
 * @param discount what one piece was reduced by
 * @param variant colour or size
 * @param categories from the widest to the narrowest, at most five; blank where a level is not said
 * @param index the place in a list, as the sender counts
 * @param list id and name of the list it was shown in
 * @param affiliation the shop or branch that sells it
 * @param locationId where it is, as Google's Place ID
 * @param deliveryCategory {@code in_store}, {@code curbside} or {@code home_delivery}
 * @param properties whatever else the sender said of the item, {@code promotion_id} for instance
 */
public record LineItem(
        @Nullable String id,
        @Nullable String name,
        @Nullable BigDecimal quantity,
        @Nullable BigDecimal price,
        @Nullable BigDecimal discount,
        @Nullable String brand,
        @Nullable String variant,
        List<String> categories,
        @Nullable String coupon,
        @Nullable Integer index,
        Listing list,
        @Nullable String affiliation,
        @Nullable String locationId,
        @Nullable String deliveryCategory,
        Map<String, Object> properties) {

    /** The list in which an item was shown. */
    public record Listing(@Nullable String id, @Nullable String name) {
        public static final Listing NONE = new Listing(null, null);
    }

    public LineItem {
        categories = List.copyOf(categories);
    }

    /** An item of which no more is known. */
    public LineItem(
            @Nullable String id, @Nullable String name, @Nullable BigDecimal quantity, @Nullable BigDecimal price) {
        this(
                id,
                name,
                quantity,
                price,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                Listing.NONE,
                null,
                null,
                null,
                Map.of());
    }

    /** The widest category that is said, or null. */
    public @Nullable String category() {
        return categories.stream().filter(level -> !level.isEmpty()).findFirst().orElse(null);
    }

    /** The same item without what it costs. */
    public LineItem unpriced() {
        return with(name, quantity, null, null);
    }

    /** So many of the same item. */
    public LineItem pieces(BigDecimal pieces) {
        return with(name, pieces, price, discount);
    }

    /** The same item with the name and price of the other where it says none. */
    public LineItem orElse(LineItem other) {
        return with(name == null ? other.name : name, quantity, price == null ? other.price : price, discount);
    }

    /** The same item in another currency: what it costs by this rate, or not at all where there is none. */
    public LineItem priced(@Nullable BigDecimal rate, int decimals) {
        return with(name, quantity, times(price, rate, decimals), times(discount, rate, decimals));
    }

    private LineItem with(
            @Nullable String name,
            @Nullable BigDecimal quantity,
            @Nullable BigDecimal price,
            @Nullable BigDecimal discount) {
        return new LineItem(
                id,
                name,
                quantity,
                price,
                discount,
                brand,
                variant,
                categories,
                coupon,
                index,
                list,
                affiliation,
                locationId,
                deliveryCategory,
                properties);
    }

    private static @Nullable BigDecimal times(@Nullable BigDecimal price, @Nullable BigDecimal rate, int decimals) {
        return price == null || rate == null
                ? null
                : price.multiply(rate)
                        .setScale(Math.max(decimals, price.stripTrailingZeros().scale()), RoundingMode.HALF_UP);
    }

    /** The same item with what is left of its texts; ids and the Place ID are none. */
    public LineItem texts(UnaryOperator<@Nullable String> left) {
        return new LineItem(
                id,
                left.apply(name),
                quantity,
                price,
                discount,
                left.apply(brand),
                left.apply(variant),
                categories.stream().map(left).filter(Objects::nonNull).toList(),
                left.apply(coupon),
                index,
                new Listing(list.id(), left.apply(list.name())),
                left.apply(affiliation),
                locationId,
                deliveryCategory,
                properties);
    }

    /** The quantity for platforms that take whole pieces only: rounded, nothing only where nothing was said. */
    public BigDecimal pieces() {
        if (quantity == null || quantity.signum() == 0) {
            return quantity == null ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        return quantity.setScale(0, RoundingMode.HALF_UP).max(BigDecimal.ONE);
    }
}
