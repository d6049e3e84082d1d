package io.taghub.rule;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The parts of a page's address as a browser wrote it, which need not be a right one. */
final class PageAddress {
    private PageAddress() {}

    /** In lower case, without a port; null of an address that has none. */
    static @Nullable String host(String url) {
        int start = url.indexOf("//");
        if (start < 0) {
            return null;
        }
        String authority = withoutQuery(url).substring(start + 2).split("/", 2)[0];
        String host = authority.substring(authority.lastIndexOf('@') + 1).replaceFirst(":\\d*$", "");
        return host.toLowerCase(Locale.ROOT);
    }

    /** From its first slash on, without query and fragment; {@code /} where there is none. */
    static String path(String url) {
        String page = withoutQuery(url);
        int host = page.indexOf("//");
        int start = page.indexOf('/', host < 0 ? 0 : host + 2);
        return start < 0 ? "/" : page.substring(start);
    }

    /** The first value of a parameter, in clear; null where it is missing. */
    static @Nullable String parameter(String url, String name) {
        int question = url.indexOf('?');
        if (question < 0) {
            return null;
        }
        for (String parameter : url.substring(question + 1).split("#", 2)[0].split("&")) {
            String[] parts = parameter.split("=", 2);
            if (parts.length == 2 && clear(parts[0]).equals(name)) {
                return clear(parts[1]);
            }
        }
        return null;
    }

    private static String clear(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException strayPercent) {
            return encoded;
        }
    }

    static String withoutQuery(String url) {
        for (int i = 0; i < url.length(); i++) {
            if (url.charAt(i) == '?' || url.charAt(i) == '#') {
                return url.substring(0, i);
            }
        }
        return url;
    }
}
