package io.taghub.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PublicAddressTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            203.0.113.7                                  | 203.0.113.7
            203.0.113.7:4711                             | 203.0.113.7
            203.0.113.7, 10.0.0.1                        | 203.0.113.7
            10.0.0.1, 192.168.1.1, 203.0.113.7, 1.2.3.4  | 203.0.113.7
            unknown, 203.0.113.7                         | 203.0.113.7
            127.0.0.1,203.0.113.7:80                     | 203.0.113.7
            100.64.0.9, 203.0.113.7                      | 203.0.113.7
            172.16.9.9 203.0.113.7                       | 203.0.113.7
            for="203.0.113.7:4711"                       | 203.0.113.7
            2001:db8::7                                  | 2001:db8::7
            [2001:db8::7]                                | 2001:db8::7
            [2001:db8::7]:4711                           | 2001:db8::7
            2001:db8::7%eth0                             | 2001:db8::7
            fe80::1%eth0, fd00::1, 2001:db8::7           | 2001:db8::7
            ::ffff:203.0.113.7                           | 203.0.113.7
            """)
    void theFirstPublicOneAlone(String written, String address) {
        assertThat(PublicAddress.first(written)).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1",
                "192.168.1.1:80",
                "172.31.255.1",
                "127.0.0.1",
                "169.254.1.1",
                "100.127.0.1",
                "0.0.0.0",
                "255.255.255.255",
                "224.0.0.1",
                "::1",
                "[::1]:80",
                "::",
                "fe80::1%eth0",
                "fd12::1",
                "::ffff:10.0.0.1",
                "127.1",
                "203.0.113",
                "300.1.1.1",
                "localhost",
                "shop.example",
                "ada@example.com",
                "",
                " , ",
                "[2001:db8::7"
            })
    void aPrivateHopIsNobodys(String written) {
        assertThat(PublicAddress.first(written)).isNull();
    }
}
