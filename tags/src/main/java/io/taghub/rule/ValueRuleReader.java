package io.taghub.rule;

import io.taghub.rule.EventField.Kind;
import io.taghub.rule.ValueRule.Base;
import io.taghub.rule.ValueRule.Share;
import io.taghub.text.Amount;
import io.taghub.text.Suggestion;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads how a value is reckoned. */
final class ValueRuleReader {
    static final List<String> KEYS =
            List.of("of", "net_of", "percent", "fixed", "by_event", "by_product", "currency", "rates");

    private static final List<String> BASES = List.of("of", "fixed", "by_event", "by_product");
    private static final BigDecimal MOST_PERCENT = BigDecimal.valueOf(1000);

    /** A key beside the events or products of a table, for all others. */
    private static final String DEFAULT = "default";

    private static final String CODE = "[A-Z]{3,5}";
    private static final BigDecimal WHOLE = BigDecimal.valueOf(100);

    /** Events whose amount goes the other way. */
    private static final Pattern TAKES_BACK =
            Pattern.compile("(?i).*(refund|charge_?back|withdrawal|reversal|cancel|return|payout).*");

    private final Findings findings;

    ValueRuleReader(Findings findings) {
        this.findings = findings;
    }

    /** Null where it changes nothing, or is wrong; then it has been said. */
    @Nullable
    ValueRule read(@Nullable Object written, String path) {
        if ("gross".equals(written)) {
            return null;
        }
        if (!(written instanceof Map<?, ?> map)) {
            findings.error(path, notAGroup(written));
            return null;
        }
        int before = findings.errors().size();
        List<String> keys = map.keySet().stream().map(String::valueOf).toList();
        keys.stream().filter(key -> !KEYS.contains(key)).forEach(key -> unknown(key, path));
        List<String> bases = keys.stream().filter(BASES::contains).toList();
        if (bases.size() > 1) {
            findings.error(
                    path + "." + bases.get(1),
                    "'" + bases.get(0) + "' and '" + bases.get(1) + "' each say what the value is; one of them can");
        }
        String currency = currency(map.get("currency"), keys.contains("currency"), path + ".currency");
        Base base = base(map, bases.isEmpty() ? "" : bases.getFirst(), path);
        List<EventField> netOf = keys.contains("net_of") ? fields(map.get("net_of"), path + ".net_of") : List.of();
        if (!keys.contains("of")
                && netOf.stream().anyMatch(field -> field.name().equals("value"))) {
            findings.error(
                    path + ".net_of",
                    "the value less itself is nothing; name what is taken off it, such as properties.tax");
        }
        BigDecimal percent = keys.contains("percent") ? percent(map.get("percent"), path + ".percent") : null;
        Map<String, BigDecimal> rates =
                keys.contains("rates") ? rates(map.get("rates"), currency, path + ".rates") : Map.of();
        together(keys, bases, currency, path);
        if (currency != null && !keys.contains("rates") && isPartly(base)) {
            findings.warning(path + ".currency", unconverted(currency));
        }
        if (keys.isEmpty()) {
            findings.error(path, "no rule stands here; write one of " + String.join(", ", KEYS) + ", or leave it out");
        }
        if (currency != null && base instanceof Base.Fixed(BigDecimal amount)) {
            units(amount, currency, path + ".fixed");
        }
        return findings.errors().size() > before ? null : new ValueRule(base, netOf, percent, currency, rates);
    }

    /** Of a currency without cents there is no part of one. */
    private void units(BigDecimal amount, String currency, String path) {
        int digits = Amount.isIso(currency) ? Currency.getInstance(currency).getDefaultFractionDigits() : -1;
        if (digits >= 0 && amount.stripTrailingZeros().scale() > digits) {
            findings.warning(
                    path,
                    "an amount in " + currency + " has "
                            + (digits == 0 ? "no digits" : "no more than " + digits + " digits")
                            + " after the point; is it in another currency?");
        }
    }

    private static String notAGroup(@Nullable Object written) {
        String text = Findings.text(written);
        String example = text == null
                ? ""
                : text.startsWith("net")
                        ? "; write { net_of: properties.tax }"
                        : text.endsWith("%")
                                ? "; write { percent: " + text.replace("%", "") + " }"
                                : text.matches("-?[\\d.]+")
                                        ? "; write { fixed: " + text + ", currency: EUR }"
                                        : EventFields.find(text) != null ? "; write { of: " + text + " }" : "";
        String gross = example.isEmpty() && text != null ? Suggestion.among(List.of("gross"), text) : example;
        return "a rule for the value is gross, or a group of " + String.join(", ", KEYS) + gross;
    }

