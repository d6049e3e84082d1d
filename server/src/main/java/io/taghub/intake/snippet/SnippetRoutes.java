package io.taghub.intake.snippet;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.taghub.intake.Caller;
import io.taghub.intake.ClickCaptures;
import io.taghub.intake.Cors;
import io.taghub.intake.Gate;
import io.taghub.intake.Routes;
import io.taghub.store.ScriptStore;
import java.time.InstantSource;

/** What a page asks for, all of it under the site's prefix: the script, and where its events go. */
public final class SnippetRoutes implements Routes {
    private final Gate gate;
    private final SnippetEndpoint endpoint;
    private final SnippetFiles files;

    /** @param kept scripts of earlier versions, which pages may have pinned */
    public SnippetRoutes(Gate gate, ClickCaptures captures, ScriptStore kept, InstantSource clock) {
        this.gate = gate;
        this.endpoint = new SnippetEndpoint(gate, captures, clock);
        this.files = SnippetFiles.load(kept, clock);
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.post("/{prefix}/e", context -> {
            mustBeOurs(context);
            endpoint.handle(context);
        });
        routes.options("/{prefix}/e", context -> {
            mustBeOurs(context);
            preflight(context);
        });
        routes.get("/{prefix}/{file}", this::file);
        routes.head("/{prefix}/{file}", this::file);
    }

    private void preflight(Context context) {
        Caller caller = new Caller(context, gate.config());
        if (caller.fromSite(gate.config().site())) {
            Cors.preflight(context, caller);
        } else {
            context.status(403);
        }
    }

    private void file(Context context) {
        mustBeOurs(context);
        files.serve(context, context.pathParam("file"));
    }

    private void mustBeOurs(Context context) {
        if (!context.pathParam("prefix").equals(gate.config().site().prefix())) {
            throw new NotFoundResponse();
        }
    }
}
