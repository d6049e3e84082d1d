package io.taghub.rule;

import io.taghub.event.Event;
import io.taghub.event.LineItem;
import io.taghub.event.Money;
import io.taghub.text.Amount;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an event is worth to one receiver. Decimal throughout, rounded half up once, at the end, to what the currency has;
 * what is not zero never becomes it. Where something is missing there is no amount rather than a wrong one.
 *
 * @param netOf what is taken off
 * @param percent of what is left, null for all of it
 * @param currency of the result, null for the event's
 * @param rates by a currency's code what one of it is in {@code currency}
 */
record ValueRule(
        Base base,
        List<EventField> netOf,
        @Nullable BigDecimal percent,
        @Nullable String currency,
        Map<String, BigDecimal> rates) {

    /** What is reckoned from. */
    sealed interface Base {
        /** The event's own value. */
        record Said() implements Base {}

        record Of(EventField field) implements Base {}

        record Fixed(BigDecimal amount) implements Base {}

        /** @param otherwise of an event that the table does not name, null for none */
        record ByEvent(Map<String, Share> table, @Nullable Share otherwise) implements Base {}

        /** Of each piece of a product, by its id. */
        record ByProduct(Map<String, Share> table, @Nullable Share otherwise) implements Base {}
    }

    /** An amount in the rule's currency, or a part of what the event says. */
    record Share(BigDecimal number, boolean percent) {}

    /** What came out. */
    sealed interface Worth {
        /** @param rate by which prices in the event's currency are to be multiplied, null where nobody knows it */
        record Of(
                BigDecimal amount,
                @Nullable String currency,
                @Nullable BigDecimal rate) implements Worth {}

        /** Neither has the event a value nor the rule one for it. */
        record Nothing() implements Worth {}

        /** @param why without what the event has */
        record Cannot(String why) implements Worth {}
    }

    /** An amount that is not to be had, on its way out. */
    private static final class CannotException extends Exception {
        private static final long serialVersionUID = 1;

        CannotException(String why) {
            super(why, null, false, false);
        }
    }

    private static final BigDecimal NONE = BigDecimal.ZERO;

    /** The currency of what an event of this name comes to that is in this one; null where 'rates' has none for it. */
    @Nullable
    String into(String name, String said) {
        return currency == null
                ? said
                : currency.equals(said) || rates.containsKey(said) || !converts(name) ? currency : null;
    }

    /** This, in the currency of what goes out beside it, where it names none of its own. */
    ValueRule beside(@Nullable ValueRule value) {
        return currency != null || value == null || value.currency == null
                ? this
                : new ValueRule(base, netOf, percent, value.currency, value.rates);
    }

    /** Whether what the event says goes into the result. */
    private boolean converts(String name) {
        return switch (base) {
            case Base.Said _, Base.Of _ -> true;
            case Base.Fixed _ -> false;
            case Base.ByEvent(var table, Share otherwise) -> {
                Share share = table.getOrDefault(name, otherwise);
                yield share != null && share.percent;
            }
            case Base.ByProduct(var table, Share otherwise) ->
                (otherwise != null && otherwise.percent)
                        || table.values().stream().anyMatch(Share::percent);
        };
    }

    /** The fields without which there is no amount. */
    List<String> needed() {
        Stream<String> from = switch (base) {
            case Base.Said _ -> Stream.of("value");
            case Base.Of(EventField field) -> Stream.of(field.name());
            case Base.Fixed _, Base.ByEvent _, Base.ByProduct _ -> Stream.of();
        };
        return Stream.concat(from, netOf.stream().map(EventField::name)).toList();
    }

    Worth worth(Event event) {
        try {
            BigDecimal amount = amount(event);
            if (amount == null) {
                return new Worth.Nothing();
            }
            String said = event.currency();
            return new Worth.Of(
                    rounded(amount, currency == null ? said : currency),
                    currency == null ? said : currency,
                    said == null ? BigDecimal.ONE : rate(said));
        } catch (CannotException cannot) {
            return new Worth.Cannot(String.valueOf(cannot.getMessage()));
        }
    }

    /** In the rule's currency; null where there is nothing to reckon from. */
    private @Nullable BigDecimal amount(Event event) throws CannotException {
        Money money = event.money();
        return switch (base) {
            case Base.Said() -> money == null ? null : converted(reckoned(money.amount(), event), event);
            case Base.Of(EventField field) ->
                money == null && field.of(event) == null
                        ? null
                        : converted(reckoned(number(field, event), event), event);
            case Base.Fixed(BigDecimal amount) -> signed(amount, money);
            case Base.ByEvent(var table, Share otherwise) -> {
                Share share = table.getOrDefault(event.name(), otherwise);
                if (share == null && money != null) {
                    throw new CannotException("by_event names no amount for this event");
                }
                if (share == null) {
                    yield null;
                }
                if (!share.percent) {
                    yield signed(share.number, money);
                }
                yield money == null ? null : part(share, money.amount(), event);
            }
            case Base.ByProduct(var table, Share otherwise) -> products(table, otherwise, event);
        };
    }

    private @Nullable BigDecimal products(Map<String, Share> table, @Nullable Share otherwise, Event event)
            throws CannotException {
        if (event.items().isEmpty()) {
            if (event.money() != null) {
                throw new CannotException("the event names no products, which by_product asks for");
            }
            return null;
        }
        BigDecimal sum = NONE;
        for (LineItem item : event.items()) {
            Share share = item.id() == null ? otherwise : table.getOrDefault(item.id(), otherwise);
            if (share == null) {
                throw new CannotException("by_product names no amount for one of the products");
            }
            BigDecimal pieces = item.quantity() == null ? BigDecimal.ONE : item.quantity();
            sum = sum.add((share.percent ? ofPrice(share, item, event) : share.number).multiply(pieces));
        }
        return signed(sum, event.money());
    }

    private BigDecimal ofPrice(Share share, LineItem item, Event event) throws CannotException {
        BigDecimal price = item.price();
        if (price == null) {
            throw new CannotException("one of the products has no price");
        }
        return part(share, price, event);
    }

    private BigDecimal part(Share share, BigDecimal of, Event event) throws CannotException {
        return converted(of.multiply(share.number).movePointLeft(2), event);
    }

    /** What a refund amends is taken back with the same rule. */
    private static BigDecimal signed(BigDecimal amount, @Nullable Money money) {
        return money != null && money.amount().signum() < 0 && amount.signum() > 0 ? amount.negate() : amount;
    }

    private BigDecimal reckoned(BigDecimal gross, Event event) throws CannotException {
        BigDecimal left = gross;
        for (EventField field : netOf) {
            BigDecimal off = number(field, event);
            // A refund's parts are written with its sign or without.
            left = gross.signum() < 0 ? left.add(off.abs()) : left.subtract(off);
        }
        return percent == null ? left : left.multiply(percent).movePointLeft(2);
    }

    private static BigDecimal number(EventField field, Event event) throws CannotException {
        Object value = field.of(event);
        BigDecimal number = value instanceof List<?> list
                ? list.size() == 1 ? EventField.number(list.getFirst()) : null
                : EventField.number(value);
        if (number == null) {
            throw new CannotException(
                    value == null ? "the event has no " + field.name() : field.name() + " is not one number");
        }
        return number;
    }

    private BigDecimal converted(BigDecimal amount, Event event) throws CannotException {
        String said = event.currency();
        if (currency == null || currency.equals(said)) {
            return amount;
        }
        if (said == null) {
            throw new CannotException("the event says no currency");
        }
        BigDecimal rate = rate(said);
        if (rate == null) {
            throw new CannotException("'rates' has none for the event's currency");
        }
        return amount.multiply(rate);
    }

    private @Nullable BigDecimal rate(String said) {
        return currency == null || currency.equals(said) ? BigDecimal.ONE : rates.get(said);
    }

    private static BigDecimal rounded(BigDecimal exact, @Nullable String currency) throws CannotException {
        if (currency == null || !Amount.isIso(currency)) {
            BigDecimal bounded = Amount.bounded(exact.stripTrailingZeros());
            if (bounded == null) {
                throw new CannotException("the amount is out of all proportion");
            }
            return bounded.scale() < 0 ? bounded.setScale(0) : bounded;
        }
        BigDecimal rounded = exact.setScale(Amount.decimals(currency), RoundingMode.HALF_UP);
        BigDecimal kept = rounded.signum() == 0 && exact.signum() != 0 ? exact.stripTrailingZeros() : rounded;
        if (Amount.bounded(kept) == null) {
            throw new CannotException("the amount is out of all proportion");
        }
        return kept;
    }

    /** The event as it is worth; its prices are in the same currency, or gone. */
    static Event with(Event event, Worth.Of worth) {
        BigDecimal rate = worth.rate;
        boolean same = rate != null && rate.compareTo(BigDecimal.ONE) == 0;
        return event.toBuilder()
                .money(new Money(worth.amount, worth.currency))
                .items(
                        same
                                ? event.items()
                                : event.items().stream()
                                        .map(item -> item.priced(rate, Amount.decimals(worth.currency)))
                                        .toList())
                .build();
    }
}
