package io.taghub.platform.rakuten;

import io.taghub.platform.GoodsLines;
import io.taghub.platform.OrderLines;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The lists in which Rakuten takes an order, one place per line. */
record RakutenLists(String skus, String quantities, String amounts, String names) {
    private static final String BETWEEN = "|";

    /**
     * @param sign 1 for what is bought, -1 for what is taken back
     * @return null where what the lines are worth has no whole number of hundredths
     */
    static @Nullable RakutenLists of(GoodsLines goods, int sign) {
        List<OrderLines.Line> lines = goods.lines();
        BigDecimal worth = hundredths(goods.worth());
        return worth == null
                ? null
                : new RakutenLists(
                        joined(lines, OrderLines.Line::id),
                        joined(lines, line -> String.valueOf(line.quantity())),
                        shared(lines, worth).stream()
                                .map(one -> String.valueOf(one.multiply(BigDecimal.valueOf(sign))))
                                .collect(Collectors.joining(BETWEEN)),
                        joined(lines, OrderLines.Line::name));
    }

    /**
     * What each line is worth, in hundredths: a discount comes off each by its share, as integrations do, and what rounding leaves
     * is the dearest's.
     */
    private static List<BigDecimal> shared(List<OrderLines.Line> lines, BigDecimal worth) {
        List<BigDecimal> totals = lines.stream().map(OrderLines.Line::total).toList();
        BigDecimal all = totals.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        List<BigDecimal> cents = new ArrayList<>();
        BigDecimal left = worth;
        for (BigDecimal total : totals) {
            BigDecimal part =
                    all.signum() == 0 ? BigDecimal.ZERO : worth.multiply(total).divide(all, 0, RoundingMode.HALF_UP);
            cents.add(part);
            left = left.subtract(part);
        }
        int dearest = totals.indexOf(Collections.max(totals));
        cents.set(dearest, cents.get(dearest).add(left));
        return cents;
    }

    private static @Nullable BigDecimal hundredths(BigDecimal amount) {
        BigDecimal times = amount.movePointRight(2).stripTrailingZeros();
        return times.scale() > 0 ? null : times.setScale(0);
    }

    /** What parts the lines must not stand in one. */
    private static String joined(List<OrderLines.Line> lines, Function<OrderLines.Line, String> part) {
        return lines.stream()
                .map(part)
                .map(text -> text.replace('|', ' ').strip())
                .collect(Collectors.joining(BETWEEN));
    }
}
