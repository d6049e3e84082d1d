package io.taghub.text;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the visitor's address in what proxies and log files make of one: with a port, in brackets, among other hops. */
public final class PublicAddress {
    /** The JDK also takes 127.1 and names of interfaces. */
    private static final Pattern LITERAL = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9A-Fa-f.:]*:[0-9A-Fa-f.:]*");

    private static final Pattern BETWEEN = Pattern.compile("[,;\\s]+");

    private PublicAddress() {}

    /** The first public address of a list, alone; null where there is none, for a private hop is nobody's. */
    public static @Nullable String first(String written) {
        for (String hop : BETWEEN.split(written)) {
            String literal = literal(hop);
            InetAddress address = literal == null ? null : parsed(literal);
            if (literal != null && address != null && isPublic(address)) {
                // ::ffff:203.0.113.7 is an IPv4 address in IPv6 dress.
                return address instanceof Inet4Address ? address.getHostAddress() : literal;
            }
        }
        return null;
    }

    /** {@code 203.0.113.7:4711}, {@code [2001:db8::7]:4711}, {@code fe80::1%eth0}, {@code for="203.0.113.7"} bare. */
    private static @Nullable String literal(String hop) {
        String bare = hop.replace("\"", "");
        bare = bare.regionMatches(true, 0, "for=", 0, 4) ? bare.substring(4) : bare;
        if (bare.startsWith("[")) {
            int end = bare.indexOf(']');
            bare = end < 0 ? "" : bare.substring(1, end);
        } else if (bare.indexOf('.') > 0 && bare.indexOf(':') == bare.lastIndexOf(':') && bare.indexOf(':') > 0) {
            bare = bare.substring(0, bare.indexOf(':'));
        }
        int zone = bare.indexOf('%');
        bare = zone < 0 ? bare : bare.substring(0, zone);
        int prefix = bare.indexOf('/');
        bare = prefix < 0 ? bare : bare.substring(0, prefix);
        return LITERAL.matcher(bare).matches() ? bare : null;
    }

    private static @Nullable InetAddress parsed(String literal) {
        try {
            return InetAddress.ofLiteral(literal);
        } catch (IllegalArgumentException notAnAddress) {
            return null;
        }
    }

    /** Whether it may be a visitor's: not this machine's, nor of a network behind a router or a carrier's gateway. */
    public static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        boolean shared = bytes.length == 4
                ? first == 0
                        || first >= 240
                        || (first == 100 && second >= 64 && second < 128)
                        || (first == 198 && (second == 18 || second == 19))
                        || (first == 192 && second == 0 && bytes[2] == 0)
                : (first & 0xfe) == 0xfc;
        return !(shared
                || address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress());
    }
}