    private void unknown(String key, String path) {
        String meant = switch (key.toLowerCase(Locale.ROOT)) {
            case "net", "minus", "less", "subtract" -> "; did you mean 'net_of'?";
            case "share", "percentage", "multiply", "factor", "rate", "pct" -> "; did you mean 'percent'?";
            case "amount", "flat", "value", "const" -> "; did you mean 'fixed'?";
            case "field", "from", "base" -> "; did you mean 'of'?";
            case "table", "events" -> "; did you mean 'by_event'?";
            case "products", "items" -> "; did you mean 'by_product'?";
            case "convert", "to", "convert_to" -> "; did you mean 'currency'?";
            default -> Findings.suggestion(KEYS, key);
        };
        findings.error(path + "." + key, "unknown key '" + key + "'" + meant);
    }

    private Base base(Map<?, ?> map, String key, String path) {
        String place = path + "." + key;
        Object written = map.get(key);
        return switch (key) {
            case "of" -> {
                EventField field = number(written, place);
                yield field == null ? new Base.Said() : new Base.Of(field);
            }
            case "fixed" -> {
                BigDecimal amount = findings.number(written, place, key);
                if (amount != null && amount.signum() < 0) {
                    findings.warning(
                            place,
                            "each event is worth less than nothing by this; write "
                                    + amount.negate().toPlainString() + ", a refund turns negative by itself");
                }
                yield amount == null ? new Base.Said() : new Base.Fixed(amount);
            }
            case "by_event", "by_product" -> {
                Map<String, Share> table = table(written, place, key);
                Share otherwise = table.remove(DEFAULT);
                yield key.equals("by_event")
                        ? new Base.ByEvent(table, otherwise)
                        : new Base.ByProduct(table, otherwise);
            }
            default -> new Base.Said();
        };
    }

    private Map<String, Share> table(@Nullable Object written, String path, String key) {
        Map<String, Share> table = new LinkedHashMap<>();
        String each = key.equals("by_event") ? "{ ftd: 100, deposit: 30% }" : "{ sku-1: 10, default: 5% }";
        Map<?, ?> rows = findings.group(written, path, "'" + key + "' is a table of amounts, such as " + each);
        rows.forEach((name, amount) -> {
            String text = Findings.text(amount);
            String place = path + "." + name;
            if (text != null && text.endsWith("%")) {
                BigDecimal percent = percent(amount, place);
                if (percent != null) {
                    table.put(String.valueOf(name), new Share(percent, true));
                }
            } else {
                BigDecimal number = findings.number(amount, place, String.valueOf(name));
                if (number != null) {
                    table.put(String.valueOf(name), new Share(number, false));
                    if (number.signum() < 0
                            && !TAKES_BACK.matcher(String.valueOf(name)).matches()) {
                        findings.warning(
                                place,
                                "this is less than nothing; write "
                                        + number.negate().toPlainString()
                                        + ", what is taken back turns negative by itself");
                    }
                    if (number.signum() > 0 && number.compareTo(BigDecimal.ONE) < 0) {
                        findings.warning(
                                place,
                                "this is an amount below one; "
                                        + number.movePointRight(2)
                                                .stripTrailingZeros()
                                                .toPlainString()
                                        + "% would be that part of the value");
                    }
                }
            }
        });
        if (written instanceof Map && rows.isEmpty()) {
            findings.error(path, "this table is empty; write such as " + each);
        }
        return table;
    }

    private List<EventField> fields(@Nullable Object written, String path) {
        List<EventField> fields = new ArrayList<>();
        List<?> list = written instanceof List<?> several ? several : null;
        for (int i = 0; list == null ? i < 1 : i < list.size(); i++) {
            EventField field = number(list == null ? written : list.get(i), list == null ? path : path + "[" + i + "]");
            if (field != null && fields.stream().anyMatch(other -> other.name().equals(field.name()))) {
                findings.warning(
                        path + "[" + i + "]",
                        "'" + field.name() + "' stands in this list twice, and is taken off twice");
            }
            if (field != null) {
                fields.add(field);
            }
        }
        if (list != null && list.isEmpty()) {
            findings.error(path, "no field stands here, such as properties.tax");
        }
        return fields;
    }

    private @Nullable EventField number(@Nullable Object written, String path) {
        EventField field = findings.field(written, path);
        if (field != null && field.kind() != Kind.NUMBER && field.kind() != Kind.ANY) {
            findings.error(path, "'" + field.name() + "' is no amount");
            return null;
        }
        return field;
    }

