package io.taghub.tag;

import io.taghub.event.Event;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a tag is told about the place it works in, beside its own form.
 *
 * @param eventNames our event name to the platform's, the tag type's defaults overridden by the operator's
 * @param defaultCountry ISO 3166-1 alpha-2 for phone numbers written without a country, null where none is configured
 * @param site the operator's site, for platforms that require a page address of every event
 */
public record Setup(
        Map<String, String> eventNames, @Nullable String defaultCountry, URI site) {
    private static final String BLANKS = " \t\n\u000b\f\r";

    /** What the platform calls this event: the mapped name, or our own where none is mapped. */
    public String nameOf(Event event) {
        return eventNames.getOrDefault(event.name(), event.name());
    }

    /** The same where somebody maps it, for platforms with a list of names of their own: null where nobody does. */
    public @Nullable String mapped(Event event) {
        return eventNames.get(event.name());
    }

    /** The address of the page the event happened on, or the site's where nobody said or it is no web address. */
    public String pageUrl(Event event) {
        String url = ownUrl(event);
        return url == null ? site.toString() : url;
    }

    /** The page's own address where it is a whole one, else null. */
    public @Nullable String ownUrl(Event event) {
        String url = event.page() == null ? null : event.page().url();
        return url != null && isWebAddress(url) ? url : null;
    }

    private static boolean isWebAddress(String url) {
        int host = url.indexOf("://") + 3;
        String scheme = host < 3 ? "" : url.substring(0, host).toLowerCase(Locale.ROOT);
        for (int i = host; i < url.length(); i++) {
            if (BLANKS.indexOf(url.charAt(i)) >= 0) {
                return false;
            }
        }
        return url.length() > host && (scheme.equals("https://") || scheme.equals("http://"));
    }
}
