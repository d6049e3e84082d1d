package io.taghub.intake.webhook;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.taghub.config.Defaults;
import io.taghub.config.HubConfig;
import io.taghub.inbound.InboundSource;
import io.taghub.inbound.hook.Code;
import io.taghub.inbound.hook.Hook;
import io.taghub.inbound.hook.Replies;
import io.taghub.intake.Body;
import io.taghub.intake.Caller;
import io.taghub.intake.Routes;
import io.taghub.intake.RunMark;
import io.taghub.store.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code GET|POST /in/{source}}: each source is answered as it wants to be. */
public final class WebhookRoutes implements Routes {
    private final Webhooks webhooks;
    private final Supplier<HubConfig> config;

    public WebhookRoutes(Webhooks webhooks, Supplier<HubConfig> config) {
        this.webhooks = webhooks;
        this.config = config;
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.get("/in/{source}", this::handle);
        routes.post("/in/{source}", this::handle);
    }

    private void handle(Context context) {
        InboundSource source = webhooks.source(context.pathParam("source"));
        if (source == null) {
            context.status(404).json(Map.of("error", "there is nothing here"));
            return;
        }
        Caller caller = new Caller(context, config.get());
        Hook hook;
        try {
            hook = hook(context, caller, Body.read(context, Defaults.WEBHOOK_BODY));
        } catch (Body.BadBodyException bad) {
            Code code = bad.status == Code.TOO_LARGE.status() ? Code.TOO_LARGE : Code.UNREADABLE;
            webhooks.count(source.name(), code);
            Replies.Written reply = source.replies().of(code, hook(context, caller, new byte[0]));
            answer(
                    context,
                    reply.status() == code.status()
                            ? new Replies.Written(bad.status, reply.body(), reply.type())
                            : reply);
            return;
        }
        if (isPing(source, hook)) {
            answer(context, source.replies().of(Code.ACCEPTED, hook));
            return;
        }
        try {
            Code code = webhooks.take(source, hook, caller.ip(), RunMark.of(context, config.get()));
            if (code == Code.BAD_METHOD) {
                context.header("Allow", String.join(", ", source.methods()));
            }
            answer(context, source.replies().of(code, hook));
        } catch (StoreUnavailableException unavailable) {
            context.header("Retry-After", "5");
            answer(context, plain(503, "unavailable"));
        }
    }

    private static Replies.Written plain(int status, String word) {
        return new Replies.Written(status, word.getBytes(StandardCharsets.UTF_8), "text/plain");
    }

    /** Nothing but the one field, which makes nothing happen. */
    private static boolean isPing(InboundSource source, Hook hook) {
        String ping = source.ping();
        return ping != null
                && hook.query().isEmpty()
                && hook.form().size() == 1
                && hook.form().getFirst().name().equals(ping);
    }

    private static Hook hook(Context context, Caller caller, byte[] body) {
        Map<String, String> headers = new TreeMap<>();
        for (String name : Collections.list(context.req().getHeaderNames())) {
            headers.put(name, String.join(",", Collections.list(context.req().getHeaders(name))));
        }
        @Nullable String query = context.req().getQueryString();
        String url = (caller.secure() ? "https://" : "http://")
                + context.header("Host")
                + context.req().getRequestURI()
                + (query == null ? "" : "?" + query);
        return new Hook(context.req().getMethod(), url, headers, body);
    }

    /** Its body may hold what the sender wrote, and is never taken for a page. */
    private static void answer(Context context, Replies.Written reply) {
        context.status(reply.status())
                .header("Cache-Control", "no-store")
                .header("X-Content-Type-Options", "nosniff")
                .contentType(reply.type())
                .result(reply.body());
    }
}
