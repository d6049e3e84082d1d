package io.taghub.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cookies by which platforms' own pixels know a browser. The hub reads them where they happen to be there and never
 * sets them; the values go along with the click ids, under the names given here.
 */
public final class BrowserIds {
    /**
     * One such cookie.
     *
     * @param cookie the cookie's name; with {@code *} at the end, every cookie that starts so
     * @param name what the hub calls the value
     * @param strip what the pixel puts in front of the value and the platform does not want back
     * @param lifetime of the cookie
     */
    public record Rule(String cookie, String name, String platform, String strip, Duration lifetime) {
        boolean matches(String cookieName) {
            return cookie.endsWith("*")
                    ? cookieName.startsWith(cookie.substring(0, cookie.length() - 1))
                    : cookieName.equals(cookie);
        }
    }

    public static final List<Rule> WELL_KNOWN = List.of(
            rule("_fbp", "fbp", "meta", 90),
            rule("_fbc", "fbc", "meta", 90),
            rule("_ttp", "ttp", "tiktok", 390),
            rule("_ga", "ga", "google", 390),
            rule("_ga_*", "ga_session", "google", 390),
            rule("_scid", "scid", "snap", 390),
            rule("_uetvid", "uetvid", "microsoft", 390),
            new Rule("_uetmsclkid", "msclkid", "microsoft", "_uet", Duration.ofDays(90)),
            rule("li_fat_id", "li_fat_id", "linkedin", 90),
            rule("_epik", "epik", "pinterest", 365),
            rule("_rdt_uuid", "rdt_uuid", "reddit", 90),
            rule("_ym_uid", "ym_uid", "yandex", 365),
            rule("__obref", "obref", "openai", 90)); // lifetime unverified

    private BrowserIds() {}

    /** The rule for a cookie, null where it is nobody's browser id. */
    public static @Nullable Rule of(String cookie) {
        return WELL_KNOWN.stream()
                .filter(rule -> rule.matches(cookie))
                .findFirst()
                .orElse(null);
    }

    private static Rule rule(String cookie, String name, String platform, int days) {
        return new Rule(cookie, name, platform, "", Duration.ofDays(days));
    }
}
