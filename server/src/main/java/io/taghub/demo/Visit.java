package io.taghub.demo;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import io.taghub.console.Pages;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What both demo sites do with a request: fill a page, remember the demo user, report to the hub, go on. */
final class Visit {
    /** What a browser would have to allow for this site, and nothing more. */
    private static final String CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private static final Pattern ID = Pattern.compile("[\\w.-]{1,64}");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int MONTH = 30 * 86_400;

    private final Pages pages = new Pages("demo");
    private final String prefix;
    private final String visitorCookie;
    private final Supplier<URI> console;
    private final DemoBackEnd backEnd;

    Visit(String prefix, String visitorCookie, Supplier<URI> console, DemoBackEnd backEnd) {
        this.prefix = prefix;
        this.visitorCookie = visitorCookie;
        this.console = console;
        this.backEnd = backEnd;
    }

    void page(Context context, String template, Map<String, ?> model) {
        Map<String, @Nullable Object> variables = new HashMap<>(model);
        variables.put("prefix", prefix);
        variables.put("console", console.get().toString().replaceAll("/$", ""));
        variables.put("reported", known(context.queryParam("e")));
        variables.put("reportedName", known(context.queryParam("n")));
        variables.put("problem", context.queryParam("problem"));
        variables.put("user", known(context.cookie(account(context))));
        context.header("Content-Security-Policy", CSP).header("X-Content-Type-Options", "nosniff");
        context.header("Cache-Control", "no-store");
        pages.render(context, template, variables);
    }

    void asset(Context context) {
        context.header("X-Content-Type-Options", "nosniff");
        pages.asset(context, context.pathParam("file"));
    }

    /** Reports to the hub, then shows the next page, which links to the event in the console. */
    void report(Context context, ObjectNode event, String next) {
        Optional<String> problem = backEnd.report(event);
        context.redirect(
                next + "?n=" + event.path("name").stringValue() + "&e="
                        + event.path("id").stringValue()
                        + problem.map(Visit::query).orElse(""),
                HttpStatus.SEE_OTHER);
    }

    private static String query(String problem) {
        return "&problem=" + java.net.URLEncoder.encode(problem, java.nio.charset.StandardCharsets.UTF_8);
    }

    /** The event's server copy: the id the page minted, or one of our own where scripts are off. */
    ObjectNode event(String name, @Nullable String pageId) {
        String id = known(pageId);
        return DemoBackEnd.JSON.createObjectNode().put("name", name).put("id", id == null ? random(name + "-") : id);
    }

    /** What a back end sees of the browser that the page's own script cannot read. */
    void browser(Context context, ObjectNode event) {
        String visitor = context.cookie(visitorCookie);
        if (visitor != null) {
            event.put("visitor", visitor);
        }
        ObjectNode client = event.putObject("client").put("ip", context.ip());
        String agent = context.userAgent();
        if (agent != null) {
            client.put("user_agent", agent);
        }
    }

    /** Casino and shop are two businesses: a player's account says nothing about a customer's. */
    private static String account(Context context) {
        return context.path().startsWith("/shop") ? "demo_customer" : "demo_player";
    }

    String user(Context context) {
        String user = known(context.cookie(account(context)));
        return user == null ? newUser(context) : user;
    }

    static String newUser(Context context) {
        return random(account(context).substring("demo_".length()) + "-");
    }

    static void rememberUser(Context context, String user) {
        remember(context, account(context), user);
    }

    static void remember(Context context, String name, String value) {
        context.cookie(new Cookie(name, value, "/", MONTH, false, true, null, SameSite.LAX));
    }

    static String random(String prefix) {
        byte[] bytes = new byte[5];
        RANDOM.nextBytes(bytes);
        return prefix + HexFormat.of().formatHex(bytes);
    }

    /** A form field, trimmed; null where it is empty or longer than any real one. */
    static @Nullable String field(Context context, String name) {
        String value = context.formParam(name);
        return value == null || value.isBlank() || value.length() > 200 ? null : value.strip();
    }

    private static @Nullable String known(@Nullable String id) {
        return id != null && ID.matcher(id).matches() ? id : null;
    }
}
