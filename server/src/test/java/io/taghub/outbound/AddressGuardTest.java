package io.taghub.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.taghub.chaos.ChaosSink;
import io.taghub.tag.Request;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Row 22 of the fault matrix: no tag leads into the operator's own network, however the address is written. */
class AddressGuardTest {
    private static final AddressGuard GUARD = new AddressGuard(Set.of(), SystemDefaultDnsResolver.INSTANCE);

    private static Wire wire(AddressGuard guard) {
        return new Wire(guard, 4, Instant::now);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // this machine
                "127.0.0.1",
                "127.0.0.2",
                "127.1",
                "127.0.1",
                "127.255.255.254",
                "localhost",
                "localhost.",
                "LOCALHOST",
                "0.0.0.0",
                "0",
                "0.1.2.3",
                "2130706433",
                "0x7f000001",
                "0x7f.1",
                "0x7f.0.0.1",
                "0177.0.0.1",
                "017700000001",
                "127.0.0.1.",
                "00000177.0.0.1",
                "0x7F.0X0.0x0.1",
                "ip6-localhost",
                "%31%32%37.0.0.1",
                "\uff11\uff12\uff17.0.0.1",
                "127\u30020\u30020\u30021",
                "good.example@127.0.0.1",
                "[::1]",
                "[0:0:0:0:0:0:0:1]",
                "[::]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[::127.0.0.1]",
                "[0:0:0:0:0:ffff:7f00:0001]",
                // the network around it
                "10.0.0.1",
                "10.255.255.255",
                "10.1",
                "167772161",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.0.1",
                "192.168.255.255",
                "192.168.1",
                "3232235521",
                "100.64.0.1",
                "100.127.255.254",
                "[::ffff:10.0.0.1]",
                "[fc00::1]",
                "[fd12:3456::1]",
                "[fe80::1]",
                "[fe80::1%25lo]",
                "0300.0250.0.1",
                "0xc0.0xa8.1",
                "[::ffff:192.168.0.1]",
                "[::10.0.0.1]",
                "[febf::1]",
                "[fec0::1]",
                // the cloud's metadata
                "169.254.169.254",
                "169.254.1.1",
                "2852039166",
                "0xa9fea9fe",
                "[::ffff:169.254.169.254]",
                "[::ffff:a9fe:a9fe]",
                "[fd00:ec2::254]",
                // the same by way of a translator or tunnel
                "[64:ff9b::7f00:1]",
                "[64:ff9b::a9fe:a9fe]",
                "[64:ff9b::10.0.0.1]",
                "[::ffff:0:127.0.0.1]",
                "[2002:0a00:0001::1]",
                "[64:ff9b:1::1]",
                "[2002:7f00:1::]",
                "[2002:a9fe:a9fe::]",
                "[2001::1]",
                "[2001:0:7f00:1::]",
                // nobody's
                "192.0.0.1",
                "192.0.2.1",
                "198.18.0.1",
                "198.51.100.1",
                "203.0.113.1",
                "192.88.99.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "4294967295",
                "[ff02::1]",
                "[2001:db8::1]",
                "[100::1]",
                "[3fff::1]",
                "[5f00::1]"
            })
    void noFormOfAnAddressThatIsNotPublicIsConnectedTo(String host) {
        try (ChaosSink sink = ChaosSink.start();
                Wire wire = wire(GUARD)) {
            Exchange exchange = send(wire, "http://" + host + ":" + sink.port() + "/");
            assertThat(exchange).isNotInstanceOf(Exchange.Answered.class).isNotInstanceOf(Exchange.Unknown.class);
            assertThat(sink.connections()).isZero();
        }
    }

    private static Exchange send(Wire wire, String url) {
        URI address;
        try {
            address = URI.create(url);
        } catch (IllegalArgumentException noAddress) {
            return new Exchange.Malformed("");
        }
        return wire.send(new Request("GET", address, Map.of(), null), address, Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1"})
    void publicAddressesPass(String address) throws UnknownHostException {
        assertThat(GUARD.resolve(address)).hasSize(1);
    }

    @Test
    void aBlockedAddressIsToldApartFromOneThatDoesNotExist() {
        try (Wire wire = wire(GUARD)) {
            assertThat(send(wire, "http://127.0.0.1:9/")).isInstanceOf(Exchange.Blocked.class);
            assertThat(send(wire, "http://no-such-host.invalid/")).isInstanceOf(Exchange.Unreachable.class);
        }
    }

    /** Public at the first look, the operator's own at the second. */
    private static final class Flipping implements DnsResolver {
        private final AtomicInteger looks = new AtomicInteger();

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            return new InetAddress[] {
                InetAddress.getByName(looks.getAndIncrement() == 0 ? "93.184.216.34" : "127.0.0.1")
            };
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    @Test
    void aNameThatChangesItsMindIsFoundOutAtEveryLook() throws UnknownHostException {
        AddressGuard guard = new AddressGuard(Set.of(), new Flipping());
        assertThat(guard.resolve("rebind.example")).hasSize(1);
        assertThatThrownBy(() -> guard.resolve("rebind.example"))
                .isInstanceOf(AddressGuard.BlockedAddressException.class);
        try (ChaosSink sink = ChaosSink.start();
                Wire wire = wire(guard)) {
            assertThat(send(wire, "http://rebind.example:" + sink.port() + "/")).isInstanceOf(Exchange.Blocked.class);
            assertThat(sink.connections()).isZero();
        }
    }

    @Test
    void oneBadAddressAmongGoodOnesSpoilsTheName() {
        DnsResolver mixed = new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                return new InetAddress[] {InetAddress.getByName("1.1.1.1"), InetAddress.getByName("10.0.0.1")};
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
        assertThatThrownBy(() -> new AddressGuard(Set.of(), mixed).resolve("mixed.example"))
                .isInstanceOf(AddressGuard.BlockedAddressException.class);
    }

    @Test
    void aRedirectToTheMetadataServiceIsHandedBackAndNotFollowed() {
        try (ChaosSink sink = ChaosSink.start();
                Wire wire = wire(new AddressGuard(List.of("127.0.0.0/8"), SystemDefaultDnsResolver.INSTANCE))) {
            sink.always(ChaosSink.redirect("http://169.254.169.254/latest/meta-data/"));
            assertThat(send(wire, sink.url("/").toString()))
                    .isInstanceOfSatisfying(
                            Exchange.Answered.class,
                            answered -> assertThat(answered.response().status()).isEqualTo(302));
        }
    }
}
