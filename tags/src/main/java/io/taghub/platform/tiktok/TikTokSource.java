package io.taghub.platform.tiktok;

import io.taghub.event.Event;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where an event comes from, in TikTok's words; each source has an id of its own, and a request is of one. */
final class TikTokSource {
    static final Set<String> ALL = Set.of("web", "app", "offline", "crm");

    /** TikTok's words, and what other platforms and people call the same; of the others TikTok has no source. */
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("web", "web"),
            Map.entry("website", "web"),
            Map.entry("app", "app"),
            Map.entry("mobile_app", "app"),
            Map.entry("offline", "offline"),
            Map.entry("physical_store", "offline"),
            Map.entry("in_store", "offline"),
            Map.entry("phone", "offline"),
            Map.entry("phone_call", "offline"),
            Map.entry("crm", "crm"));

    private TikTokSource() {}

    /** What the event says, where TikTok has a word for that; else the settings, which know of an app where one is seen. */
    static String of(Event event, TikTokPlatform.Settings settings) {
        String word = said(event.text("action_source"));
        if (word != null) {
            return word;
        }
        boolean app = !event.app().isEmpty() && event.page() == null && id("app", settings) != null;
        return app ? "app" : settings.eventSource();
    }

    /** The pixel's, app's or event set's id; null where the settings do not know it. */
    static @Nullable String id(String source, TikTokPlatform.Settings settings) {
        if (source.equals(settings.eventSource())) {
            return settings.pixelCode();
        }
        Map<String, String> others = settings.otherSources();
        return others == null ? null : others.get(source);
    }

    private static @Nullable String said(@Nullable String word) {
        return word == null
                ? null
                : WORDS.get(word.strip().toLowerCase(Locale.ROOT).replaceAll("[ -]", "_"));
    }
}
