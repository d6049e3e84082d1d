package io.taghub.text;

import java.util.regex.Pattern;

/**
 * Makes of an address that browsers take, and give out, one that is right by RFC 3986: a shop's {@code ?q=100%} must not cost
 * the event at a platform that checks.
 */
public final class WebAddress {
    private static final Pattern STRAY_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final Pattern BLANK = Pattern.compile("\\s");

    private WebAddress() {}

    /** The same address with what stands for itself escaped. */
    public static String valid(String address) {
        String url = address.strip();
        if (url.indexOf('%') >= 0) {
            url = STRAY_PERCENT.matcher(url).replaceAll("%25");
        }
        if (hasBlank(url)) {
            url = BLANK.matcher(url).replaceAll("%20");
        }
        int fragment = url.indexOf('#') + 1;
        return fragment == 0 || url.indexOf('#', fragment) < 0
                ? url
                : url.substring(0, fragment) + url.substring(fragment).replace("#", "%23");
    }

    private static boolean hasBlank(String url) {
        for (int i = 0; i < url.length(); i++) {
            if (Character.isWhitespace(url.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
