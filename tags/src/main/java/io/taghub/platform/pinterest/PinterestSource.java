package io.taghub.platform.pinterest;

import io.taghub.event.Event;
import io.taghub.platform.ExtInfo;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where an event happened, in Pinterest's words: what is neither site nor app is offline. */
final class PinterestSource {
    static final String WEB = "web";
    static final String OFFLINE = "offline";

    private PinterestSource() {}

    /** What the event says; else the settings, else what is known of the event. Null of an app on neither system. */
    static @Nullable String of(Event event, PinterestPlatform.Settings settings) {
        String word = event.text("action_source");
        return switch (word == null ? "" : word.strip().toLowerCase(Locale.ROOT).replaceAll("[ -]", "_")) {
            case "" -> {
                boolean app = !event.app().isEmpty() && event.page() == null;
                yield settings.actionSource() != null ? settings.actionSource() : app ? app(event) : WEB;
            }
            case "web", "website" -> WEB;
            case "app", "mobile_app" -> app(event);
            default -> OFFLINE;
        };
    }

    private static @Nullable String app(Event event) {
        String system = ExtInfo.system(event);
        return system == null ? null : system.equals("i2") ? "app_ios" : "app_android";
    }
}
