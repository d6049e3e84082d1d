package io.taghub.outbound;

import io.taghub.config.address.Cidr;
import io.taghub.config.address.PublicHosts;
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
        if (Arrays.stream(addresses).anyMatch(one -> PublicHosts.isBlocked(one, allowed))) {
            throw new BlockedAddressException(host);
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return resolver.resolveCanonicalHostname(host);
    }
}
