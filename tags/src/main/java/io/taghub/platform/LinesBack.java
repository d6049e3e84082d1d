package io.taghub.platform;

import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.event.ToldBefore;
import io.taghub.life.Saying;
import io.taghub.text.Amount;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of an order go back: of what the receiver was told what is no longer left. Where nobody knows what it was told, as
 * of an order from before the journal, the event has to say it.
 *
 * @param lines what goes back, with the prices that were told; null where nothing can
 * @param why it cannot, in words; empty where it can
 */
public record LinesBack(@Nullable GoodsLines lines, String why) {
    private static final String UNSAID =
            "the event does not say by 'items' which lines go back, each with id, price and pieces"
                    + ", and of a part adding up to the value";

    /**
     * @param told what the receiver was told of the order, oldest first; empty where that is not known
     * @param correction what the event says of it
     */
    public static LinesBack of(Event event, Correction correction, List<ToldBefore> told) {
        Money money = Money.inIsoCurrency(event.money());
        Money sold = told.isEmpty() ? money : told.getFirst().event().money();
        int decimals = Math.max(Amount.decimals(sold == null ? null : sold.currency()), 0);
        GoodsLines has = told.isEmpty() ? null : left(told, decimals);
        if (has != null) {
            return back(event, correction, money, has, decimals);
        }
        List<OrderLines.Line> goods = OrderLines.goods(event);
        BigDecimal worth = money == null ? null : money.rounded().abs();
        if (correction.whole() && GoodsLines.WITHOUT_GOODS.contains(correction.of()) && worth != null) {
            return new LinesBack(GoodsLines.of(List.of(OrderLines.one(correction.of(), worth)), worth), "");
        }
        if (isOfWhatIsLeft(event, correction)) {
            return no("the event says what is left, and what was told of the order is not known here");
        }
        if (goods.isEmpty() || worth == null) {
            return no(UNSAID);
        }
        if (correction.whole()) {
            GoodsLines all = Saying.takesBack(event) ? GoodsLines.of(goods, worth) : GoodsLines.told(event, money);
            return new LinesBack(all, "");
        }
        return OrderLines.sum(goods).compareTo(worth) == 0
                ? new LinesBack(GoodsLines.of(goods, worth), "")
                : no(UNSAID);
    }

    /** What it has after all that it was told; null where that cannot be followed. */
    private static @Nullable GoodsLines left(List<ToldBefore> told, int decimals) {
        Event sale = told.getFirst().event();
        GoodsLines has = GoodsLines.told(sale, Money.inIsoCurrency(sale.money()));
        for (ToldBefore one : told.subList(1, told.size())) {
            Correction correction = Correction.of(one.event());
            GoodsLines gone = correction == null
                    ? null
                    : back(
                                    one.event(),
                                    correction,
                                    Money.inIsoCurrency(one.event().money()),
                                    has,
                                    decimals)
                            .lines;
            if (gone == null) {
                return null;
            }
            has = GoodsLines.of(
                    Taken.of(has.lines(), gone.lines()).left(),
                    has.worth().subtract(gone.worth()).max(BigDecimal.ZERO));
        }
        return has;
    }

    /** @param decimals of amounts in the order's currency */
    private static LinesBack back(
            Event event, Correction correction, @Nullable Money money, GoodsLines has, int decimals) {
        if (has.lines().isEmpty()) {
            return no("every line that was told went back already");
        }
        if (correction.whole()) {
            return new LinesBack(GoodsLines.of(has.lines(), has.worth()), "");
        }
        List<OrderLines.Line> goods = OrderLines.goods(event);
        if (goods.isEmpty()) {
            return no(
                    isOfWhatIsLeft(event, correction)
                            ? "a part goes back, and the event does not say by 'items' which lines are left"
                            : UNSAID);
        }
        return isOfWhatIsLeft(event, correction)
                ? adjusted(GoodsLines.told(event, money), has, decimals)
                : named(goods, money, has, decimals);
    }

