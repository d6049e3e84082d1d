package io.taghub.platform.snapchat;

import io.taghub.event.Event;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where an event happened, in Snapchat's words: what is neither site nor app is offline. */
final class SnapchatSource {
    static final String WEB = "WEB";
    static final String APP = "MOBILE_APP";
    static final String OFFLINE = "OFFLINE";

    private SnapchatSource() {}

    /** What the event says; else the settings, else what is known of the event. */
    static String of(Event event, SnapchatPlatform.Settings settings) {
        String said = said(event.text("action_source"));
        if (said != null) {
            return said;
        }
        if (settings.actionSource() != null) {
            return settings.actionSource();
        }
        boolean app = !event.app().isEmpty() && event.page() == null && settings.snapAppId() != null;
        return app ? APP : WEB;
    }

    private static @Nullable String said(@Nullable String word) {
        return switch (word == null ? "" : word.strip().toLowerCase(Locale.ROOT).replaceAll("[ -]", "_")) {
            case "" -> null;
            case "web", "website" -> WEB;
            case "app", "mobile_app" -> APP;
            default -> OFFLINE;
        };
    }
}
