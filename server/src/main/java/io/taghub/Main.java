package io.taghub;

import io.javalin.Javalin;

/** Starts the command line. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Javalin.create(config -> config.routes.get("/health", context -> context.result("ok")))
                .start(0);
    }
}
