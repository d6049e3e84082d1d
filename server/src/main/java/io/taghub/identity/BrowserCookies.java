package io.taghub.identity;

import io.taghub.config.BrowserIds;
import io.taghub.event.ClickId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The platforms' own first-party cookies, which arrive with the visitor's requests and help them recognise a browser. */
public final class BrowserCookies {
    private static final int MAX = 500;

    private BrowserCookies() {}

    public static List<ClickId> in(Map<String, String> cookies, Instant seen) {
        List<ClickId> ids = new ArrayList<>();
        cookies.forEach((cookie, value) -> {
            BrowserIds.Rule rule = BrowserIds.of(cookie);
            if (rule != null) {
                String id = value(rule, value);
                if (id != null && !id.isBlank() && id.length() <= MAX) {
                    ids.add(new ClickId(rule.name(), id, seen));
                }
            }
        });
        return ids;
    }

    private static @Nullable String value(BrowserIds.Rule rule, String cookie) {
        return switch (rule.name()) {
            case "ga" -> client(cookie);
            case "ga_session" -> session(cookie);
            // Meta refuses the whole event for an id of another form.
            case "fbp", "fbc" -> cookie.matches("fb\\.\\d\\.\\d{10,13}\\.[\\w.-]+") ? cookie : null;
            default ->
                cookie.startsWith(rule.strip()) ? cookie.substring(rule.strip().length()) : cookie;
        };
    }

    /** {@code GA1.1.123456789.1795000000} or {@code GA1.2-3.123…}: the last two numbers are the client id. */
    private static @Nullable String client(String cookie) {
        String[] parts = cookie.split("\\.");
        if (parts.length < 4) {
            return null;
        }
        String client = parts[parts.length - 2] + "." + parts[parts.length - 1];
        return client.matches("\\d{1,20}\\.\\d{1,20}") ? client : null;
    }

    /** {@code GS1.1.1795340000.3.…} or, since 2025, {@code GS2.1.s1795340000$o3$…}. */
    private static @Nullable String session(String cookie) {
        String[] parts = cookie.split("\\.", 4);
        if (parts.length < 3) {
            return null;
        }
        String first = parts[2].split("\\$", 2)[0];
        String digits = first.startsWith("s") ? first.substring(1) : first;
        return digits.matches("\\d{6,15}") ? digits : null;
    }
}
