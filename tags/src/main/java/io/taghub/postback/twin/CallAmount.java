package io.taghub.postback.twin;

import io.taghub.twin.Shape;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much a call says: {@code sum}, the product {@code price * quantity}, that of every line {@code AMT{i} * QTY{i}} added
 * up, and less what comes off, {@code ... - DISCOUNT}; of {@code a|b} the first that is there.
 */
record CallAmount(List<Way> ways) {
    private static final String LINE = "{i}";
    private static final int MOST_LINES = 1000;

    /** @param off null where nothing comes off */
    private record Way(List<String> factors, @Nullable String off) {}

    /** @param written as in {@code twin.yaml}, null where no amount comes */
    static CallAmount of(@Nullable String written) {
        return new CallAmount(
                written == null
                        ? List.of()
                        : Arrays.stream(written.split("\\|"))
                                .map(CallAmount::way)
                                .toList());
    }

    private static Way way(String written) {
        String[] parts = written.split(" - ", 2);
        return new Way(List.of(parts[0].strip().split(" \\* ")), parts.length == 1 ? null : parts[1].strip());
    }

    /** Null where it says none, or something that is no plain number. */
    @Nullable
    BigDecimal in(Received call) {
        Way way = said(call);
        BigDecimal sum = way == null ? null : sum(call, way);
        if (way == null || sum == null || call.value(way.off) == null) {
            return sum;
        }
        BigDecimal off = number(call, way.off);
        return off == null ? null : sum.subtract(off);
    }

    /** Whether something stands where the amount would. */
    boolean isSaid(Received call) {
        return said(call) != null;
    }

    private @Nullable Way said(Received call) {
        return ways.stream()
                .filter(way -> call.value(at(way.factors.getFirst(), 1)) != null)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable BigDecimal sum(Received call, Way way) {
        boolean lines = way.factors.getFirst().contains(LINE);
        BigDecimal sum = BigDecimal.ZERO;
        for (int line = 1; line <= (lines ? MOST_LINES : 1); line++) {
            if (call.value(at(way.factors.getFirst(), line)) == null) {
                return sum;
            }
            BigDecimal product = BigDecimal.ONE;
            for (String factor : way.factors) {
                String place = at(factor, line);
                BigDecimal number = call.value(place) == null ? BigDecimal.ONE : number(call, place);
                if (number == null) {
                    return null;
                }
                product = product.multiply(number);
            }
            sum = sum.add(product);
        }
        return sum;
    }

    private static String at(String factor, int line) {
        return factor.replace(LINE, Integer.toString(line));
    }

    private static @Nullable BigDecimal number(Received call, @Nullable String place) {
        String text = call.value(place);
        return text == null ? null : Shape.number(text);
    }
}
