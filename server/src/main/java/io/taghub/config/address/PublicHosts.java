package io.taghub.config.address;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Which addresses are the public's, and which hosts lead to no such one, as far as their names say it. */
public final class PublicHosts {
    /** The special-purpose blocks of IPv4; mapped IPv6 forms reach us as IPv4, because the JDK unwraps them. */
    private static final List<Cidr> NOT_PUBLIC = Cidr.all(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            // Teredo, ORCHID and the like; documentation; 6to4, which carries an IPv4 address; documentation again.
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20");

    /** All of IPv6 that is given out to the public; the rest, NAT64 included, is somebody's own or nobody's. */
    private static final Cidr PUBLIC_V6 = Cidr.of("2000::/3");

    /** Names that are never given out: of this machine, of a local network. */
    private static final Pattern LOCAL_NAME = Pattern.compile(
            "(?:.*\\.)?(?:localhost|localdomain|local|internal|intranet|lan|home\\.arpa|test|invalid)|[^.:]+");

    private static final Pattern OF_THIS_MACHINE = Pattern.compile("(?:.*\\.)?localhost");
    private static final Pattern LITERAL = Pattern.compile("\\[?[0-9a-f:.]*:[0-9a-f:.]*]?");

    /** An address as it is usually written; every other spelling is somebody's trick. */
    private static final Pattern QUAD = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    /** Blocks of somebody's own network or machine. */
    private static final List<Cidr> OWN = Cidr.all(
            "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7");

    /** Where clouds hand out the credentials of a machine, and names that lead nowhere. */
    private static final Cidr METADATA_V6 = Cidr.of("fd00:ec2::254/128");

    private static final Pattern NOWHERE = Pattern.compile("metadata\\..*|(?:.*\\.)?invalid"
            // An address in another spelling.
            + "|(?:0x[0-9a-f]+|\\d+)(?:\\.(?:0x[0-9a-f]+|\\d+)){0,3}");

    private PublicHosts() {}

    /** What a host is that is not the public's. */
    public sealed interface Privacy {
        /** An address in an operator's own network; the block is the address alone. */
        record Inside(String block) implements Privacy {}

        /** A name that may lead there. */
        record Named() implements Privacy {}

        /** Nothing that anybody means to call. */
        record Nowhere() implements Privacy {}
    }

    /** @param host one that {@link #isNeverCalled} */
    public static Privacy standing(String host) {
        String name = plain(host);
        boolean named = !LITERAL.matcher(name).matches()
                && !QUAD.matcher(name).matches()
                && !OF_THIS_MACHINE.matcher(name).matches();
        if (named) {
            return NOWHERE.matcher(name).matches() ? new Privacy.Nowhere() : new Privacy.Named();
        }
        InetAddress address = OF_THIS_MACHINE.matcher(name).matches() ? LOOPBACK : literal(name);
        return OWN.stream().anyMatch(block -> block.contains(address)) && !METADATA_V6.contains(address)
                ? new Privacy.Inside(address.getHostAddress() + (address instanceof Inet4Address ? "/32" : "/128"))
                : new Privacy.Nowhere();
    }

    /** Whether it is given out to the public. */
    private static boolean isPublic(InetAddress address) {
        return (address instanceof Inet4Address || PUBLIC_V6.contains(address))
                && NOT_PUBLIC.stream().noneMatch(block -> block.contains(address));
    }

    /**
     * Whether a call of this host is certain to be refused. A name is not looked up: what it leads to may change.
     *
     * @param host as it stands in an address, without a port
     * @param allowed blocks that may be called all the same
     */
    public static boolean isNeverCalled(String host, Collection<Cidr> allowed) {
        String name = plain(host);
        if (LITERAL.matcher(name).matches()) {
            return isBlocked(literal(name), allowed);
        }
        List<InetAddress> numbers = WrittenAddress.readings(name);
        if (!numbers.isEmpty()) {
            return numbers.stream().anyMatch(one -> isBlocked(one, allowed));
        }
        // Where the operator's own network may be called, its names lead there.
        return OF_THIS_MACHINE.matcher(name).matches()
                ? isBlocked(LOOPBACK, allowed) && isBlocked(InetAddress.ofLiteral("::1"), allowed)
                : LOCAL_NAME.matcher(name).matches() && allowed.isEmpty();
    }

    /** Whether it may not be called: neither given out to the public nor in a block that is allowed. */
    public static boolean isBlocked(InetAddress address, Collection<Cidr> allowed) {
        return !isPublic(address) && allowed.stream().noneMatch(block -> block.contains(address));
    }

    private static String plain(String host) {
        return host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    }

    private static InetAddress literal(String name) {
        return InetAddress.ofLiteral(name.replaceAll("[\\[\\]]", ""));
    }
}
