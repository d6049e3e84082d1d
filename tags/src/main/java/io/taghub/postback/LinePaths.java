package io.taghub.postback;

import io.taghub.event.LineItem;
import io.taghub.personal.PersonalData;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a macro can read of one line of an order, where the request goes through its lines. */
final class LinePaths {
    /** Number and place of the line; they stand in names of parameters too, {@code ITEM{{i}}}. */
    static final Pattern COUNTER = Pattern.compile("\\{\\{\\s*(i0?)\\s*}}");

    private static final String PROPERTY = "item.property.";
    private static final Map<String, Function<Binding, @Nullable Object>> FIXED = new LinkedHashMap<>();

    static {
        FIXED.put("i", Binding::number);
        FIXED.put("i0", b -> b.number() - 1);
        FIXED.put("item.id", of(LineItem::id));
        FIXED.put("item.name", of(LineItem::name));
        FIXED.put("item.quantity", of(line -> line.quantity() == null ? BigDecimal.ONE : line.quantity()));
        FIXED.put("item.price", b -> amount(b, LineItem::price));
        FIXED.put("item.discount", b -> amount(b, LineItem::discount));
        FIXED.put("item.total", b -> amount(b, LinePaths::total));
        FIXED.put("item.brand", of(LineItem::brand));
        FIXED.put("item.variant", of(LineItem::variant));
        FIXED.put("item.category", of(LineItem::category));
        FIXED.put("item.coupon", of(LineItem::coupon));
    }

    private LinePaths() {}

    static @Nullable Function<Binding, @Nullable Object> find(String path) {
        if (path.startsWith(PROPERTY)) {
            String name = path.substring(PROPERTY.length());
            return b -> {
                Object value = b.line() == null ? null : b.line().properties().get(name);
                return value == null || value instanceof Map ? null : PersonalData.impersonal(name, value, b.event);
            };
        }
        return FIXED.get(path);
    }

    /** Whether it means nothing outside of a line. */
    static boolean isOne(String path) {
        return path.startsWith("item.") || path.equals("i") || path.equals("i0");
    }

    static Set<String> known() {
        Set<String> known = new java.util.TreeSet<>(FIXED.keySet());
        // Every short slip would be close to these.
        known.removeAll(Set.of("i", "i0"));
        return known;
    }

    private static Function<Binding, @Nullable Object> of(Function<LineItem, @Nullable Object> read) {
        return b -> b.line() == null ? null : read.apply(b.line());
    }

    private static @Nullable Object amount(Binding b, Function<LineItem, @Nullable BigDecimal> read) {
        BigDecimal amount = b.line() == null ? null : read.apply(b.line());
        return amount == null ? null : Paths.amount(b, amount);
    }

    /** All pieces; null without a price. */
    static @Nullable BigDecimal total(LineItem line) {
        return line.price() == null
                ? null
                : line.quantity() == null ? line.price() : line.price().multiply(line.quantity());
    }

    /** The name of a parameter for the line the binding is at. */
    static String named(String name, Binding binding) {
        return COUNTER.matcher(name)
                .replaceAll(counter ->
                        String.valueOf(counter.group(1).equals("i") ? binding.number() : binding.number() - 1));
    }
}
