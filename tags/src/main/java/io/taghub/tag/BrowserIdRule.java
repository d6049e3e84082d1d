package io.taghub.tag;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A cookie by which a platform's own pixel knows a browser. The hub reads it where it happens to be there and never sets it;
 * the value goes along with the click ids.
 *
 * @param cookie the cookie's name; with {@code *} at the end, every cookie that starts so
 * @param name what the hub calls the value
 * @param pattern regular expression (RE2 subset) the cookie must match as a whole, empty for any; where it has a group, that
 *     is the value
 */
public record BrowserIdRule(String cookie, String name, String pattern) {
    /** What a closed list of words looks like: {@code (?i)true|false}. */
    private static final Pattern WORDS = Pattern.compile("(?:\\(\\?i\\))?\\w+(?:\\|\\w+)*");

    /** Whether its values are words, of which each says something of its own however little it looks like an id. */
    public boolean isWord() {
        return WORDS.matcher(pattern).matches();
    }

    /** What the value of one of several cookies is called that fit: {@code ga_session_abc123} of {@code _ga_ABC123}. */
    public String name(String cookieName) {
        return cookie.endsWith("*")
                ? name + "_" + cookieName.substring(cookie.length() - 1).toLowerCase(Locale.ROOT)
                : name;
    }

    /** Whether a value of this name is one of this cookie's, or of one of several. */
    public boolean names(String id) {
        return id.equals(name) || (cookie.endsWith("*") && id.startsWith(name + "_"));
    }

    public boolean matches(String cookieName) {
        return cookie.endsWith("*")
                ? cookieName.startsWith(cookie.substring(0, cookie.length() - 1))
                : cookieName.equals(cookie);
    }
}
