package io.taghub.platform.reddit;

import io.taghub.event.Event;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where an event happened, in Reddit's words. */
final class RedditSource {
    static final String WEBSITE = "WEBSITE";
    static final String APP = "APP";
    static final String STORE = "PHYSICAL_STORE";
    static final String OTHER = "OTHER";

    private RedditSource() {}

    /** What the event says; else the settings, else what is known of the event. */
    static String of(Event event, RedditPlatform.Settings settings) {
        String said = said(event.text("action_source"));
        if (said != null) {
            return said;
        }
        if (settings.actionSource() != null) {
            return settings.actionSource();
        }
        return !event.app().isEmpty() && event.page() == null ? APP : WEBSITE;
    }

    private static @Nullable String said(@Nullable String word) {
        return switch (word == null ? "" : word.strip().toLowerCase(Locale.ROOT).replaceAll("[ -]", "_")) {
            case "" -> null;
            case "web", "website" -> WEBSITE;
            case "app", "mobile_app" -> APP;
            case "physical_store", "in_store", "offline" -> STORE;
            default -> OTHER;
        };
    }
}
