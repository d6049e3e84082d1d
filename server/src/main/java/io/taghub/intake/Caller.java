package io.taghub.intake;

import io.javalin.http.Context;
import io.taghub.config.HubConfig;
import io.taghub.config.address.Cidr;
import io.taghub.text.PublicAddress;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who really calls: forwarded headers are believed only of the operator's own proxies, and of several forwarded addresses
 * the right-most that is public and not one of them counts.
 */
public final class Caller {
    private static final List<Cidr> LOOPBACK = Cidr.all("127.0.0.0/8", "::1/128");

    private final Context context;
    private final List<Cidr> trusted;
    private final String remote;
    private final boolean proxied;

    public Caller(Context context, HubConfig config) {
        this.context = context;
        Collection<String> configured = config.network().trustedProxies();
        this.trusted = configured.isEmpty()
                ? LOOPBACK
                : configured.stream().map(Cidr::of).toList();
        InetAddress peer = address(context.req().getRemoteAddr());
        // Jetty writes IPv6 in brackets, which no platform takes; an interface's name after it is this machine's.
        this.remote = peer == null
                ? context.req().getRemoteAddr()
                : peer.getHostAddress().split("%", 2)[0];
        this.proxied = peer != null && isTrusted(peer);
    }

    public String ip() {
        if (!proxied) {
            return remote;
        }
        // A proxy may append to the header it got or add a line of its own.
        String[] hops = String.join(",", Collections.list(context.req().getHeaders("X-Forwarded-For")))
                .split(",", -1);
        String farthest = remote;
        boolean found = false;
        for (int i = hops.length - 1; i >= 0; i--) {
            InetAddress hop = address(withoutPort(hops[i].strip()));
            if (hop == null) {
                return farthest;
            }
            boolean visitor = !isTrusted(hop);
            if (visitor && PublicAddress.isPublic(hop)) {
                return hop.getHostAddress();
            }
            // A private hop is the visitor only where no public one stands before it.
            farthest = found ? farthest : hop.getHostAddress();
            found |= visitor;
        }
        return farthest;
    }

    /** {@code 203.0.113.7:4711} and {@code [2001:db8::7]:4711}, as some load balancers write it. */
    private static String withoutPort(String hop) {
        if (hop.startsWith("[")) {
            int end = hop.indexOf(']');
            return end < 0 ? hop : hop.substring(1, end);
        }
        int colon = hop.indexOf(':');
        return colon > 0 && colon == hop.lastIndexOf(':') && hop.indexOf('.') > 0 ? hop.substring(0, colon) : hop;
    }

    public boolean secure() {
        String forwarded = proxied ? context.header("X-Forwarded-Proto") : null;
        return forwarded == null ? context.req().isSecure() : forwarded.strip().equalsIgnoreCase("https");
    }

    /** Whether the page that calls is the operator's: same host, the configured site, or a configured origin. */
    public boolean fromSite(HubConfig.Site site) {
        String origin = context.header("Origin");
        if (origin == null) {
            String fetchSite = context.header("Sec-Fetch-Site");
            return fetchSite == null || !fetchSite.equals("cross-site");
        }
        return site.origins().contains(origin) || isSite(origin, site);
    }

    /** Whether an address is the operator's: the host that was called or the configured one, whatever the port. */
    public boolean isSite(String url, HubConfig.Site site) {
        String host = host(url);
        return !host.isEmpty()
                && (host.equals(host("//" + context.header("Host")))
                        || host.equals(site.domain())
                        || host.equals("www." + site.domain()));
    }

    /** Whether the browser treats the call as cross-origin and wants to be told that it may read the answer. */
    boolean crossOrigin() {
        String origin = context.header("Origin");
        return origin != null && !authority(origin).equals(authority("//" + context.header("Host")));
    }

    /** Not by {@link java.net.URI}, which knows no host with an underscore in it. Empty where there is none. */
    public static String host(String url) {
        String authority = authority(url);
        int port = authority.lastIndexOf(':');
        return port > authority.lastIndexOf(']') ? authority.substring(0, port) : authority;
    }

    private static String authority(String url) {
        int start = url.indexOf("//");
        if (start < 0) {
            return "";
        }
        String rest = url.substring(start + 2);
        String authority = rest.split("[/?#\\\\]", 2)[0];
        return authority.substring(authority.indexOf('@') + 1).toLowerCase(Locale.ROOT);
    }

    private boolean isTrusted(InetAddress address) {
        return trusted.stream().anyMatch(block -> block.contains(address));
    }

    /** Null where the text is no address. */
    private static @Nullable InetAddress address(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException notAnAddress) {
            return null;
        }
    }
}
