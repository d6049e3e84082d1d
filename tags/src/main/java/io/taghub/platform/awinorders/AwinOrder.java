package io.taghub.platform.awinorders;

import io.taghub.event.ClickId;
import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.personal.PersonalData;
import io.taghub.platform.GoodsLines;
import io.taghub.platform.OrderLines;
import io.taghub.tag.Fields;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One order as Awin takes it, and whose it is. */
final class AwinOrder {
    static final int REFERENCE = 50;

    private static final Pattern ADVERTISER = Pattern.compile("\\d{1,12}");

    private AwinOrder() {}

    /** Awin's click: its own, or one of Google's that an ad of Awin's brought, which it makes into one of its own. */
    static @Nullable ClickId click(Event event) {
        ClickId awc = event.clickIds().get("awc");
        ClickId google = event.clickIds().get("gclid");
        String advertiser = google == null ? null : google.params().get("awaid");
        return awc != null
                        || google == null
                        || advertiser == null
                        || !ADVERTISER.matcher(advertiser).matches()
                ? awc
                : new ClickId("awc", "gclid_" + advertiser + "_" + google.value(), google.seen());
    }

    static @Nullable String voucher(Event event) {
        return PersonalData.impersonalId(event.text("coupon"));
    }

    /** {@code aw} where Awin's was the last click of all, or there was none but a voucher; else the word of who has the sale. */
    static String channel(Event event, @Nullable ClickId click, String other) {
        String said = PersonalData.impersonalId(event.text("channel"));
        if (said != null) {
            return said;
        }
        ClickId newest = event.clickIds().newest();
        boolean awins = click == null
                ? newest == null || newest.name().equals("awc")
                : event.clickIds().isLast(click);
        return awins ? "aw" : other;
    }

    /**
     * The order: its amount is without shipping and tax, as far as the event says them beside its items.
     *
     * @param money null of a lead, whose amount is the number of leads
     */
    static Fields of(
            AwinOrdersPlatform.Settings settings,
            Event event,
            String reference,
            @Nullable ClickId click,
            @Nullable Money money) {
        BigDecimal amount =
                money == null ? BigDecimal.ONE : GoodsLines.told(event, money).worth();
        String group = settings.group(event.name());
        return new Fields()
                .put("orderReference", reference)
                .put("amount", amount)
                .put("channel", channel(event, click, settings.otherChannel()))
                .put("currency", money == null ? null : money.currency())
                .put("voucher", voucher(event))
                .put("isTest", settings.testMode())
                .put("awc", click == null ? null : click.value())
                .put("customerAcquisition", acquisition(event))
                .putList("commissionGroups", new Fields().put("code", group).put("amount", amount))
                .put("basket", money == null ? null : basket(event, money, amount, group))
                .put("custom", Map.of("1", "taghub"));
    }

    private static @Nullable String acquisition(Event event) {
        String type = event.text("customer_type");
        return switch (type == null ? "" : type.toUpperCase(Locale.ROOT)) {
            case "NEW" -> "NEW";
            case "RETURNING", "EXISTING" -> "RETURNING";
            default -> null;
        };
    }

    private static @Nullable List<Fields> basket(Event event, Money money, BigDecimal amount, String group) {
        OrderLines order = OrderLines.beside(event, money);
        BigDecimal sum = order.lines().stream().map(OrderLines.Line::total).reduce(BigDecimal.ZERO, BigDecimal::add);
        if (!order.itemised() || sum.compareTo(amount) != 0) {
            return null;
        }
        return order.lines().stream()
                .map(line -> new Fields()
                        .put("id", unbarred(line.id()))
                        .put("name", unbarred(line.name()))
                        .put("price", line.price())
                        .put("quantity", line.quantity())
                        .put("sku", unbarred(line.id()))
                        .put("commissionGroupCode", group)
                        .put("category", line.category() == null ? null : unbarred(line.category())))
                .toList();
    }

    /** Awin parts the fields of a line by it. */
    private static String unbarred(String text) {
        return text.replace('|', ' ').strip();
    }

    /** An order id that is somebody's address stays here. */
    static @Nullable String reference(Event event) {
        return PersonalData.impersonalId(event.transaction());
    }
}
