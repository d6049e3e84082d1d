package io.taghub.demo;

import io.javalin.config.RoutesConfig;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The demo sites, served by the hub's public listener in {@code taghub demo} only. */
public final class DemoSite {
    private final Visit visit;

    /**
     * @param prefix where the script is served
     * @param visitorCookie name of the hub's visitor cookie; its value goes to the hub as the event's {@code visitor}
     * @param console where the console is, {@code http://localhost:8081}; asked at every page
     */
    public DemoSite(String prefix, String visitorCookie, Supplier<URI> console, DemoBackEnd backEnd) {
        this.visit = new Visit(prefix, visitorCookie, console, backEnd);
    }

    /** Adds the pages: {@code /}, {@code /casino}, {@code /shop} and what belongs to them. */
    public void routes(RoutesConfig routes) {
        routes.get("/", context -> visit.page(context, "chooser", Map.of("links", LINKS)));
        routes.get("/demo/{file}", visit::asset);
        new Casino(visit).routes(routes);
        new Shop(visit).routes(routes);
    }

    private static final List<Map<String, String>> LINKS = List.of(
            link(
                    "/casino?fbclid=IwAR2_demo&gclid=Cj0KCQ_demo&btag=aff_777_demo",
                    "casino",
                    "Harbour Lights Casino",
                    "You clicked an ad on Facebook, another one on Google, and an affiliate's link."),
            link(
                    "/shop?ttclid=E.C.P.demo&clickid=shop_click_1",
                    "shop",
                    "Fern & Kettle",
                    "You came from a TikTok video, through a partner's link."),
            link(
                    "/casino",
                    "casino",
                    "Harbour Lights Casino, typed in",
                    "You came by yourself: see which tags are skipped, and why."));

    private static Map<String, String> link(String href, String site, String name, String words) {
        return Map.of("href", href, "site", site, "name", name, "words", words);
    }
}
