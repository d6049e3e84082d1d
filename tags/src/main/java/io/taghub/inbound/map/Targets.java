package io.taghub.inbound.map;

import io.taghub.event.EventJson;
import io.taghub.event.FieldNote;
import io.taghub.inbound.hook.Mistakes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The fields a mapping can fill: those of {@code /v1/events} by their paths, and a few by the words of postbacks. */
final class Targets {
    static final String EVENT_ID = "event_id";
    static final String TXN_ID = "txn_id";
    static final String CLICK = "click.id";
    static final String CLICK_NAME = "click.name";
    static final String CLICK_OWNER = "click.for";
    static final String CLICK_TIME = "click.time";

    /** Short words to paths of {@code /v1/events}. */
    static final Map<String, String> ALIASES = new TreeMap<>(Map.ofEntries(
            Map.entry(EVENT_ID, "id"),
            Map.entry("user_id", "user.id"),
            Map.entry("email", "user.email"),
            Map.entry("phone", "user.phone"),
            Map.entry("first_name", "user.first_name"),
            Map.entry("last_name", "user.last_name"),
            Map.entry("country", "user.country"),
            Map.entry("ip", "client.ip"),
            Map.entry("user_agent", "client.user_agent"),
            Map.entry("landing_page", "page.url")));

    private static final Set<String> OWN = Set.of(TXN_ID, CLICK, CLICK_NAME, CLICK_OWNER, CLICK_TIME);

    /** Worth suggesting. */
    private static final List<String> USUAL = List.of(
            "name",
            "time",
            "status",
            "value",
            "currency",
            "order_id",
            "coupon",
            "visitor",
            "items",
            "user.city",
            "user.region",
            "user.postal_code",
            "user.street",
            "page.referrer",
            "properties",
            "click_ids",
            "consent");

    private Targets() {}

    /** Says so where there is no such field. */
    static void check(String target, Mistakes faults, String path) {
        if (ALIASES.containsKey(target) || OWN.contains(target)) {
            return;
        }
        boolean ofEvent = target.startsWith("_")
                ? false
                : !EventJson.key(new FieldNote(target, "", "")).equals("other");
        boolean ofUser = target.startsWith("user.") && !target.startsWith("user.properties.");
        if (!ofEvent
                || target.equals("id")
                || target.startsWith("properties._")
                || (ofUser && !EventJson.isOfUser(target.substring(5)))) {
            Set<String> known = new TreeSet<>(USUAL);
            known.addAll(ALIASES.keySet());
            known.addAll(OWN);
            String meant = target.equals("id") ? "; did you mean 'event_id'?" : Mistakes.meant(known, target);
            faults.error(path, "an event has no field '" + target + "'" + meant);
        }
    }

    static String path(String target) {
        return ALIASES.getOrDefault(target, target);
    }
}
