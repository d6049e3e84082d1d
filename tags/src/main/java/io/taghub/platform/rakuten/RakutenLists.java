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
     * @return null where an amount has no whole number of hundredths
     */
    static @Nullable RakutenLists of(GoodsLines goods, int sign) {
        List<OrderLines.Line> lines = goods.lines();
        List<BigDecimal> cents = new ArrayList<>();
        for (OrderLines.Line line : lines) {
            BigDecimal one = hundredths(line.total());
            if (one == null) {
                return null;
            }
            cents.add(one);
        }
        BigDecimal off = hundredths(goods.off());
        if (off == null) {
            return null;
        }
        share(cents, off);
        return new RakutenLists(
                joined(lines, OrderLines.Line::id),
                joined(lines, line -> String.valueOf(line.quantity())),
                cents.stream()
                        .map(one -> String.valueOf(one.multiply(BigDecimal.valueOf(sign))))
                        .collect(Collectors.joining(BETWEEN)),
                joined(lines, OrderLines.Line::name));
    }

    /** Takes a discount off each line by its share, as integrations do; what rounding leaves comes off the dearest. */
    private static void share(List<BigDecimal> cents, BigDecimal off) {
        BigDecimal all = cents.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        if (off.signum() == 0 || all.signum() == 0) {
            return;
        }
        int dearest = cents.indexOf(Collections.max(cents));
        BigDecimal left = off;
        for (int i = 0; i < cents.size(); i++) {
            BigDecimal part = off.multiply(cents.get(i)).divide(all, 0, RoundingMode.DOWN);
            cents.set(i, cents.get(i).subtract(part));
            left = left.subtract(part);
        }
        cents.set(dearest, cents.get(dearest).subtract(left));
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
