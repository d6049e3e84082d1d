package io.taghub.platform.rakuten;

import io.taghub.platform.OrderLines;
import java.math.BigDecimal;
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
    static @Nullable RakutenLists of(List<OrderLines.Line> lines, int sign) {
        List<@Nullable BigDecimal> cents =
                lines.stream().map(line -> hundredths(line.total(), sign)).toList();
        if (cents.contains(null)) {
            return null;
        }
        return new RakutenLists(
                joined(lines, OrderLines.Line::id),
                joined(lines, line -> String.valueOf(line.quantity())),
                cents.stream().map(String::valueOf).collect(Collectors.joining(BETWEEN)),
                joined(lines, OrderLines.Line::name));
    }

    private static @Nullable BigDecimal hundredths(BigDecimal amount, int sign) {
        BigDecimal times = amount.movePointRight(2).stripTrailingZeros();
        return times.scale() > 0 ? null : times.setScale(0).multiply(BigDecimal.valueOf(sign));
    }

    /** What parts the lines must not stand in one. */
    private static String joined(List<OrderLines.Line> lines, Function<OrderLines.Line, String> part) {
        return lines.stream()
                .map(part)
                .map(text -> text.replace('|', ' ').strip())
                .collect(Collectors.joining(BETWEEN));
    }
}
