package io.taghub.intake;

import io.javalin.http.Context;
import io.taghub.config.HubConfig;
import io.taghub.identity.VisitorCookie;
import java.time.Duration;

/**
 * The visitor's own switch: an address with {@code ?<prefix>_optout=1} sets a cookie with which nothing is taken any more,
 * {@code =0} removes it.
 */
final class OptOut {
    private OptOut() {}

    static boolean applies(Context context, SnippetWire wire, HubConfig.Site site, boolean secure) {
        String cookie = site.cookie() + "_out";
        String landing = String.valueOf(wire.landing());
        if (asks(landing, site.prefix() + "_optout=1")) {
            Cookies.set(context, site, cookie, "1", VisitorCookie.LIFE, secure);
            Cookies.set(context, site, site.cookie(), "", Duration.ZERO, secure);
            return true;
        }
        if (asks(landing, site.prefix() + "_optout=0")) {
            Cookies.set(context, site, cookie, "", Duration.ZERO, secure);
            return false;
        }
        return "1".equals(context.cookie(cookie));
    }

    private static boolean asks(String landing, String parameter) {
        int query = landing.indexOf('?');
        return query >= 0 && landing.substring(query).matches("(?s).*[?&]" + parameter + "([&#].*)?");
    }
}
