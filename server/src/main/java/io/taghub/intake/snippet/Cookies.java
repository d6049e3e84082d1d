package io.taghub.intake.snippet;

import io.javalin.http.Context;
import io.taghub.config.HubConfig;
import io.taghub.intake.Caller;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** First-party cookies no script can read. */
final class Cookies {
    private Cookies() {}

    static void set(Context context, HubConfig.Site site, String name, String value, Duration life, boolean secure) {
        String domain = domain(site, context);
        String cookie = name + "=" + value + "; Path=/; Max-Age=" + life.toSeconds()
                + (domain == null ? "" : "; Domain=" + domain)
                + "; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : "");
        context.res().addHeader("Set-Cookie", cookie);
    }

    /** Null where the host called is outside the domain: a browser refuses a cookie for somebody else. */
    private static @Nullable String domain(HubConfig.Site site, Context context) {
        String configured = site.cookieDomain();
        if (configured == null) {
            return null;
        }
        String domain = (configured.startsWith(".") ? configured.substring(1) : configured).toLowerCase(Locale.ROOT);
        String host = hostCalled(context);
        return host.equals(domain) || host.endsWith("." + domain) ? configured : null;
    }

    /**
     * The host as the browser knows it. Some proxies put their own into {@code Host}; then the browser itself says that the
     * page's host is the one, or the proxy says it beside. Believing a lie here costs the liar his own cookie, nobody else.
     */
    private static String hostCalled(Context context) {
        String origin = context.header("Origin");
        if (origin != null && "same-origin".equals(context.header("Sec-Fetch-Site"))) {
            return Caller.host(origin);
        }
        String forwarded = context.header("X-Forwarded-Host");
        return Caller.host("//" + (forwarded == null ? context.header("Host") : forwarded.split(",", 2)[0].strip()));
    }
}
