package io.taghub.intake;

import io.javalin.http.Context;
import io.taghub.config.HubConfig;
import java.time.Duration;

/** First-party cookies no script can read. */
final class Cookies {
    private Cookies() {}

    static void set(Context context, HubConfig.Site site, String name, String value, Duration life, boolean secure) {
        String cookie = name + "=" + value + "; Path=/; Max-Age=" + life.toSeconds()
                + (site.cookieDomain() == null ? "" : "; Domain=" + site.cookieDomain())
                + "; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : "");
        context.res().addHeader("Set-Cookie", cookie);
    }
}
