package io.taghub.console;

import java.net.URI;

/**
 * The link that shows the debug overlay on the site: any page of it, with the token in the fragment, which browsers do not
 * send anywhere.
 */
public record DebugLink(String token, String url) {
    public static DebugLink of(HubView view) {
        String token = view.debugToken();
        URI demo = view.demo();
        URI site = demo == null ? view.config().site().url() : demo;
        return new DebugLink(token, site + "#th_debug=" + token);
    }
}
