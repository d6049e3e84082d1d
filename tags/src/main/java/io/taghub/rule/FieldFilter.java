package io.taghub.rule;

import io.taghub.event.App;
import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Client;
import io.taghub.event.Details;
import io.taghub.event.Device;
import io.taghub.event.Event;
import io.taghub.event.EventBuilder;
import io.taghub.event.LineItem;
import io.taghub.event.Location;
import io.taghub.event.Money;
import io.taghub.event.Page;
import io.taghub.event.Person;
import io.taghub.personal.PersonalData;
import io.taghub.text.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What of an event one receiver may know. Name, id, time, channel and consent always go along, and so does the status: without
 * them it would be another event.
 *
 * @param allow fields or groups of them, null for all
 * @param deny fields or groups of them
 */
record FieldFilter(@Nullable Set<String> allow, Set<String> deny) {
    /** Groups that can be named as a whole. */
    static final Set<String> GROUPS = Set.of(
            "user",
            "items",
            "page",
            "client",
            "properties",
            "click_ids",
            "app",
            "device",
            "user_location",
            "original_event",
            "user.properties",
            "items.properties");

    /** What makes the event the one it is, or is only another view of a field. */
    static final Set<String> STAYS =
            Set.of("id", "time", "channel", "status", "consent", "page.host", "page.path", "page.query");

    /** Reads one of the two lists; what is none of a field has been said. */
    static Set<String> read(@Nullable Object written, String path, Findings findings) {
        Set<String> names = new TreeSet<>();
        if (!(written instanceof List<?> list)) {
            findings.error(path, "'" + path + "' takes a list of fields, such as [user.phone, client.ip]");
            return names;
        }
        for (int i = 0; i < list.size(); i++) {
            String place = path + "[" + i + "]";
            String name = String.valueOf(list.get(i));
            if (STAYS.contains(name) || name.startsWith("consent.") || name.startsWith("page.query.")) {
                findings.error(
                        place,
                        name.startsWith("page.")
                                ? "'" + name + "' is a part of page.url; name that, or write anonymise: [query]"
                                : "'" + name + "' always goes along, because without it the event would be another");
            } else if (isAll(name)) {
                findings.error(
                        place,
                        path.equals("deny")
                                ? "there is no word for all fields; 'allow' says what the receiver may know, and then nothing else"
                                : "there is no word for all fields; without 'allow' the receiver knows all of them");
            } else if (!GROUPS.contains(name) && EventFields.find(name) == null) {
                findings.error(place, missing(name));
            } else if (!GROUPS.contains(name) && findings.field(list.get(i), place) == null) {
                continue;
            } else if (!names.add(name)) {
                findings.warning(place, "'" + name + "' stands in this list twice");
            }
        }
        if (list.isEmpty() && path.equals("allow")) {
            findings.warning(path, "nothing is allowed, so the receiver learns of an event and its time alone");
        }
        return names;
    }

    private static boolean isAll(String name) {
        return Set.of("*", "all", "any", "everything").contains(name.toLowerCase(Locale.ROOT));
    }

    private static String missing(String name) {
        String group = name.replaceFirst("(\\.|\\[])?\\*?$", "");
        if (!group.equals(name) && GROUPS.contains(group)) {
            return "a group is named as a whole; write '" + group + "'";
        }
        String meant = EventFields.meant(name);
        String nearest = meant.startsWith("; did you mean") ? null : Suggestion.nearest(GROUPS, name);
        return nearest == null || name.length() < 3
                ? EventFields.missing(name)
                : "there is no field '" + name + "'; did you mean '" + nearest + "'?";
    }

    /** Whether a tag gets this field. */
    boolean keeps(String field) {
        return (allow == null || covers(allow, field)) && !covers(deny, field);
    }

    private static boolean covers(Set<String> names, String field) {
        for (int end = field.length(); end > 0; end = field.lastIndexOf('.', end - 1)) {
            if (names.contains(field.substring(0, end))) {
                return true;
            }
        }
        return false;
    }

    Event left(Event event) {
        EventBuilder left = event.toBuilder()
                .visitor(keep("visitor", event.visitor()))
                .user(user(event.user()))
                .clickIds(clickIds(event.clickIds()))
                .orderId(keep("order_id", event.orderId()))
                .items(items(event.items()))
                .page(page(event))
                .client(client(event.client()))
                .app(details("app", App.values(), event.app()))
                .device(details("device", Device.values(), event.device()))
                .location(details("user_location", Location.values(), event.location()))
                .original(original(event.original()))
                .properties(properties(event));
        return left.money(money(event.money())).build();
    }

    private <T> @Nullable T keep(String field, @Nullable T value) {
        return value != null && keeps(field) ? value : null;
    }

    private <T> List<T> keep(String field, List<T> values) {
        return values.isEmpty() || keeps(field) ? values : List.of();
    }

