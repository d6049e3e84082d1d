package io.taghub.report;

import io.taghub.event.Money;
import io.taghub.text.Amount;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says how a partner's amount differs from ours. */
final class AmountGap {
    /** Rates of value added tax in use, in percent: what net and gross may be apart. */
    private static final List<String> TAXES = List.of(
            "3", "5", "5.5", "6", "7", "7.7", "8", "8.1", "9", "9.5", "10", "11", "12", "13", "13.5", "14", "15", "16",
            "17", "18", "19", "20", "21", "22", "23", "24", "25", "25.5", "26", "27");

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final String ROUNDING = "by rounding";

    private AmountGap() {}

    /**
     * How two amounts differ.
     *
     * @param explained whether something usual makes the one of the other
     * @param rate of tax in percent that does, null where none does; others' rows tell whether it is chance
     */
    record Gap(String detail, boolean explained, @Nullable String rate) {
        Gap(String detail, boolean explained) {
            this(detail, explained, null);
        }

        /** Whether it is the same amount but for rounding or tax. */
        boolean isSmall() {
            return rate != null || detail.equals(ROUNDING);
        }
    }

    /**
     * Empty where the row says what the event is worth, in its own words or in those of the tag's rules. Of what takes back
     * partners write the amount with a minus or without.
     */
    static Optional<Gap> between(PartnerRow row, OurEvent event) {
        BigDecimal theirs = event.back() && row.amount() != null ? row.amount().abs() : row.amount();
        List<Money> ours = Stream.of(Optional.ofNullable(event.told()), Optional.ofNullable(event.worth()))
                .flatMap(Optional::stream)
                .map(money -> event.back() ? new Money(money.amount().abs(), money.currency()) : money)
                .toList();
        if (theirs == null) {
            return Optional.empty();
        }
        if (ours.isEmpty()) {
            // What takes back and does not say how much takes back all.
            return theirs.signum() == 0 || event.back()
                    ? Optional.empty()
                    : Optional.of(new Gap("the event has no value, and they have one", false));
        }
        if (ours.stream().anyMatch(money -> same(money, theirs, row.currency()))) {
            return Optional.empty();
        }
        return Optional.of(ours.stream()
                .map(money -> gap(money, theirs, row.currency()))
                .filter(Gap::explained)
                .findFirst()
                .orElseGet(() -> gap(ours.getFirst(), theirs, row.currency())));
    }

    private static boolean same(Money ours, BigDecimal theirs, @Nullable String currency) {
        return isSameCurrency(ours, currency) && ours.amount().compareTo(theirs) == 0;
    }

    private static boolean isSameCurrency(Money ours, @Nullable String currency) {
        return currency == null || ours.currency() == null || ours.currency().equals(currency);
    }

    private static Gap gap(Money ours, BigDecimal theirs, @Nullable String currency) {
        if (!isSameCurrency(ours, currency)) {
            return new Gap("by currency: " + ours.currency() + " with us, " + currency + " with them", true);
        }
        BigDecimal unit = BigDecimal.ONE.movePointLeft(Math.max(0, Amount.decimals(ours.currency())));
        BigDecimal apart = ours.amount().subtract(theirs).abs();
        boolean shorter = theirs.scale() < ours.amount().scale()
                && ours.amount().setScale(theirs.scale(), RoundingMode.HALF_UP).compareTo(theirs) == 0;
        if (apart.compareTo(unit) <= 0
                || shorter
                || theirs.stripTrailingZeros().scale() <= 0 && apart.compareTo(BigDecimal.ONE) < 0) {
            return new Gap(ROUNDING, true);
        }
        if (theirs.signum() == 0) {
            return new Gap("they have it without a value", true);
        }
        if (ours.amount().signum() != theirs.signum()) {
            return new Gap("by sign: the one pays, the other takes back", false);
        }
        BigDecimal less = ours.amount().abs().min(theirs.abs());
        BigDecimal more = ours.amount().abs().max(theirs.abs());
        for (String tax : TAXES) {
            if (isTaxed(less, more, new BigDecimal(tax).movePointLeft(2).add(BigDecimal.ONE), unit.scale())) {
                boolean net = theirs.abs().compareTo(less) == 0;
                return new Gap(
                        "by net and gross: " + (net ? "theirs" : "ours") + " and " + tax + " % are "
                                + (net ? "ours" : "theirs"),
                        true,
                        tax);
            }
        }
        for (int cents : List.of(100, 1000)) {
            if (less.multiply(BigDecimal.valueOf(cents)).compareTo(more) == 0) {
                return new Gap("by units: the one is " + cents + " times the other", true);
            }
        }
        BigDecimal percent = theirs.multiply(HUNDRED).divide(ours.amount(), 1, RoundingMode.HALF_UP);
        String much = percent.compareTo(HUNDRED) == 0
                ? text(apart, ours.currency()) + (theirs.compareTo(ours.amount()) < 0 ? " less than" : " more than")
                : percent.stripTrailingZeros().toPlainString() + " % of";
        return new Gap("theirs is " + much + " ours; nothing usual explains it", false);
    }

    /** Rounded once, either way: whatever is only near it is near by chance. */
    private static boolean isTaxed(BigDecimal net, BigDecimal gross, BigDecimal factor, int scale) {
        return net.multiply(factor).setScale(scale, RoundingMode.HALF_UP).compareTo(gross) == 0
                || gross.divide(factor, scale, RoundingMode.HALF_UP).compareTo(net) == 0;
    }

    /** {@code 49.99 EUR}. */
    static @Nullable String text(@Nullable BigDecimal amount, @Nullable String currency) {
        return amount == null ? null : amount.toPlainString() + (currency == null ? "" : " " + currency);
    }

    static @Nullable String text(@Nullable Money money) {
        return money == null ? null : text(money.amount(), money.currency());
    }
}
