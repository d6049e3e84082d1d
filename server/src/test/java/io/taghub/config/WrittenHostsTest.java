package io.taghub.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.config.address.Cidr;
import io.taghub.config.address.PublicHosts;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts that check knows to be refused, in whatever form a resolver would take them. */
class WrittenHostsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.1",
                "127.0.1",
                "2130706433",
                "0x7f000001",
                "0x7f.0.0.1",
                "0X7F.1",
                "0177.0.0.1",
                "017700000001",
                "127.000.000.001",
                "10.1",
                "012.1",
                "0300.0250.0.1",
                "0251.0376.0251.0376",
                "169.254.43518",
                "0",
                "[::1]",
                "[::ffff:10.0.0.1]"
            })
    void theseAreNotPublic(String host) {
        assertThat(PublicHosts.isNeverCalled(host, List.of())).isTrue();
        assertThat(PublicHosts.isNeverCalled(host, Cidr.all("203.0.113.0/24"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "8.8.2056",
                "12.1",
                "trk.partner.example",
                "1.2.3.4.5.example",
                "300.1.1.1",
                "0x.example"
            })
    void theseMayBe(String host) {
        assertThat(PublicHosts.isNeverCalled(host, List.of())).isFalse();
    }
}
