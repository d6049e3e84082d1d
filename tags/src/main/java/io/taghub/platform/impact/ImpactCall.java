package io.taghub.platform.impact;

import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.personal.PersonalData;
import io.taghub.platform.Basket;
import io.taghub.platform.Correction;
import io.taghub.platform.OrderLines;
import io.taghub.tag.Identifiers;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one event says to impact.com: a new conversion, a change of one or its reversal.
 *
 * @param resource {@code Conversions} or {@code Actions}
 * @param values the form, in the order of the vendor's page
 * @param remark what had to be left out
 */
record ImpactCall(String method, String resource, Map<String, String> values, String remark) {
    static final int ORDER_ID = 64;

    /** Of a reversal; with one of these as its {@code reason} the event says it itself. */
    private static final Set<String> DISPOSITIONS = Set.of(
            "REJECTED",
            "CONS_INFO_INVALID",
            "CONS_ERROR",
            "CONS_FRAUD",
            "ITEM_RETURNED",
            "ITEM_OUT_OF_STOCK",
            "ORDER_ERROR",
            "PUB_ACT_DISPUTE",
            "NOT_COMPLIANCE_TERMS",
            "MP_RETURNED",
            "OTHER",
            "CREDITED_DIFFERENT_MP",
            "ADV_ACT_DISPUTE",
            "TEST_ACTION");

    /** Of a change. */
    private static final Set<String> REASONS = Set.of(
            "ORDER_UPDATE",
            "ITEM_RETURNED",
            "CONS_FRAUD",
            "CONS_ERROR",
            "ORDER_ERROR",
            "PUB_ACT_DISPUTE",
            "ADV_ACT_DISPUTE",
            "NOT_COMPLIANCE_TERMS",
            "ITEM_OUT_OF_STOCK",
            "TEST_ACTION",
            "PARTNER_NOT_ACTIVE",
            "CREDITED_DIFFERENT_MP",
            "OTHER");

    private static final Map<String, String> MEANT = Map.of(
            "refund", "ITEM_RETURNED",
            "chargeback", "CONS_FRAUD",
            "fraud", "CONS_FRAUD",
            "cancelled", "ORDER_ERROR",
            "test", "TEST_ACTION",
            "rejected", "REJECTED",
            "adjusted", "ORDER_UPDATE");

    /** @param type the event type's id or its code */
    static ImpactCall conversion(
            ImpactPlatform.Settings settings, Event event, String type, String order, @Nullable String click) {
        Map<String, String> form = new LinkedHashMap<>();
        put(form, "CampaignId", settings.campaignId());
        put(form, isId(type) ? "EventTypeId" : "EventTypeCode", type);
        put(form, "EventDate", time(event));
        put(form, "OrderId", order);
        put(form, "ClickId", click);
        put(form, "CustomerId", customer(event));
        put(form, "CustomerEmail", settings.sendEmail() ? email(event) : null);
        put(form, "CustomerStatus", status(event));
        put(form, "OrderPromoCode", promoCode(event));
        Money money = Money.inIsoCurrency(event.money());
        put(form, "CurrencyCode", money == null ? null : money.currency());
        String remark = money == null ? Basket.withoutValue(event) : worth(form, event, money);
        return new ImpactCall("POST", "Conversions", form, remark);
    }

    /**
     * Item by item, beside them what is discount, tax and shipping; or as a whole where the items are not whole or the value has more
     * than these. Never both.
     */
    private static String worth(Map<String, String> form, Event event, Money money) {
        OrderLines order = OrderLines.beside(event, money);
        List<OrderLines.Line> lines = order.lines();
        if (!order.itemised()) {
            put(form, "Amount", money.rounded().toPlainString());
            return order.remark();
        }
        put(form, "OrderDiscount", amount(order.parts().discount(), money));
        put(form, "OrderTax", amount(order.parts().tax(), money));
        put(form, "OrderShipping", amount(order.parts().shipping(), money));
        for (int i = 0; i < lines.size(); i++) {
            OrderLines.Line line = lines.get(i);
            int place = i + 1;
            put(form, "ItemSku" + place, line.id());
            put(form, "ItemName" + place, line.name());
            put(form, "ItemCategory" + place, line.category());
            put(form, "ItemQuantity" + place, String.valueOf(line.quantity()));
            put(form, "ItemPrice" + place, Basket.text(line.price(), money.currency()));
        }
        return "";
    }

    private static @Nullable String amount(BigDecimal amount, Money money) {
        BigDecimal rounded = new Money(amount, money.currency()).rounded();
        return rounded.signum() == 0 ? null : Basket.text(rounded, money.currency());
    }

    /** @param type the event type's id: a code is not taken here */
    static ImpactCall correction(Correction correction, String type, String order, @Nullable String currency) {
        Map<String, String> form = new LinkedHashMap<>();
        put(form, "ActionTrackerId", type);
        put(form, "OrderId", order);
        if (correction.whole()) {
            put(form, "DispositionCode", word(correction.reason(), DISPOSITIONS));
            return new ImpactCall("DELETE", "Actions", form, "");
        }
        BigDecimal left = correction.left();
        put(form, "Reason", word(correction.reason(), REASONS));
        put(form, "Amount", Basket.text(left, currency));
        return new ImpactCall("PUT", "Actions", form, "");
    }

    private static String word(String reason, Set<String> known) {
        String own = reason.toUpperCase(Locale.ROOT);
        String meant = MEANT.getOrDefault(reason.toLowerCase(Locale.ROOT), "OTHER");
        return known.contains(own) ? own : known.contains(meant) ? meant : "OTHER";
    }

    static boolean isId(String type) {
        return type.chars().allMatch(Character::isDigit);
    }

    /** The operator's own id; what is somebody's address stays here. */
    static @Nullable String customer(Event event) {
        return PersonalData.impersonalId(PersonalData.shareable(event).id());
    }

    static @Nullable String promoCode(Event event) {
        return PersonalData.impersonalId(event.text("coupon"));
    }

    private static @Nullable String email(Event event) {
        return Identifiers.hashes(
                        PersonalData.shareable(event),
                        "email",
                        PersonalData.shareable(event).emails(),
                        Identifiers::email)
                .stream()
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String status(Event event) {
        String type = event.text("customer_type");
        return switch (type == null ? "" : type.toUpperCase(Locale.ROOT)) {
            case "NEW" -> "NEW";
            case "RETURNING", "EXISTING" -> "EXISTING";
            default -> null;
        };
    }

    private static String time(Event event) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                event.time().truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC));
    }

    private static void put(Map<String, String> form, String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            form.put(name, value);
        }
    }
}
