package io.taghub.platform;

import io.taghub.event.Event;
import io.taghub.event.LineItem;
import io.taghub.event.Money;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an event is worth, line by line, for networks that pay a share of each: the items where their sum is the value, else
 * one line with all of it. Otherwise shipping, a discount or a rule of the tag's would be paid for or lost.
 *
 * @param itemised whether the lines are the items
 * @param parts what of the value lies beside the items, where the network takes that apart; else nothing
 * @param remark in words for a marketer, why there is one line and not the items; empty where there are the items
 */
public record OrderLines(List<Line> lines, boolean itemised, OrderParts parts, String remark) {
    static final String INCOMPLETE = "sent as one line: the items need an id, a price and whole pieces each";

    private static final String NOT_THE_SUM =
            "sent as one line: the items need an id, a price and whole pieces each, and their sum must be the value";

    public OrderLines {
        lines = List.copyOf(lines);
    }

    /**
     * One line.
     *
     * @param id the product's, else the event's name
     * @param name what it is called, else the id
     * @param price of one piece
     */
    public record Line(
            String id,
            String name,
            long quantity,
            BigDecimal price,
            @Nullable String category) {
        /** The same, of so many pieces. */
        Line pieces(long pieces) {
            return new Line(id, name, pieces, price, category);
        }

        /** All pieces. */
        public BigDecimal total() {
            return price.multiply(BigDecimal.valueOf(quantity));
        }
    }

    /**
     * With the decimals of the currency.
     *
     * @param money null of what has no value, a registration: one line worth nothing
     */
    public static OrderLines of(Event event, @Nullable Money money) {
        OrderLines order = beside(event, money, BigDecimal.ZERO);
        return order.parts.equals(OrderParts.NONE) ? order : whole(event, value(money));
    }

    /**
     * The same for a network that takes discount, tax and shipping apart and adds up itself: with these beside the items the sum must
     * be the value, but for what prices lose by being rounded.
     */
    public static OrderLines beside(Event event, @Nullable Money money) {
        return beside(event, money, GoodsLines.slack(goods(event), money));
    }

    private static OrderLines beside(Event event, @Nullable Money money, BigDecimal slack) {
        BigDecimal value = value(money);
        List<Line> lines = goods(event);
        OrderParts parts = OrderParts.of(event, value, sum(lines), slack);
        return !lines.isEmpty() && parts.rest().signum() == 0
                ? new OrderLines(lines, true, parts, "")
                : whole(event, value);
    }

    private static BigDecimal value(@Nullable Money money) {
        return money == null ? BigDecimal.ZERO : money.rounded();
    }

    private static OrderLines whole(Event event, BigDecimal value) {
        String remark = event.items().isEmpty() ? "" : NOT_THE_SUM;
        return new OrderLines(List.of(one(event.name(), value)), false, OrderParts.NONE, remark);
    }

    /** All of it in one line. */
    static Line one(String name, BigDecimal worth) {
        return new Line(name, name, 1, worth, null);
    }

    /** The items where each says all that a line needs; else none. */
    static List<Line> goods(Event event) {
        List<LineItem> items = event.items();
        return items.stream().allMatch(OrderLines::isWhole)
                ? items.stream().map(OrderLines::line).toList()
                : List.of();
    }

    /** What lines come to. */
    static BigDecimal sum(List<Line> lines) {
        return lines.stream().map(Line::total).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static boolean isWhole(LineItem item) {
        BigDecimal pieces = item.quantity() == null ? BigDecimal.ONE : item.quantity();
        return item.id() != null
                && item.price() != null
                && item.price().signum() >= 0
                && pieces.signum() > 0
                && pieces.stripTrailingZeros().scale() <= 0
                && pieces.precision() - pieces.scale() < 10;
    }

    private static Line line(LineItem item) {
        String id = String.valueOf(item.id());
        return new Line(
                id,
                item.name() == null ? id : item.name(),
                item.pieces().longValue(),
                item.price() == null ? BigDecimal.ZERO : item.price(),
                item.category());
    }
}
