package io.taghub.text;

import static java.util.Map.entry;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Moves what a sender put where a platform has it to where we have it. What stands at its place already goes before, and
 * the other stays. What a field says is not looked at.
 */
public final class VendorForms {
    private static final Set<String> CLICKS = words("gclid gbraid wbraid dclid fbclid ttclid ctwa_clid fbp fbc ttp");

    private static final Set<String> PURPOSES =
            words("ad_storage ad_user_data ad_personalization analytics_storage" + " adUserData adPersonalization");

    private static final Set<String> OF_APPS = words("madid idfa gaid aaid idfv anon_id att_status"
            + " advertiser_tracking_enabled application_tracking_enabled");

    private static final Set<String> OF_PROPERTIES = words("lead_id subscription_id fb_login_id page_id"
            + " page_scoped_user_id ig_sid ig_account_id instagram_business_account_id whatsapp_business_account_id"
            + " locale");

    private static final Map<String, String> OF_EVENTS = moves(
            Map.of("click_ids", CLICKS, "consent", PURPOSES),
            Map.ofEntries(
                    entry("event_name", "name"),
                    entry("event", "name"),
                    entry("event_id", "id"),
                    entry("event_time", "time"),
                    entry("event_source_url", "page.url"),
                    entry("page_location", "page.url"),
                    entry("referrer_url", "page.referrer"),
                    entry("page_referrer", "page.referrer"),
                    entry("page_title", "page.title"),
                    entry("client_ip_address", "client.ip"),
                    entry("ip_override", "client.ip"),
                    entry("client_user_agent", "client.user_agent"),
                    entry("user_agent", "client.user_agent"),
                    entry("user_data", "user"),
                    entry("user_properties", "user.properties"),
                    entry("app_data", "app"),
                    entry("contents", "items"),
                    entry("search_string", "search_term")));

    private static final Map<String, String> OF_USERS = moves(
            Map.of("click_ids", CLICKS, "app", OF_APPS, "properties", OF_PROPERTIES),
            Map.of(
                    "consent", "consent",
                    "client_ip_address", "client.ip",
                    "ip_address", "client.ip",
                    "ip", "client.ip",
                    "client_user_agent", "client.user_agent",
                    "user_agent", "client.user_agent"));

    private static final Map<String, String> AMONG_PROPERTIES = Map.of(
            "user_properties", "user.properties",
            "contents", "items",
            "items", "items",
            "consent", "consent",
            "order_id", "order_id",
            "transaction_id", "order_id",
            "currencyCode", "currency");

    /** What Universal Analytics' enhanced ecommerce reports, each an object with products; many a dataLayer still has it. */
    private static final Set<String> ACTIONS = words("purchase refund checkout detail add remove");

    /** Of such an object's {@code actionField}; what else is in it is a property. */
    private static final Map<String, String> OF_ACTIONS = Map.of("id", "order_id", "revenue", "value");

    /** Objects of Meta's and of a dataLayer; what else is in it is a property. */
    private static final Set<String> DATA = Set.of("custom_data", "ecommerce");

    private static final Map<String, String> OF_CUSTOM_DATA = moves(
            Map.of(),
            Map.of("value", "value", "currency", "currency", "search_string", "search_term"),
            AMONG_PROPERTIES);

    /** What has its meaning only as an object or a list; a number of items is a property like any other. */
    private static final Set<String> CONTAINERS = Set.of("user_properties", "contents", "items", "consent");

    private VendorForms() {}

    /** The event in our form; itself where nothing in it stands as a platform has it. */
    public static JsonNode ours(JsonNode event) {
        if (!event.isObject() || !isForeign(event)) {
            return event;
        }
        ObjectNode ours = (ObjectNode) event.deepCopy();
        move(ours, ours, OF_EVENTS);
        DATA.forEach(key -> open(ours, key, ours, OF_CUSTOM_DATA));
        if (ours.get("properties") instanceof ObjectNode properties) {
            open(properties, "ecommerce", ours, OF_CUSTOM_DATA);
            ACTIONS.forEach(action -> report(properties, action, ours));
            move(properties, ours, AMONG_PROPERTIES);
        }
        if (ours.get("user") instanceof ObjectNode user) {
            move(user, ours, OF_USERS);
        }
        return ours;
    }

