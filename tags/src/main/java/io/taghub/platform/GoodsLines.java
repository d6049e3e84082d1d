package io.taghub.platform;

import io.taghub.event.Event;
import io.taghub.life.Saying;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an order for networks that take back line by line: each keeps its product's id although their sum is not the
 * value, so that what goes back later was told before. A deposit has no goods and is one line of its name.
 *
 * @param off what the lines come to beyond the value, a discount on all of them; zero where nothing
 */
public record GoodsLines(List<OrderLines.Line> lines, BigDecimal off, String remark) {
    private static final Set<String> WITHOUT_GOODS = Set.of("ftd", "deposit", "redeposit");

    public GoodsLines {
        lines = List.copyOf(lines);
    }

    /**
     * What is told of an order: its goods and, where the value is more, a line of the event's name with the rest.
     *
     * @param value zero of what has none
     */
    public static GoodsLines told(Event event, BigDecimal value) {
        boolean none = event.items().isEmpty() || WITHOUT_GOODS.contains(event.name());
        List<OrderLines.Line> goods = none ? List.of() : OrderLines.goods(event);
        if (goods.isEmpty()) {
            return of(List.of(OrderLines.one(event.name(), value)), none ? "" : OrderLines.INCOMPLETE);
        }
        BigDecimal more = value.subtract(OrderLines.sum(goods));
        List<OrderLines.Line> lines = new ArrayList<>(goods);
        if (more.signum() > 0) {
            lines.add(OrderLines.one(event.name(), more));
        }
        return new GoodsLines(lines, more.negate().max(BigDecimal.ZERO), "");
    }

    /**
     * What goes back of an order, by the lines it was told with; null where the event does not say which these are.
     *
     * @param worth what goes back
     */
    public static @Nullable GoodsLines back(Event event, Correction correction, BigDecimal worth) {
        if (correction.whole() && WITHOUT_GOODS.contains(correction.of())) {
            return of(List.of(OrderLines.one(correction.of(), worth)), "");
        }
        List<OrderLines.Line> goods = OrderLines.goods(event);
        if (goods.isEmpty()) {
            return null;
        }
        if (correction.whole()) {
            return Saying.takesBack(event) ? of(goods, "") : told(event, worth);
        }
        return OrderLines.sum(goods).compareTo(worth) == 0 ? of(goods, "") : null;
    }

    private static GoodsLines of(List<OrderLines.Line> lines, String remark) {
        return new GoodsLines(lines, BigDecimal.ZERO, remark);
    }
}
