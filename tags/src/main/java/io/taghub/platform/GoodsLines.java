package io.taghub.platform;

import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.text.Amount;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an order for networks that take back line by line: each keeps its product's id although their sum is not the
 * value, so that what goes back later was told before. Shipping and tax are no products. A deposit has no goods and is one line of its
 * name.
 *
 * @param worth what the lines are worth together, of the value what is neither shipping nor tax
 * @param off what the lines come to beyond that, a discount on all of them; zero where nothing, or no more than rounding
 * @param shipping in the value beside the lines, zero where it is not
 * @param tax the same
 * @param remark in words for a marketer, why the lines are not the items; empty where they are
 */
public record GoodsLines(
        List<OrderLines.Line> lines,
        BigDecimal worth,
        BigDecimal off,
        BigDecimal shipping,
        BigDecimal tax,
        String remark) {
    private static final int MOST_HALVES = 50;

    static final Set<String> WITHOUT_GOODS = Set.of("ftd", "deposit", "redeposit");

    public GoodsLines {
        lines = List.copyOf(lines);
    }

    /** Lines that are worth this much, with nothing beside them. */
    static GoodsLines of(List<OrderLines.Line> lines, BigDecimal worth) {
        return new GoodsLines(
                lines,
                worth,
                OrderLines.sum(lines).subtract(worth).max(BigDecimal.ZERO),
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                "");
    }

    /**
     * What is told of an order: its goods and, where the value is more than these, shipping and tax, a line of the event's name with
     * the rest.
     *
     * @param money null of what has no value
     */
    public static GoodsLines told(Event event, @Nullable Money money) {
        BigDecimal value = money == null ? BigDecimal.ZERO : money.rounded().abs();
        boolean none = event.items().isEmpty() || WITHOUT_GOODS.contains(event.name());
        List<OrderLines.Line> goods = none ? List.of() : OrderLines.goods(event);
        if (goods.isEmpty()) {
            GoodsLines one = of(List.of(OrderLines.one(event.name(), value)), value);
            return none ? one : one.because(OrderLines.INCOMPLETE);
        }
        OrderParts parts = OrderParts.of(event, value, OrderLines.sum(goods), slack(goods, money));
        List<OrderLines.Line> lines = new ArrayList<>(goods);
        if (parts.rest().signum() > 0) {
            lines.add(OrderLines.one(event.name(), parts.rest()));
        }
        BigDecimal worth = value.subtract(parts.shipping()).subtract(parts.tax());
        return new GoodsLines(lines, worth, parts.discount(), parts.shipping(), parts.tax(), "");
    }

    /** Half a cent of the currency per piece, a whole one per line at least: so much prices lose by being rounded. */
    static BigDecimal slack(List<OrderLines.Line> lines, @Nullable Money money) {
        if (money == null) {
            return BigDecimal.ZERO;
        }
        long halves = lines.stream()
                .mapToLong(line -> Math.clamp(line.quantity(), 2, MOST_HALVES))
                .sum();
        return BigDecimal.valueOf(halves)
                .multiply(new BigDecimal("0.5"))
                .movePointLeft(Math.max(Amount.decimals(money.currency()), 0));
    }

    private GoodsLines because(String why) {
        return new GoodsLines(lines, worth, off, shipping, tax, why);
    }
}
