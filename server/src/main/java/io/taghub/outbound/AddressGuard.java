package io.taghub.outbound;

import io.taghub.config.Cidr;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves names for outbound connections and refuses every address that is not public, at connect time, so that neither a
 * redirect nor a name that changes its mind leads into the operator's own network.
 */
final class AddressGuard implements DnsResolver {
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

    /** Told apart from a name that does not exist. */
    static final class BlockedAddressException extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        BlockedAddressException(String host) {
            super(host + " leads to an address that is not public; network.allow_private can allow it");
        }
    }

    private final List<Cidr> allowed;
    private final DnsResolver resolver;

    /** @param resolver what names are looked up with */
    AddressGuard(Collection<String> allowed, DnsResolver resolver) {
        this.allowed = allowed.stream().map(Cidr::of).toList();
        this.resolver = resolver;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = resolver.resolve(host);
        if (!Arrays.stream(addresses).allMatch(this::mayCall)) {
            throw new BlockedAddressException(host);
        }
        return addresses;
    }

    private boolean mayCall(InetAddress address) {
        return isPublic(address) || allowed.stream().anyMatch(block -> block.contains(address));
    }

    private static boolean isPublic(InetAddress address) {
        return (address instanceof Inet4Address || PUBLIC_V6.contains(address))
                && NOT_PUBLIC.stream().noneMatch(block -> block.contains(address));
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return resolver.resolveCanonicalHostname(host);
    }
}
