package io.taghub.event;

import static java.util.Map.entry;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON form of a basket, under our names and, when read, under those of GA4, Meta, TikTok and shops' data layers. */
final class ItemJson {
    private static final int MAX_ITEMS = 500;
    private static final int MAX_CATEGORIES = 5;

    private static final Set<String> KEYS = Set.of(
            "id",
            "name",
            "quantity",
            "price",
            "discount",
            "brand",
            "variant",
            "category",
            "category2",
            "category3",
            "category4",
            "category5",
            "coupon",
            "index",
            "list_id",
            "list_name",
            "affiliation",
            "location_id",
            "delivery_category",
            "properties");

    private static final Map<String, String> ALIASES = Map.ofEntries(
            entry("item_id", "id"),
            entry("content_id", "id"),
            entry("product_id", "id"),
            entry("item_name", "name"),
            entry("content_name", "name"),
            entry("product_name", "name"),
            entry("title", "name"),
            entry("qty", "quantity"),
            entry("item_price", "price"),
            entry("unit_price", "price"),
            entry("item_brand", "brand"),
            entry("item_variant", "variant"),
            entry("item_category", "category"),
            entry("content_category", "category"),
            entry("categories", "category"),
            entry("item_category2", "category2"),
            entry("item_category3", "category3"),
            entry("item_category4", "category4"),
            entry("item_category5", "category5"),
            entry("item_coupon", "coupon"),
            entry("position", "index"),
            entry("item_list_id", "list_id"),
            entry("item_list_name", "list_name"));

    /** By what else a product may be known, where nothing is called its id. */
    private static final List<String> OTHER_IDS = List.of(
            "productId",
            "itemId",
            "contentId",
            "sku",
            "SKU",
            "product_sku",
            "item_sku",
            "variant_id",
            "variantId",
            "gtin",
            "ean",
            "upc");

    private static final LineItem NOTHING = new LineItem(null, null, null, null);

    static final Set<String> DELIVERIES = Set.of("in_store", "curbside", "home_delivery");

    private ItemJson() {}

    /** @param decimals of the event's currency */
    static List<LineItem> read(JsonReader event, int decimals) {
        List<JsonReader> elements = event.objects("items");
        if (elements.size() > MAX_ITEMS) {
            event.leaveOut("items", "what is beyond the first " + MAX_ITEMS + " is left out");
            elements = elements.subList(0, MAX_ITEMS);
        }
        List<LineItem> items = new ArrayList<>(elements.size());
        elements.forEach(element -> items.add(item(identified(element.renamed(ALIASES)), decimals)));
        return items;
    }

    private static JsonReader identified(JsonReader in) {
        return in.absent("id")
                ? OTHER_IDS.stream()
                        .filter(key -> !in.absent(key))
                        .findFirst()
                        .map(key -> in.renamed(Map.of(key, "id")))
                        .orElse(in)
                : in;
    }

    private static LineItem item(JsonReader in, int decimals) {
        BigDecimal index = in.number("index");
        BigDecimal quantity = in.number("quantity");
        if (quantity != null && quantity.signum() < 0 && !in.isOwn()) {
            in.leaveOut("quantity", "it is less than none");
            quantity = null;
        } else if (quantity != null && quantity.stripTrailingZeros().scale() > 0) {
            in.leaveOut("quantity", "platforms that count whole pieces get it rounded");
        }
        BigDecimal price = in.number("price", decimals);
        if (price != null && price.signum() < 0 && !in.isOwn()) {
            in.leaveOut("price", "it is less than nothing; what is taken off goes into 'discount'");
            price = null;
        }
        Map<String, Object> more = in.others(KEYS);
        String listId = in.key("list_id");
        String listName = in.key("list_name");
        String delivery = in.key("delivery_category");
        boolean known = delivery == null || DELIVERIES.contains(delivery.toLowerCase(Locale.ROOT));
        if (!known) {
            in.leaveOut("delivery_category", "it must be in_store, curbside or home_delivery");
        }
        LineItem item = new LineItem(
                in.key("id"),
                in.key("name"),
                quantity,
                price,
                in.number("discount", decimals),
                in.key("brand"),
                in.key("variant"),
                categories(in),
                in.key("coupon"),
                index == null || index.abs().compareTo(BigDecimal.valueOf(1_000_000)) > 0 ? null : index.intValue(),
                listId == null && listName == null ? LineItem.Listing.NONE : new LineItem.Listing(listId, listName),
                in.key("affiliation"),
                in.key("location_id"),
                delivery == null || !known ? null : delivery.toLowerCase(Locale.ROOT),
                more);
        if (item.id() == null && !item.equals(NOTHING)) {
            in.leaveOut(
                    "id",
                    item.name() == null
                            ? "the item has neither an id nor a name, and no platform takes it"
                            : "the item has no id, and only platforms that know products by their names take it");
        }
        return item;
    }

    /** Each at its number's place, with blank ones for those that are not said: the numbers are levels. */
    private static List<String> categories(JsonReader in) {
        List<String> levels = new ArrayList<>(in.texts("category"));
        for (int i = 2; i <= MAX_CATEGORIES; i++) {
            String category = in.key("category" + i);
            if (category != null) {
                while (levels.size() < i - 1) {
                    levels.add("");
                }
                levels.add(category);
            }
        }
        return levels.subList(0, Math.min(MAX_CATEGORIES, levels.size()));
    }

    static void write(ArrayNode items, LineItem item) {
        ObjectNode node = items.addObject();
        put(node, "id", item.id());
        put(node, "name", item.name());
        put(node, "quantity", item.quantity());
        put(node, "price", item.price());
        put(node, "discount", item.discount());
        put(node, "brand", item.brand());
        put(node, "variant", item.variant());
        if (item.categories().contains("")) {
            for (int i = 0; i < item.categories().size(); i++) {
                String level = item.categories().get(i);
                put(node, "category" + (i == 0 ? "" : i + 1), level.isEmpty() ? null : level);
            }
        } else {
            PersonJson.put(node, "category", item.categories());
        }
        put(node, "coupon", item.coupon());
        if (item.index() != null) {
            node.put("index", item.index());
        }
        put(node, "list_id", item.list().id());
        put(node, "list_name", item.list().name());
        put(node, "affiliation", item.affiliation());
        put(node, "location_id", item.locationId());
        put(node, "delivery_category", item.deliveryCategory());
        if (!item.properties().isEmpty()) {
            node.set("properties", EventJson.JSON.valueToTree(new TreeMap<>(item.properties())));
        }
    }

    private static void put(ObjectNode json, String key, @Nullable String value) {
        if (value != null) {
            json.put(key, value);
        }
    }

    private static void put(ObjectNode json, String key, @Nullable BigDecimal value) {
        if (value != null) {
            json.put(key, value);
        }
    }
}
