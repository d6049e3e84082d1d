package io.taghub.platform.openaiads;

import io.taghub.event.Event;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where an event happened, in OpenAI's words. */
final class OpenAiSource {
    static final String WEB = "web";
    static final String APP = "mobile_app";

    private OpenAiSource() {}

    /** What the event says; else the settings, else what is known of the event and its type. */
    static String of(Event event, OpenAiType type, OpenAiPlatform.Settings settings) {
        String said = said(event.text("action_source"));
        if (said != null) {
            return said;
        }
        if (type.isOfApps()) {
            return APP;
        }
        if (settings.actionSource() != null) {
            return settings.actionSource();
        }
        return !event.app().isEmpty() && event.page() == null ? APP : WEB;
    }

    private static @Nullable String said(@Nullable String word) {
        return switch (word == null ? "" : word.strip().toLowerCase(Locale.ROOT).replaceAll("[ -]", "_")) {
            case "" -> null;
            case "web", "website" -> WEB;
            case "app", "mobile_app" -> APP;
            case "offline" -> "offline";
            case "physical_store", "in_store" -> "physical_store";
            case "phone_call", "phone" -> "phone_call";
            case "email" -> "email";
            default -> "other";
        };
    }
}
