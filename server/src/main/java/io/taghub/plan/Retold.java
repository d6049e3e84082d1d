package io.taghub.plan;

import io.taghub.event.Money;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The events of one name that both configs send to a tag, and not with the same words: counted, and their amounts summed. */
public final class Retold {
    private final Map<String, Sum> sums = new TreeMap<>();
    private long revalued;
    private long otherwise;

    /** What the events with another value come to in one currency, zero where a config tells none in it. */
    public record Sum(BigDecimal before, BigDecimal after) {
        private static final Sum NONE = new Sum(BigDecimal.ZERO, BigDecimal.ZERO);
    }

    void count(Told was, Told is) {
        if (was.sameAmountAs(is)) {
            otherwise++;
            return;
        }
        revalued++;
        add(was.money(), true);
        add(is.money(), false);
    }

    private void add(@Nullable Money money, boolean before) {
        if (money != null) {
            String currency = money.currency() == null ? "" : money.currency();
            Sum sum = sums.getOrDefault(currency, Sum.NONE);
            sums.put(
                    currency,
                    before
                            ? new Sum(sum.before.add(money.amount()), sum.after)
                            : new Sum(sum.before, sum.after.add(money.amount())));
        }
    }

    /** How many are told with another value. */
    public long revalued() {
        return revalued;
    }

    /** By currency what those come to; the currency is empty where none is said. */
    public Map<String, Sum> sums() {
        return Map.copyOf(sums);
    }

    /** How many are told with the same value and something else that differs. */
    public long otherwise() {
        return otherwise;
    }
}