    /** An order told again with what it is now, and not a refund, whose items go back. */
    private static boolean isOfWhatIsLeft(Event event, Correction correction) {
        return !Saying.takesBack(event) && !correction.whole();
    }

    private static LinesBack adjusted(GoodsLines now, GoodsLines has, int decimals) {
        List<OrderLines.Line> gone = Taken.of(has.lines(), now.lines()).left();
        if (gone.isEmpty()) {
            return no("no line goes back whole: the lines are those that were told, or more");
        }
        BigDecimal worth = has.worth().subtract(now.worth());
        BigDecimal prices = OrderLines.sum(gone);
        boolean fits = worth.signum() > 0 && worth.compareTo(prices.setScale(decimals, RoundingMode.UP)) <= 0;
        return new LinesBack(GoodsLines.of(gone, fits ? worth : prices.setScale(decimals, RoundingMode.HALF_UP)), "");
    }

    /** A refund names what goes back. A discount on the whole may be off it or not. */
    private static LinesBack named(List<OrderLines.Line> goods, @Nullable Money money, GoodsLines has, int decimals) {
        Taken taken = Taken.of(has.lines(), goods);
        if (!taken.all()) {
            return no("the event names lines, or pieces of them, that were not told or went back already");
        }
        List<OrderLines.Line> back = taken.lines();
        BigDecimal prices = OrderLines.sum(back);
        BigDecimal most = prices.setScale(decimals, RoundingMode.UP);
        BigDecimal worth = money == null
                ? prices.setScale(decimals, RoundingMode.HALF_UP)
                : money.rounded().abs();
        BigDecimal all = OrderLines.sum(has.lines());
        BigDecimal least = all.signum() == 0
                ? BigDecimal.ZERO
                : prices.multiply(has.worth()).divide(all, decimals, RoundingMode.DOWN);
        boolean fits = worth.compareTo(most) == 0
                || OrderLines.sum(goods).compareTo(worth) == 0
                || (worth.compareTo(most) < 0 && worth.compareTo(least) >= 0);
        return fits ? new LinesBack(GoodsLines.of(back, worth.min(most)), "") : no(UNSAID);
    }

    /**
     * Pieces of lines that others name: those of the same id and price first, then those of the id, whose price may be said
     * otherwise.
     *
     * @param lines what is taken, at its own prices
     * @param left what is not
     * @param all whether all was there that was named
     */
    private record Taken(List<OrderLines.Line> lines, List<OrderLines.Line> left, boolean all) {
        static Taken of(List<OrderLines.Line> from, List<OrderLines.Line> named) {
            List<OrderLines.Line> left = new ArrayList<>(from);
            List<OrderLines.Line> open = new ArrayList<>(named);
            List<List<OrderLines.Line>> taken = named.stream()
                    .<List<OrderLines.Line>>map(_ -> new ArrayList<>())
                    .toList();
            for (boolean priced : new boolean[] {true, false}) {
                for (int i = 0; i < open.size(); i++) {
                    for (int j = 0; j < left.size(); j++) {
                        OrderLines.Line one = open.get(i);
                        OrderLines.Line has = left.get(j);
                        boolean same = one.id().equals(has.id())
                                && (!priced || one.price().compareTo(has.price()) == 0);
                        long pieces = same ? Math.min(one.quantity(), has.quantity()) : 0;
                        if (pieces > 0) {
                            taken.get(i).add(has.pieces(pieces));
                            open.set(i, one.pieces(one.quantity() - pieces));
                            left.set(j, has.pieces(has.quantity() - pieces));
                        }
                    }
                }
            }
            return new Taken(
                    taken.stream().flatMap(List::stream).toList(),
                    left.stream().filter(one -> one.quantity() > 0).toList(),
                    open.stream().allMatch(one -> one.quantity() == 0));
        }
    }

    private static LinesBack no(String why) {
        return new LinesBack(null, why);
    }
}
