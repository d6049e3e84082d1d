package io.taghub.platform.ga4;

import static io.taghub.personal.PersonalData.cut;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What GA4 takes for a name or a value of events, parameters and user properties.
 *
 * @see <a href="https://developers.google.com/analytics/devguides/collection/protocol/ga4/reference">the vendor's page</a>
 */
final class Ga4Names {
    private static final int MAX_NAME = 40;

    // Not verified at the vendor.
    static final int MAX_TEXT = 100;

    private static final Pattern RESERVED_PREFIX = Pattern.compile("(?:firebase|ga|google|gtag)_.*");

    /** Names that Google's own SDKs use; an event with one of them is dropped without a word. */
    private static final Set<String> RESERVED_EVENTS = Set.of(
            "ad_activeview",
            "ad_click",
            "ad_exposure",
            "ad_impression",
            "ad_query",
            "adunit_exposure",
            "app_clear_data",
            "app_exception",
            "app_install",
            "app_remove",
            "app_store_refund",
            "app_store_subscription_cancel",
            "app_store_subscription_convert",
            "app_store_subscription_renew",
            "app_update",
            "error",
            "first_open",
            "first_visit",
            "in_app_purchase",
            "notification_dismiss",
            "notification_foreground",
            "notification_open",
            "notification_receive",
            "os_update",
            "screen_view",
            "session_start",
            "user_engagement");

    private Ga4Names() {}

    /** The event's name as GA4 takes it; null where it takes none of that name. */
    static @Nullable String event(String name) {
        String written = sanitised(name);
        return written == null || RESERVED_EVENTS.contains(written) ? null : written;
    }

    /** Letters, digits and underscores, a letter first, at most 40; null where that is not to be had or is reserved. */
    static @Nullable String sanitised(String name) {
        String written = name.replaceAll("[^A-Za-z0-9_]", "_");
        return written.matches("[A-Za-z].*")
                        && !RESERVED_PREFIX.matcher(written).matches()
                ? written.substring(0, Math.min(MAX_NAME, written.length()))
                : null;
    }

    /** A number as it is, anything else as text that is not too long. */
    static @Nullable Object value(@Nullable Object value) {
        return value == null || value instanceof Number ? value : cut(value.toString(), MAX_TEXT);
    }
}
