package io.taghub.platform.criteo;

import io.taghub.event.Event;
import io.taghub.event.LineItem;
import io.taghub.event.Money;
import io.taghub.personal.PersonalData;
import io.taghub.tag.Fields;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What happened, in Criteo's words. A transaction is worth what its items are: there is no other value.
 *
 * @see <a href="https://guides.criteotilt.com/onetag/s2s/#event-payloads">event payloads</a>
 */
final class CriteoEvent {
    static final String SALE = "trackTransaction";
    static final String PAGE = "viewPage";
    static final String HOME = "viewHome";
    static final String ITEM = "viewItem";
    static final String LIST = "viewList";

    static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("page_view", PAGE),
            Map.entry("view_item", ITEM),
            Map.entry("view_list", LIST),
            Map.entry("view_item_list", LIST),
            Map.entry("search", LIST),
            Map.entry("view_search_results", LIST),
            Map.entry("add_to_cart", "addToCart"),
            Map.entry("view_cart", "viewBasket"),
            Map.entry("begin_checkout", "beginCheckout"),
            Map.entry("add_payment_info", "addPaymentInfo"),
            Map.entry("purchase", SALE),
            Map.entry("ftd", SALE),
            Map.entry("deposit", SALE),
            Map.entry("redeposit", SALE),
            Map.entry("challenge_purchase", SALE),
            Map.entry("coin_purchase", SALE),
            Map.entry("login", "login"));

    /** All there are, by what they are in lower case. */
    private static final Map<String, String> ALL = Stream.concat(NAMES.values().stream(), Stream.of(HOME))
            .distinct()
            .collect(Collectors.toUnmodifiableMap(name -> name.toLowerCase(Locale.ROOT), Function.identity()));

    /** The same for people. */
    static final String EVERY = ALL.values().stream().sorted().collect(Collectors.joining(", "));

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final Set<String> ABOUT_ITEMS = Set.of(ITEM, LIST, "addToCart", "viewBasket", "beginCheckout", SALE);

    private CriteoEvent() {}

    /** Criteo's name as Criteo writes it; null where it is none of its names. */
    static @Nullable String known(String name) {
        return ALL.get(name.strip().toLowerCase(Locale.ROOT));
    }

    /** The home page is an event of its own, where the operator says that it is it. */
    static String name(Event event, String mapped) {
        return mapped.equals(PAGE) && "home".equalsIgnoreCase(event.text("page_type")) ? HOME : mapped;
    }

    /** What such an event must have and this one has not, in words; null where nothing is missing. */
    static @Nullable String missing(Event event, String name) {
        List<LineItem> items = items(event, name);
        if (ABOUT_ITEMS.contains(name) && items.isEmpty()) {
            return "Criteo's " + name + " needs items"
                    + (name.equals(SALE) ? ", or a value and an ISO 4217 currency" : "");
        }
        return name.equals(SALE) && items.stream().allMatch(item -> item.price() == null)
                ? "a transaction is worth what its items cost, and none has a price in an ISO 4217 currency"
                : null;
    }

    static Fields of(Event event, String name, boolean objects) {
        List<LineItem> items = items(event, name);
        String currency = Money.isoCurrencyOf(event);
        return new Fields()
                .put("event", name)
                .put("timestamp", TIME.format(event.time()))
                .put("id", name.equals(SALE) ? event.transaction() : null)
                .put("item", objects ? objects(items) : formed(name, items))
                .put("currency", items.isEmpty() || name.equals(ITEM) || name.equals(LIST) ? null : currency)
                .put("dd", name.equals(SALE) ? said("dd", event) : null)
                .put("deduplication_page_view_id", said("deduplication_page_view_id", event));
    }

    /** Of a product its id, of a list the ids, of a basket what is in it. */
    private static @Nullable Object formed(String name, List<LineItem> items) {
        return switch (name) {
            case ITEM -> items.isEmpty() ? null : items.getFirst().id();
            case LIST -> items.stream().map(LineItem::id).toList();
            default -> objects(items);
        };
    }

    private static List<Fields> objects(List<LineItem> items) {
        return items.stream()
                .map(item -> new Fields()
                        .put("id", item.id())
                        .put("price", item.price())
                        .put("quantity", item.pieces()))
                .toList();
    }

    /**
     * Of a deposit there are none, and of a sale perhaps none with a price, or one of its items cannot be named or has none and
     * what is left does not make up its value: then the event itself is the item.
     */
    private static List<LineItem> items(Event event, String name) {
        Money money = Money.inIsoCurrency(event.money());
        List<LineItem> items = Money.pricedWithCurrency(event.items(), event).stream()
                .filter(item -> item.id() != null)
                .toList();
        return name.equals(SALE)
                        && money != null
                        && !makesUp(items, event.items().size(), money.amount())
                ? List.of(new LineItem(event.name(), null, null, money.amount()))
                : items;
    }

    /** What comes off a whole order, or on top of it, is no reason to leave its items out. */
    private static boolean makesUp(List<LineItem> items, int all, BigDecimal value) {
        BigDecimal sum = BigDecimal.ZERO;
        int priced = 0;
        for (LineItem item : items) {
            BigDecimal price = item.price();
            if (price != null) {
                sum = sum.add(price.multiply(item.pieces()));
                priced++;
            }
        }
        return priced > 0 && (priced == all || sum.compareTo(value) == 0);
    }

    private static @Nullable String said(String property, Event event) {
        Object value = event.properties().get(property);
        Object kept = value == null ? null : PersonalData.impersonal(property, value, event);
        return kept instanceof String || kept instanceof Number || kept instanceof Boolean ? kept.toString() : null;
    }
}