    private @Nullable BigDecimal percent(@Nullable Object written, String path) {
        String text = Findings.text(written);
        BigDecimal percent = findings.number(text == null ? null : text.replaceFirst("\\s*%$", ""), path, "percent");
        if (percent != null && (percent.signum() <= 0 || percent.compareTo(MOST_PERCENT) > 0)) {
            findings.error(path, "a part is more than 0 percent and at most 1000");
        } else if (percent != null && percent.compareTo(WHOLE) > 0) {
            findings.warning(
                    path,
                    percent.toPlainString() + " percent is more than the whole; is "
                            + percent.movePointLeft(2).stripTrailingZeros().toPlainString()
                            + " times the value meant?");
        } else if (percent != null
                && percent.compareTo(BigDecimal.ONE) < 0
                && !String.valueOf(text).endsWith("%")) {
            findings.warning(
                    path,
                    "this is less than one percent; "
                            + percent.movePointRight(2).stripTrailingZeros().toPlainString()
                            + " would be that part of the whole, and '" + percent.toPlainString()
                            + "%' says that it is meant");
        }
        return percent;
    }

    private @Nullable String currency(@Nullable Object written, boolean there, String path) {
        String code = Findings.text(written);
        if (!there || (code != null && code.matches(CODE))) {
            if (there && code != null) {
                isNone(code, path);
            }
            return code;
        }
        String meant = code == null ? null : Amount.code(code);
        findings.error(
                path,
                "a currency is written as its code, such as EUR"
                        + (meant == null ? "" : "; did you mean '" + meant + "'?"));
        return null;
    }

    private Map<String, BigDecimal> rates(@Nullable Object written, @Nullable String currency, String path) {
        Map<String, BigDecimal> rates = new LinkedHashMap<>();
        String to = currency == null ? "EUR" : currency;
        findings.group(written, path, "'rates' says of each currency what one of it is in " + to + ", { USD: 0.92 }")
                .forEach((code, rate) -> {
                    String place = path + "." + code;
                    BigDecimal number = findings.number(rate, place, String.valueOf(code));
                    if (!String.valueOf(code).matches(CODE)) {
                        currency(code, true, place);
                    } else if (number != null && number.signum() <= 0) {
                        findings.error(place, "a rate is more than 0: what one " + code + " is in " + to);
                    } else if (number != null && code.equals(currency) && number.compareTo(BigDecimal.ONE) != 0) {
                        findings.error(place, "one " + code + " is one " + code);
                    } else if (number != null) {
                        rates.put(String.valueOf(code), number);
                        judge(String.valueOf(code), number, to, place);
                    }
                });
        return rates;
    }

    /** Whether there is no such currency; said as an error where another one is meant. */
    private boolean isNone(String code, String path) {
        String none = ConditionDoubts.currency(code);
        if (none != null && Amount.code(code) != null) {
            findings.error(path, none);
        } else if (none != null) {
            findings.warning(path, none);
        }
        return none != null;
    }

    private void judge(String code, BigDecimal rate, String to, String path) {
        String doubt = isNone(code, path) ? null : RoughRates.doubt(code, rate, to);
        if (doubt != null) {
            findings.warning(path, doubt);
        }
    }

    private void together(List<String> keys, List<String> bases, @Nullable String currency, String path) {
        boolean stated = bases.stream().anyMatch(base -> !base.equals("of"));
        if (stated) {
            for (String key : List.of("net_of", "percent")) {
                if (keys.contains(key)) {
                    findings.error(
                            path + "." + key,
                            "'" + bases.getFirst() + "' says the amount; there is nothing to take '" + key + "' of");
                }
            }
        }
        if (keys.contains("rates") && !keys.contains("currency")) {
            findings.error(path + ".rates", "'rates' says what other currencies are in one; name it, currency: EUR");
        } else if (stated && !keys.contains("currency")) {
            findings.error(
                    path + "." + bases.getFirst(),
                    "in which currency? Write currency: EUR beside it; an event may come in another");
        } else if (currency != null && !stated && !keys.contains("rates")) {
            findings.warning(path + ".currency", unconverted(currency));
        }
    }

    static String unconverted(String currency) {
        return "without 'rates' an event in another currency than " + currency + " is not sent; write rates: { "
                + (currency.equals("USD") ? "EUR: 1.09" : "USD: 0.92") + " }";
    }

    /** Whether a table has parts of what the event says. */
    static boolean isPartly(Base base) {
        return switch (base) {
            case Base.ByEvent(var table, var otherwise) -> isPartly(table, otherwise);
            case Base.ByProduct(var table, var otherwise) -> isPartly(table, otherwise);
            case Base.Said _, Base.Of _, Base.Fixed _ -> false;
        };
    }

    private static boolean isPartly(Map<String, Share> table, @Nullable Share otherwise) {
        return (otherwise != null && otherwise.percent())
                || table.values().stream().anyMatch(Share::percent);
    }
}
