package io.taghub.platform.impact;

import io.taghub.twin.Call;
import io.taghub.twin.InClear;
import io.taghub.twin.Shape;
import io.taghub.twin.StrictJson;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A form as impact.com reads it.
 *
 * @param errors field to what is wrong with it: with one the request is refused
 * @param problems what is taken and should not be so
 */
record ImpactTwinForm(Map<String, String> values, Map<String, String> errors, List<String> problems) {
    private static final Pattern ITEM = Pattern.compile(
            "Item(Sku|Name|Category|SubCategory|Quantity|Price|SubTotal|Discount|Brand|PromoCode)\\d{1,3}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final Set<String> ATTRIBUTION =
            Set.of("ClickId", "CustomerId", "CustomProfileId", "OrderPromoCode", "UniqueUrl", "MediaId", "CallerId");
    private static final Set<String> CONVERSION = Set.of(
            "CampaignId",
            "ActionTrackerId",
            "EventTypeId",
            "EventTypeCode",
            "EventDate",
            "OrderId",
            "ClickId",
            "CustomerId",
            "CustomProfileId",
            "OrderPromoCode",
            "UniqueUrl",
            "MediaId",
            "CallerId",
            "CustomerEmail",
            "CustomerStatus",
            "CustomerCountry",
            "CustomerPostCode",
            "CurrencyCode",
            "Amount",
            "OrderSubTotalPostDiscount",
            "OrderDiscount",
            "OrderTax",
            "OrderShipping",
            "IpAddress",
            "UserAgent",
            "TrackingConsent",
            "Note");
    private static final Set<String> MODIFICATION = Set.of(
            "ActionId",
            "ActionTrackerId",
            "OrderId",
            "Reason",
            "DispositionCode",
            "Amount",
            "CustomerStatus",
            "Sku",
            "Category",
            "Quantity",
            "ItemSubTotalDelta");
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

    static ImpactTwinForm conversion(Call call) {
        ImpactTwinForm form = of(call, CONVERSION);
        form.required("CampaignId", "EventDate", "OrderId");
        form.oneOf("EventTypeId", Set.of("ActionTrackerId", "EventTypeId", "EventTypeCode"));
        form.oneOf("ClickId", ATTRIBUTION);
        form.number("CampaignId", "ActionTrackerId", "EventTypeId");
        form.date();
        form.longest("OrderId", 64);
        form.longest("ClickId", 64);
        String click = form.value("ClickId");
        if (click != null && Shape.isUnfilled(click)) {
            form.problems.add("ClickId is a placeholder nobody filled in");
        }
        String email = form.value("CustomerEmail");
        if (email != null && !HASH.matcher(email).matches()) {
            form.errors.put("CustomerEmail", "must be a SHA-1 or SHA-256 hash");
        }
        form.money();
        return form;
    }

    static ImpactTwinForm modification(Call call, boolean reversal) {
        ImpactTwinForm form = of(call, MODIFICATION);
        if (form.value("ActionId") == null) {
            form.required("ActionTrackerId", "OrderId");
        }
        form.number("ActionTrackerId");
        String key = reversal ? "DispositionCode" : "Reason";
        form.required(key);
        String word = form.value(key);
        if (word != null && !(reversal ? DISPOSITIONS : REASONS).contains(word)) {
            form.errors.put(key, "is not a valid code");
        }
        form.decimal("Amount");
        return form;
    }

    private static ImpactTwinForm of(Call call, Set<String> known) {
        Map<String, String> values = new TreeMap<>();
        ImpactTwinForm form = new ImpactTwinForm(values, new TreeMap<>(), new ArrayList<>());
        ObjectNode all = StrictJson.object();
        call.form().forEach((name, said) -> {
            values.put(name, said.getFirst());
            all.put(name, said.getFirst());
            if (!known.contains(name) && !ITEM.matcher(name).matches() && !name.matches("Text\\d{1,2}")) {
                form.problems.add(name + " is not a known parameter");
            }
            if (said.size() > 1) {
                form.problems.add(name + " stands there more than once");
            } else if (said.getFirst().isBlank()) {
                form.problems.add(name + " is empty; leave it out");
            }
        });
        if (!call.isForm()) {
            form.problems.add("the body should be a form");
        }
        form.problems.addAll(InClear.problems("", all));
        return form;
    }

    @Nullable
    String value(String name) {
        String value = values.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    /** The order's total, or the sum of its items with what stands beside them; null where nothing was said. */
    @Nullable
    BigDecimal worth() {
        String total = value("Amount");
        if (total != null) {
            return Shape.number(total);
        }
        BigDecimal sum = null;
        for (int i = 1; values.containsKey("ItemSku" + i); i++) {
            BigDecimal price = Shape.number(values.getOrDefault("ItemPrice" + i, "0"));
            BigDecimal pieces = Shape.number(values.getOrDefault("ItemQuantity" + i, "1"));
            if (price != null && pieces != null) {
                BigDecimal line = price.multiply(pieces);
                sum = sum == null ? line : sum.add(line);
            }
        }
        return sum == null
                ? null
                : sum.subtract(of("OrderDiscount")).add(of("OrderTax")).add(of("OrderShipping"));
    }

    private BigDecimal of(String name) {
        BigDecimal amount = Shape.number(values.getOrDefault(name, "0"));
        return amount == null ? BigDecimal.ZERO : amount;
    }

    private void money() {
        for (String amount : List.of("Amount", "OrderDiscount", "OrderTax", "OrderShipping")) {
            decimal(amount);
        }
        boolean items = false;
        for (int i = 1; values.containsKey("ItemSku" + i); i++) {
            items = true;
            decimal("ItemPrice" + i);
            number("ItemQuantity" + i);
            required("ItemQuantity" + i);
            if (values.containsKey("ItemPrice" + i) == values.containsKey("ItemSubTotal" + i)) {
                errors.put("ItemPrice" + i, "either ItemPrice or ItemSubTotal is needed");
            }
        }
        if (items && values.containsKey("Amount")) {
            problems.add("Amount and items: either the total or the items");
        }
        String currency = value("CurrencyCode");
        if (currency == null && (items || values.containsKey("Amount"))) {
            errors.put("CurrencyCode", "is required with monetary fields");
        } else if (currency != null && !Shape.isCurrencyCode(currency)) {
            errors.put("CurrencyCode", "is no code of ISO 4217");
        }
    }

    private void required(String... names) {
        for (String name : names) {
            if (value(name) == null) {
                errors.put(name, "is required");
            }
        }
    }

    private void oneOf(String first, Set<String> names) {
        if (names.stream().noneMatch(name -> value(name) != null)) {
            errors.put(
                    first, "one of " + String.join(", ", names.stream().sorted().toList()) + " is required");
        }
    }

    private void number(String... names) {
        for (String name : names) {
            String value = value(name);
            if (value != null && !NUMBER.matcher(value).matches()) {
                errors.put(name, "is no whole number");
            }
        }
    }

    private void decimal(String name) {
        String value = value(name);
        BigDecimal number = value == null ? BigDecimal.ZERO : Shape.number(value);
        if (number == null || number.signum() < 0) {
            errors.put(name, "is no amount");
        }
    }

    private void longest(String name, int most) {
        String value = value(name);
        if (value != null && value.length() > most) {
            errors.put(name, "is longer than " + most + " characters");
        }
    }

    private void date() {
        String date = value("EventDate");
        try {
            if (date != null) {
                OffsetDateTime.parse(date);
            }
        } catch (DateTimeException noDate) {
            errors.put("EventDate", "is no date of ISO 8601 with an offset");
        }
    }
}