    /** Whether platforms count it among a user's fields, and we among the app's. */
    public static boolean isOfApp(String key) {
        return OF_APPS.contains(key);
    }

    private static void report(ObjectNode properties, String action, ObjectNode event) {
        if (isAction(properties, action) && properties.remove(action) instanceof ObjectNode said) {
            move(said, "products", event, "items");
            open(said, "actionField", event, OF_ACTIONS);
        }
    }

    /** Moves what is in the object under this key to where it belongs, and the rest to the properties. */
    private static void open(ObjectNode from, String name, ObjectNode event, Map<String, String> moves) {
        if (from.get(name) instanceof ObjectNode data) {
            from.remove(name);
            move(data, event, moves);
            List.copyOf(data.propertyNames()).forEach(key -> move(data, key, event, "properties." + key));
        }
    }

    private static boolean isAction(JsonNode properties, String name) {
        JsonNode said = properties.path(name);
        return said.path("products").isArray() || said.path("actionField").isObject();
    }

    /** Asked of every event that comes in: one look at each of its names. */
    private static boolean isForeign(JsonNode event) {
        JsonNode properties = event.path("properties");
        if (has(event, OF_EVENTS, DATA) || has(event.path("user"), OF_USERS, Set.of())) {
            return true;
        }
        for (String name : properties.propertyNames()) {
            if (AMONG_PROPERTIES.containsKey(name)
                    || name.equals("ecommerce")
                    || (ACTIONS.contains(name) && isAction(properties, name))) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(JsonNode object, Map<String, String> moves, Set<String> more) {
        for (String name : object.propertyNames()) {
            if (moves.containsKey(name) || more.contains(name)) {
                return true;
            }
        }
        return false;
    }

    private static void move(ObjectNode from, ObjectNode event, Map<String, String> moves) {
        for (String key : List.copyOf(from.propertyNames())) {
            String place = moves.get(key);
            if (place != null && (!CONTAINERS.contains(key) || from.path(key).isContainer())) {
                move(from, key, event, place);
            }
        }
    }

    /** @param place a key of the event, or of an object in it: {@code page.url} */
    private static void move(ObjectNode from, String key, ObjectNode event, String place) {
        JsonNode value = from.get(key);
        int dot = place.indexOf('.');
        if (isEmpty(value)
                || (dot > 0
                        && !isEmpty(event.get(place.substring(0, dot)))
                        && !event.path(place.substring(0, dot)).isObject())) {
            return;
        }
        String last = place.substring(dot + 1);
        JsonNode there =
                dot < 0 ? event.get(last) : event.path(place.substring(0, dot)).get(last);
        if (there instanceof ObjectNode known && value instanceof ObjectNode more) {
            more.properties().forEach(field -> {
                if (isEmpty(known.get(field.getKey()))) {
                    known.set(field.getKey(), field.getValue());
                }
            });
            from.remove(key);
        } else if (isEmpty(there)) {
            from.remove(key);
            (dot < 0 ? event : inside(event, place.substring(0, dot))).set(last, value);
        }
    }

    private static ObjectNode inside(ObjectNode event, String key) {
        return event.get(key) instanceof ObjectNode object ? object : event.putObject(key);
    }

    private static boolean isEmpty(@Nullable JsonNode value) {
        return value == null
                || value.isNull()
                || (value.isArray() && value.isEmpty())
                || (value.isString() && value.stringValue().isBlank());
    }

    private static Set<String> words(String words) {
        return Set.of(words.split(" "));
    }

    @SafeVarargs
    private static Map<String, String> moves(Map<String, Set<String>> into, Map<String, String>... more) {
        Map<String, String> moves = new HashMap<>();
        into.forEach((object, keys) -> keys.forEach(key -> moves.put(key, object + "." + key)));
        Stream.of(more).forEach(moves::putAll);
        return Map.copyOf(moves);
    }
}
