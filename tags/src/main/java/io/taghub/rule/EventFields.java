package io.taghub.rule;

import io.taghub.event.App;
import io.taghub.event.Consent;
import io.taghub.event.Details;
import io.taghub.event.Device;
import io.taghub.event.Event;
import io.taghub.event.LineItem;
import io.taghub.event.Location;
import io.taghub.event.Person;
import io.taghub.rule.EventField.Kind;
import io.taghub.text.Suggestion;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Every field there is, and those whose last part a sender chooses. */
final class EventFields {
    private static final Map<String, EventField> FIXED = new LinkedHashMap<>();

    /** What stands in front of a name that senders choose. */
    private static final Set<String> OPEN =
            Set.of("properties", "user.properties", "items.properties", "click_ids", "page.query");

    private static final Pattern CHOSEN = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}_ -]{0,63}");

    /** What other tools, and our own postbacks, call them. */
    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("amount", "value"),
            Map.entry("revenue", "value"),
            Map.entry("payout", "value"),
            Map.entry("price", "items.price"),
            Map.entry("transaction_id", "order_id"),
            Map.entry("source", "channel"),
            Map.entry("url", "page.url"),
            Map.entry("path", "page.path"),
            Map.entry("country", "user.country"),
            Map.entry("name", "items.name"),
            Map.entry("sku", "items.id"),
            Map.entry("product_id", "items.id"),
            Map.entry("category", "items.category"),
            Map.entry("first_name", "user.first_name"),
            Map.entry("user_id", "user.id"));

    /** What other tools call the groups. */
    private static final Map<String, String> GROUP_ALIASES = Map.of(
            "item", "items",
            "product", "items",
            "products", "items",
            "contents", "items",
            "prop", "properties",
            "props", "properties",
            "params", "properties",
            "customer", "user",
            "click", "click_ids",
            "query", "page.query");

    static {
        put(
                "value",
                Kind.NUMBER,
                event -> event.money() == null ? null : event.money().amount());
        put("currency", Kind.CODE, Event::currency);
        put("order_id", Kind.TEXT, Event::orderId);
        put("status", Kind.TEXT, Event::status);
        put(
                "channel",
                Kind.CHANNEL,
                event -> event.channels().stream()
                        .map(channel -> channel.name().toLowerCase(Locale.ROOT))
                        .toList());
        put("time", Kind.TIME, Event::time);
        put("id", Kind.TEXT, Event::id);
        put("visitor", Kind.TEXT, Event::visitor);
        page();
        person("id", Kind.TEXT, Person::id);
        person("email", Kind.TEXT, Person::emails);
        person("phone", Kind.TEXT, Person::phones);
        person("first_name", Kind.TEXT, Person::firstName);
        person("last_name", Kind.TEXT, Person::lastName);
        person("street", Kind.TEXT, Person::street);
        person("city", Kind.TEXT, Person::city);
        person("region", Kind.TEXT, Person::region);
        person("postal_code", Kind.TEXT, Person::postalCode);
        FIXED.put(
                "user.country",
                new EventField(
                        "user.country", Kind.CODE, false, event -> event.user().country()));
        person("birth_date", Kind.TEXT, Person::birthDate);
        person("gender", Kind.TEXT, Person::gender);
        person("external_ids", Kind.TEXT, Person::externalIds);
        item("id", Kind.TEXT, LineItem::id);
        item("name", Kind.TEXT, LineItem::name);
        item("quantity", Kind.NUMBER, LineItem::quantity);
        item("price", Kind.NUMBER, LineItem::price);
        item("discount", Kind.NUMBER, LineItem::discount);
        item("brand", Kind.TEXT, LineItem::brand);
        item("variant", Kind.TEXT, LineItem::variant);
        item("category", Kind.TEXT, LineItem::category);
        item("coupon", Kind.TEXT, LineItem::coupon);
        item("affiliation", Kind.TEXT, LineItem::affiliation);
        FIXED.put(
                "client.ip",
                new EventField(
                        "client.ip",
                        Kind.TEXT,
                        true,
                        event -> event.client() == null ? null : event.client().ip()));
        put(
                "client.user_agent",
                Kind.TEXT,
                event -> event.client() == null ? null : event.client().userAgent());
        for (Consent.Purpose purpose : Consent.Purpose.values()) {
            put(
                    "consent." + purpose.key(),
                    Kind.CONSENT,
                    event -> event.consent().state(purpose).name().toLowerCase(Locale.ROOT));
        }
        details("app", App.values(), Event::app);
        details("device", Device.values(), Event::device);
        details("user_location", Location.values(), Event::location);
        original("name", Event.Original::name);
        original("id", Event.Original::id);
        original("time", Event.Original::time);
        original("order_id", Event.Original::orderId);
    }

    private EventFields() {}

    private static void page() {
        put(
                "page.url",
                Kind.TEXT,
                event -> event.page() == null ? null : event.page().url());
        put(
                "page.referrer",
                Kind.TEXT,
                event -> event.page() == null ? null : event.page().referrer());
        put("page.host", Kind.TEXT, event -> address(event, PageAddress::host));
        put("page.path", Kind.TEXT, event -> address(event, PageAddress::path));
    }

    private static @Nullable Object address(Event event, Function<String, @Nullable String> part) {
        String url = event.page() == null ? null : event.page().url();
        return url == null ? null : part.apply(url);
    }

    private static void put(String name, Kind kind, Function<Event, @Nullable Object> source) {
        FIXED.put(name, new EventField(name, kind, false, source));
    }

    private static void person(String name, Kind kind, Function<Person, @Nullable Object> source) {
        FIXED.put("user." + name, new EventField("user." + name, kind, true, event -> source.apply(event.user())));
    }

    private static void item(String name, Kind kind, Function<LineItem, @Nullable Object> source) {
        put("items." + name, kind, event -> each(event, source));
    }

    private static List<Object> each(Event event, Function<LineItem, @Nullable Object> source) {
        return event.items().stream()
                .<@Nullable Object>map(source)
                .filter(Objects::nonNull)
                .<Object>map(one -> one)
                .toList();
    }

    private static void original(String name, Function<Event.Original, @Nullable Object> source) {
        put(
                "original_event." + name,
                name.equals("time") ? Kind.TIME : Kind.TEXT,
                event -> event.original() == null ? null : source.apply(event.original()));
    }

    private static <D extends Enum<D>> void details(String group, D[] fields, Function<Event, Details<D>> details) {
        for (D field : fields) {
            String name = group + "." + Details.key(field);
            Kind kind = name.equals("user_location.country") ? Kind.CODE : Kind.TEXT;
            FIXED.put(
                    name,
                    new EventField(
                            name,
                            kind,
                            name.endsWith("_id"),
                            event -> details.apply(event).get(field)));
        }
    }

    /** The names of all whose name is not a sender's choice. */
    static Set<String> names() {
        return FIXED.keySet();
    }

    /** Null where there is no such field; {@link #missing} says more. */
    static @Nullable EventField find(String path) {
        EventField fixed = FIXED.get(path);
        return fixed != null || takenElsewhere(path) != null ? fixed : open(path);
    }

    private static @Nullable EventField open(String path) {
        for (String group : OPEN) {
            if (path.startsWith(group + ".")) {
                List<String> names =
                        Arrays.asList(path.substring(group.length() + 1).split("\\.", -1));
                if (names.stream().allMatch(name -> CHOSEN.matcher(name).matches())) {
                    return open(path, group, path.substring(group.length() + 1), names);
                }
            }
        }
        return null;
    }

    private static @Nullable EventField open(String path, String group, String name, List<String> steps) {
        return switch (group) {
            case "properties" -> new EventField(path, Kind.ANY, false, event -> in(event.properties(), name, steps));
            case "user.properties" ->
                new EventField(path, Kind.ANY, false, event -> in(event.user().properties(), name, steps));
            case "items.properties" ->
                new EventField(path, Kind.ANY, false, event -> each(event, item -> in(item.properties(), name, steps)));
            case "click_ids" ->
                new EventField(path, Kind.TEXT, false, event -> event.clickIds().value(name.toLowerCase(Locale.ROOT)));
            default ->
                new EventField(
                        path, Kind.TEXT, false, event -> address(event, url -> PageAddress.parameter(url, name)));
        };
    }

    private static @Nullable Object in(Map<String, Object> properties, String name, List<String> steps) {
        Object flat = properties.get(name);
        if (flat != null || steps.size() == 1) {
            return flat instanceof Map ? null : flat;
        }
        Object value = properties;
        for (String step : steps) {
            value = value instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return value instanceof Map ? null : value;
    }

    /** What a sender writes among the properties and the hub takes as the event's own. */
    private static @Nullable String takenElsewhere(String path) {
        return switch (path) {
            case "properties.value" -> "value";
            case "properties.currency" -> "currency";
            default -> null;
        };
    }

    /** What is wrong with a path that leads nowhere. */
    static String missing(String path) {
        String meant = meant(path);
        return "there is no field '" + path + "'"
                + (meant.isEmpty()
                        ? "; a field is value, currency, order_id, status, channel, user.country, items.id, page.path,"
                                + " or a property of your own, as properties.name"
                        : meant);
    }

    /** {@code item.id} for {@code items.id}; null where the group is no slip, or what is named has no such field. */
    private static @Nullable String inItsGroup(String path) {
        int dot = path.indexOf('.');
        if (dot < 1) {
            return null;
        }
        String head = path.substring(0, dot);
        String group = GROUP_ALIASES.get(head);
        if (group == null) {
            Set<String> groups = new TreeSet<>(OPEN);
            FIXED.keySet().stream()
                    .filter(name -> name.contains("."))
                    .forEach(name -> groups.add(name.substring(0, name.indexOf('.'))));
            group = Suggestion.nearest(groups, head);
        }
        String named = group + path.substring(dot);
        return group == null || find(named) == null ? null : named;
    }

    /** {@code ; did you mean 'user.country'?}, or nothing. */
    static String meant(String written) {
        if (written.endsWith(".*")) {
            String group = written.substring(0, written.length() - 2);
            return FieldFilter.GROUPS.contains(group)
                    ? "; each field is named by itself; a group as a whole only in allow and deny, '" + group + "'"
                    : "";
        }
        String path =
                written.strip().replaceFirst("^(?:event|data)\\.", "").replaceFirst("^property\\.", "properties.");
        String elsewhere = takenElsewhere(path);
        String alias = ALIASES.get(path.toLowerCase(Locale.ROOT));
        String lower = path.toLowerCase(Locale.ROOT).replace('-', '_');
        String named = elsewhere != null ? elsewhere : find(path) != null ? path : find(lower) != null ? lower : alias;
        if (named == null) {
            named = inItsGroup(lower);
        }
        if (named == null && lower.matches("[a-z]*cl[a-z]*id|click_id")) {
            named = "click_ids." + (lower.matches("click_?id") ? "name" : lower);
        }
        if (named == null) {
            String end = "." + lower.substring(lower.lastIndexOf('.') + 1);
            named = FIXED.keySet().stream()
                    .filter(name -> name.endsWith(end))
                    .findFirst()
                    .orElse(null);
            if (named != null
                    && named.startsWith("items.")
                    && CHOSEN.matcher(path).matches()) {
                return "; did you mean 'properties." + path + "', or of the items '" + named + "'?";
            }
        }
        if (named != null && !named.equals(written)) {
            return "; did you mean '" + named + "'?";
        }
        Set<String> known = new TreeSet<>(FIXED.keySet());
        String similar = path.isEmpty() ? "" : Suggestion.among(known, path);
        boolean own = path.indexOf('.') < 0 && CHOSEN.matcher(path).matches();
        return similar.isEmpty() && own ? "; a property of your own is written 'properties." + path + "'" : similar;
    }
}
