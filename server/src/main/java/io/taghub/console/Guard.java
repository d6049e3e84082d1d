package io.taghub.console;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.taghub.listener.OtherPage;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps other people's pages away from the console, which has no login because it listens on this machine alone: the
 * Host must be this machine's (DNS rebinding), no other page's script may ask (it could tell the time an answer takes), and
 * what changes something must come from the console's own pages or from no browser at all (cross-site request forgery).
 */
final class Guard {
    static final String CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /** Asked for of what changes something, and set on every answer, so that the commands know a console from another server. */
    static final String MARK = "X-TagHub";

    private static final Pattern LOCAL_HOST = Pattern.compile("(?i)(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d{1,5})?");
    private static final Set<String> READS = Set.of("GET", "HEAD");

    private Guard() {}

    /** Headers of every answer of the console, errors included. */
    static void headers(Context context) {
        context.header(MARK, "1")
                .header("Content-Security-Policy", CSP)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Cache-Control", "no-store");
    }

    static void check(Context context) {
        String host = context.header("Host");
        if (host == null || !LOCAL_HOST.matcher(host).matches()) {
            throw new ForbiddenResponse("The console answers to localhost and 127.0.0.1 only.");
        }
        if (OtherPage.asks(context)) {
            throw new ForbiddenResponse("This was asked by a page that is not the console's.");
        }
        if (READS.contains(context.req().getMethod())) {
            return;
        }
        boolean browser = context.header("Origin") != null || context.header("Sec-Fetch-Site") != null;
        if (browser && context.header("Origin") == null) {
            throw new ForbiddenResponse("This was asked by a page that does not say which it is.");
        }
        // A test may move the sandbox's clock with nothing but curl; no browser request comes without Origin.
        boolean clock = context.path().equals("/api/test/clock") && !browser;
        if (!clock && !"1".equals(context.header(MARK))) {
            throw new ForbiddenResponse("What changes something needs the header 'X-TagHub: 1'.");
        }
    }
}
