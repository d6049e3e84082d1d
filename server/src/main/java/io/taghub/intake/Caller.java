package io.taghub.intake;

import io.javalin.http.Context;
import io.taghub.config.Cidr;
import io.taghub.config.HubConfig;
import java.net.InetAddress;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who really calls: forwarded headers are believed only of the operator's own proxies, and of several forwarded addresses
 * the right-most that is not one of them counts.
 */
final class Caller {
    private static final List<Cidr> LOOPBACK = Cidr.all("127.0.0.0/8", "::1/128");

    private final Context context;
    private final List<Cidr> trusted;
    private final boolean proxied;

    Caller(Context context, HubConfig config) {
        this.context = context;
        Collection<String> configured = config.network().trustedProxies();
        this.trusted = configured.isEmpty()
                ? LOOPBACK
                : configured.stream().map(Cidr::of).toList();
        this.proxied = isTrusted(context.req().getRemoteAddr());
    }

    String ip() {
        String remote = context.req().getRemoteAddr();
        String forwarded = proxied ? context.header("X-Forwarded-For") : null;
        if (forwarded == null) {
            return remote;
        }
        String[] hops = forwarded.split(",", 50);
        for (int i = hops.length - 1; i >= 0; i--) {
            String hop = hops[i].strip();
            if (!isTrusted(hop)) {
                return isAddress(hop) ? hop : remote;
            }
        }
        return hops[0].strip();
    }

    boolean secure() {
        String forwarded = proxied ? context.header("X-Forwarded-Proto") : null;
        return forwarded == null ? context.req().isSecure() : forwarded.strip().equalsIgnoreCase("https");
    }

    /** Whether the page that calls is the operator's: same host, the configured site, or a configured origin. */
    boolean fromSite(HubConfig.Site site) {
        String origin = context.header("Origin");
        if (origin == null) {
            String fetchSite = context.header("Sec-Fetch-Site");
            return fetchSite == null || !fetchSite.equals("cross-site");
        }
        String host = host(origin);
        return host != null
                && (host.equals(host("//" + context.header("Host")))
                        || host.equals(site.domain())
                        || host.equals("www." + site.domain())
                        || site.origins().contains(origin));
    }

    /** Whether the browser treats the call as cross-origin and wants to be told that it may read the answer. */
    boolean crossOrigin() {
        String origin = context.header("Origin");
        return origin != null && !authority(origin).equals(authority("//" + context.header("Host")));
    }

    private static String authority(String url) {
        try {
            return String.valueOf(URI.create(url).getAuthority());
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }

    private static @Nullable String host(String url) {
        try {
            return URI.create(url).getHost();
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    private boolean isTrusted(String address) {
        return isAddress(address) && trusted.stream().anyMatch(block -> block.contains(InetAddress.ofLiteral(address)));
    }

    private static boolean isAddress(String text) {
        try {
            InetAddress.ofLiteral(text);
            return true;
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }
}
