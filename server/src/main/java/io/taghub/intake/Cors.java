package io.taghub.intake;

import io.javalin.http.Context;

/** For installs where script and page have different origins: the exact origin, with credentials, never a star. */
public final class Cors {
    private Cors() {}

    /** To be called only for callers already found to be the site's. */
    public static void allow(Context context, Caller caller) {
        String origin = context.header("Origin");
        if (origin != null && caller.crossOrigin()) {
            context.header("Access-Control-Allow-Origin", origin);
            context.header("Access-Control-Allow-Credentials", "true");
            context.header("Vary", "Origin");
        }
    }

    public static void preflight(Context context, Caller caller) {
        allow(context, caller);
        context.header("Access-Control-Allow-Methods", "POST");
        context.header("Access-Control-Allow-Headers", "content-type");
        context.header("Access-Control-Max-Age", "3600");
        context.status(204);
    }
}