    private @Nullable Money money(@Nullable Money money) {
        return money == null || !keeps("value") ? null : keeps("currency") ? money : new Money(money.amount(), null);
    }

    private Person user(Person user) {
        if (user.equals(Person.UNKNOWN)) {
            return user;
        }
        return new Person(
                keep("user.id", user.id()),
                keep("user.email", user.emails()),
                keep("user.phone", user.phones()),
                keep("user.first_name", user.firstName()),
                keep("user.last_name", user.lastName()),
                keep("user.street", user.street()),
                keep("user.city", user.city()),
                keep("user.region", user.region()),
                keep("user.postal_code", user.postalCode()),
                keep("user.country", user.country()),
                keep("user.birth_date", user.birthDate()),
                keep("user.gender", user.gender()),
                keep("user.external_ids", user.externalIds()),
                user.hashed(),
                named("user.properties.", user.properties()));
    }

    private Map<String, Object> named(String group, Map<String, Object> properties) {
        if (properties.isEmpty()) {
            return properties;
        }
        Map<String, Object> left = new TreeMap<>();
        properties.forEach((name, value) -> {
            Object kept = within(group + name, value);
            if (kept != null) {
                left.put(name, kept);
            }
        });
        return left;
    }

    /** Of a property that holds others some may go and some not. */
    private @Nullable Object within(String field, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return keeps(field) ? value : null;
        }
        Map<String, Object> left = new TreeMap<>();
        map.forEach((name, inner) -> {
            Object kept = within(field + "." + name, inner);
            if (kept != null) {
                left.put(String.valueOf(name), kept);
            }
        });
        return left.isEmpty() ? null : left;
    }

    /**
     * Whom a tag does not know it cannot find in a text either: what would give away a person the tag is not told of goes
     * before.
     */
    private Map<String, Object> properties(Event event) {
        Map<String, Object> left = named("properties.", event.properties());
        if (user(event.user()).equals(event.user())) {
            return left;
        }
        Map<String, Object> clear = new TreeMap<>();
        left.forEach((name, value) -> {
            Object impersonal = PersonalData.impersonalUnder(name, value, event);
            if (impersonal != null) {
                clear.put(name, impersonal);
            }
        });
        return clear;
    }

    private ClickIds clickIds(ClickIds ids) {
        List<ClickId> left = new ArrayList<>();
        for (ClickId id : ids) {
            if (keeps("click_ids." + id.name())) {
                left.add(id);
            }
        }
        return ClickIds.of(left);
    }

    private List<LineItem> items(List<LineItem> items) {
        return items.isEmpty()
                ? items
                : items.stream()
                        .map(this::item)
                        .filter(item -> !NOTHING.equals(item))
                        .toList();
    }

    private static final LineItem NOTHING = new LineItem(null, null, null, null);

    private LineItem item(LineItem item) {
        boolean whole = keeps("items.index");
        return new LineItem(
                keep("items.id", item.id()),
                keep("items.name", item.name()),
                keep("items.quantity", item.quantity()),
                keep("items.price", item.price()),
                keep("items.discount", item.discount()),
                keep("items.brand", item.brand()),
                keep("items.variant", item.variant()),
                keep("items.category", item.categories()),
                keep("items.coupon", item.coupon()),
                whole ? item.index() : null,
                whole ? item.list() : LineItem.Listing.NONE,
                keep("items.affiliation", item.affiliation()),
                whole ? item.locationId() : null,
                whole ? item.deliveryCategory() : null,
                named("items.properties.", item.properties()));
    }

    private @Nullable Page page(Event event) {
        Page page = event.page();
        if (page == null) {
            return null;
        }
        String url = keep("page.url", page.url());
        String referrer = keep("page.referrer", page.referrer());
        return user(event.user()).equals(event.user())
                ? new Page(url, referrer)
                : new Page(PersonalData.strippedFrom(url, event), PersonalData.strippedFrom(referrer, event));
    }

    private @Nullable Client client(@Nullable Client client) {
        return client == null
                ? null
                : new Client(keep("client.ip", client.ip()), keep("client.user_agent", client.userAgent()));
    }

    private <D extends Enum<D>> Details<D> details(String group, D[] fields, Details<D> details) {
        if (details.isEmpty()) {
            return details;
        }
        Map<D, String> left = new HashMap<>();
        for (D field : fields) {
            String value = keep(group + "." + Details.key(field), details.get(field));
            if (value != null) {
                left.put(field, value);
            }
        }
        return new Details<>(left);
    }

    private Event.@Nullable Original original(Event.@Nullable Original original) {
        return original == null
                ? null
                : new Event.Original(
                        keep("original_event.name", original.name()),
                        keep("original_event.id", original.id()),
                        keep("original_event.time", original.time()),
                        keep("original_event.order_id", original.orderId()));
    }
}
