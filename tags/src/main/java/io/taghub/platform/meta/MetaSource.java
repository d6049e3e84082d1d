package io.taghub.platform.meta;

import io.taghub.event.Event;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where an event happened, in Meta's words, and by what Meta knows it there.
 *
 * @see <a href="https://developers.facebook.com/docs/marketing-api/conversions-api/parameters/server-event">the vendor's
 *     page</a>
 */
final class MetaSource {
    /** Meta's words, and what other platforms and people call the same. */
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("website", "website"),
            Map.entry("web", "website"),
            Map.entry("email", "email"),
            Map.entry("phone_call", "phone_call"),
            Map.entry("phone", "phone_call"),
            Map.entry("chat", "chat"),
            Map.entry("physical_store", "physical_store"),
            Map.entry("in_store", "physical_store"),
            Map.entry("offline", "physical_store"),
            Map.entry("system_generated", "system_generated"),
            Map.entry("crm", "system_generated"),
            Map.entry("app", "app"),
            Map.entry("mobile_app", "app"),
            Map.entry("business_messaging", "business_messaging"),
            Map.entry("message", "business_messaging"),
            Map.entry("other", "other"));

    private static final Map<String, String> CHANNELS =
            new TreeMap<>(Map.of("ctwa_clid", "whatsapp", "page_scoped_user_id", "messenger", "ig_sid", "instagram"));

    /** By which of them a conversation is known says where it took place. */
    static final Set<String> CONVERSATIONS = CHANNELS.keySet();

    /** Whose conversation it is; without them those ids mean nothing. */
    static final List<String> ACCOUNTS =
            List.of("whatsapp_business_account_id", "page_id", "ig_account_id", "instagram_business_account_id");

    private MetaSource() {}

    /** What the event says, where Meta has a word for that; else the settings, else what is known of the event. */
    static String of(Event event, @Nullable String bySetting) {
        String said = event.text("action_source");
        String word = WORDS.get(
                said == null
                        ? ""
                        : said.strip()
                                .toLowerCase(Locale.ROOT)
                                .replace(' ', '_')
                                .replace('-', '_'));
        if (word != null || bySetting != null) {
            return word == null ? String.valueOf(bySetting) : word;
        }
        if (!event.app().isEmpty() && MetaApp.objection(event) == null) {
            return "app";
        }
        return event.client() == null || event.client().userAgent() == null ? "system_generated" : "website";
    }

    /** {@code whatsapp}, {@code messenger} or {@code instagram}; null where nothing says it. */
    static @Nullable String channel(Event event) {
        String said = event.text("messaging_channel");
        return said != null && CHANNELS.containsValue(said.toLowerCase(Locale.ROOT))
                ? said.toLowerCase(Locale.ROOT)
                : CHANNELS.entrySet().stream()
                        .filter(id -> id(event, id.getKey()) != null)
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(null);
    }

    /** An id that goes out as it is, from wherever the operator put it; null where it is neither text nor number. */
    static @Nullable Object id(Event event, String name) {
        Object known = event.properties().get(name);
        if (known == null) {
            known = event.clickIds().value(name);
        }
        return known instanceof Number || known instanceof String ? known : null;
    }
}
