package io.taghub.life;

import io.taghub.event.Event;
import io.taghub.event.LineItem;
import io.taghub.event.ToldBefore;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a receiver that was told of an order line by line still has of it: the lines that it took less those that went back. */
public final class LinesLeft {
    private final SortedMap<Integer, LineItem> lines = new TreeMap<>();

    private LinesLeft() {}

    /**
     * @param sale the order as it was told
     * @param back what took lines of it back since, oldest first
     */
    public static LinesLeft of(ToldBefore sale, List<ToldBefore> back) {
        LinesLeft left = new LinesLeft();
        List<LineItem> sold = sale.event().items();
        for (int line = 1; line <= sold.size(); line++) {
            if (sale.lines().isEmpty() || sale.lines().contains(line)) {
                left.lines.put(line, sold.get(line - 1));
            }
        }
        for (ToldBefore one : back) {
            // Without lines it was an amount, of no line in particular.
            if (!one.event().items().isEmpty() || !one.lines().isEmpty()) {
                left.without(left.named(one.event()), one);
            }
        }
        return left;
    }

    /** Calls are counted among those that were made then. */
    private void without(SortedMap<Integer, LineItem> went, ToldBefore one) {
        int call = 0;
        for (var line : went.entrySet()) {
            call++;
            if (one.lines().isEmpty() || one.lines().contains(call)) {
                LineItem has = Objects.requireNonNull(lines.remove(line.getKey()));
                BigDecimal rest = pieces(has).subtract(pieces(line.getValue()));
                if (rest.signum() > 0) {
                    lines.put(line.getKey(), has.pieces(rest));
                }
            }
        }
    }

    /**
     * What of it goes back by this event, by places in the order from 1: all that is left where it names no line. A line that it
     * names is that of its id and price, and else of its id; what is not there, or not any more, is missing.
     */
    public SortedMap<Integer, LineItem> named(Event event) {
        if (event.items().isEmpty()) {
            return new TreeMap<>(lines);
        }
        List<BigDecimal> open =
                new ArrayList<>(event.items().stream().map(LinesLeft::pieces).toList());
        SortedMap<Integer, LineItem> named = new TreeMap<>();
        for (boolean priced : new boolean[] {true, false}) {
            for (int i = 0; i < open.size(); i++) {
                LineItem asked = event.items().get(i);
                for (var line : lines.entrySet()) {
                    LineItem has = line.getValue();
                    LineItem before = named.get(line.getKey());
                    BigDecimal free = before == null ? pieces(has) : pieces(has).subtract(pieces(before));
                    BigDecimal some = free.min(open.get(i));
                    if (some.signum() > 0
                            && Objects.equals(asked.id(), has.id())
                            && (!priced || samePrice(asked, has))) {
                        open.set(i, open.get(i).subtract(some));
                        named.put(
                                line.getKey(),
                                before == null
                                        ? pieces(asked).compareTo(some) == 0
                                                ? asked.orElse(has)
                                                : asked.orElse(has).pieces(some)
                                        : before.pieces(pieces(before).add(some)));
                    }
                }
            }
        }
        return named;
    }

    private static boolean samePrice(LineItem one, LineItem other) {
        return one.price() == null || other.price() == null
                ? one.price() == other.price()
                : one.price().compareTo(other.price()) == 0;
    }

    private static BigDecimal pieces(LineItem item) {
        return item.quantity() == null ? BigDecimal.ONE : item.quantity();
    }
}
