package io.taghub.outbound;

import io.taghub.config.Cidr;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Resolves names for outbound connections and refuses every address that is not public, at connect time, so that neither a
 * redirect nor a name that changes its mind leads into the operator's own network.
 */
final class AddressGuard implements DnsResolver {
    /** IPv6 forms of IPv4 addresses reach us as IPv4: the JDK unwraps them. */
    private static final List<Cidr> NOT_PUBLIC = Cidr.all(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "::/128",
            "::1/128",
            "64:ff9b::/96",
            "2002::/16",
            "fc00::/7",
            "fe80::/10",
            "ff00::/8");

    /** Told apart from a name that does not exist. */
    static final class BlockedAddressException extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        BlockedAddressException(String host) {
            super(host + " leads to an address that is not public; network.allow_private can allow it");
        }
    }

    private final List<Cidr> allowed;

    AddressGuard(Collection<String> allowed) {
        this.allowed = allowed.stream().map(Cidr::of).toList();
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = SystemDefaultDnsResolver.INSTANCE.resolve(host);
        if (!Arrays.stream(addresses).allMatch(this::mayCall)) {
            throw new BlockedAddressException(host);
        }
        return addresses;
    }

    private boolean mayCall(InetAddress address) {
        return NOT_PUBLIC.stream().noneMatch(block -> block.contains(address))
                || allowed.stream().anyMatch(block -> block.contains(address));
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
    }
}
