package io.taghub.bench;

import io.javalin.Javalin;

/** What the web server alone can do: takes a body and answers as the events API would, and keeps nothing. */
final class BareEndpoint {
    private BareEndpoint() {}

    public static void main(String[] args) {
        Javalin.create(javalin -> {
                    javalin.startup.showJavalinBanner = false;
                    javalin.concurrency.useVirtualThreads = true;
                    javalin.http.compressionStrategy = io.javalin.compression.CompressionStrategy.NONE;
                    javalin.routes.post("/v1/events", context -> {
                        context.bodyAsBytes();
                        context.contentType("application/json")
                                .result("{\"accepted\":1,\"paired\":0,\"duplicates\":0,\"rejected\":[]}");
                    });
                    javalin.routes.get("/health", context -> context.result("ok"));
                })
                .start("127.0.0.1", Integer.parseInt(args[0]));
    }
}
