package io.taghub.intake.snippet;

import io.javalin.http.Context;
import io.taghub.config.Defaults;
import io.taghub.config.HubConfig;
import java.time.Duration;

/**
 * The visitor's own switch: an address with {@code ?<prefix>_optout=1} sets a cookie with which nothing is taken any more,
 * {@code =0} removes it.
 */
enum OptOut {
    /** Asks for it now. */
    ASKED,
    /** Did so earlier. */
    OUT,
    /** Takes it back. */
    BACK,
    NO;

    static OptOut of(Context context, SnippetWire wire, HubConfig.Site site) {
        // Where somebody went on without a new page life, the newest page says what they want.
        for (String address : wire.addresses().reversed()) {
            if (asks(address, site.prefix() + "_optout=1")) {
                return ASKED;
            }
            if (asks(address, site.prefix() + "_optout=0")) {
                return BACK;
            }
        }
        return "1".equals(context.cookie(cookie(site))) ? OUT : NO;
    }

    /** Whether nothing of the post may be taken. */
    boolean applies() {
        return this == ASKED || this == OUT;
    }

    void setCookies(Context context, HubConfig.Site site, boolean secure) {
        if (this == ASKED) {
            Cookies.set(context, site, cookie(site), "1", Defaults.VISITOR_COOKIE, secure);
            Cookies.set(context, site, site.cookie(), "", Duration.ZERO, secure);
            Cookies.set(context, site, site.analyticsCookie(), "", Duration.ZERO, secure);
        } else if (this == BACK) {
            Cookies.set(context, site, cookie(site), "", Duration.ZERO, secure);
        }
    }

    private static String cookie(HubConfig.Site site) {
        return site.cookie() + "_out";
    }

    private static boolean asks(String address, String parameter) {
        int query = address.indexOf('?');
        return query >= 0 && address.substring(query).matches("(?s).*[?&]" + parameter + "([&#].*)?");
    }
}
