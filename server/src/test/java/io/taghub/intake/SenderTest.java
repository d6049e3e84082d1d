package io.taghub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who posts what a page says: from which address, through whose proxy, and from which site's page. */
class SenderTest extends WithIntake {

    /** The caller of these tests is on loopback, which is trusted unless the config names other proxies. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            203.0.113.7                                | 203.0.113.7
            6.6.6.6, 203.0.113.7                       | 203.0.113.7
            203.0.113.7, 127.0.0.1                     | 203.0.113.7
            203.0.113.7, 10.0.0.5                      | 203.0.113.7
            6.6.6.6, 203.0.113.7, 192.168.1.1, 10.0.0.5 | 203.0.113.7
            203.0.113.7, 100.64.0.9                    | 203.0.113.7
            10.0.0.7, 10.0.0.5                         | 10.0.0.5
            203.0.113.7:4711                           | 203.0.113.7
            2001:db8::7                                | 2001:db8:0:0:0:0:0:7
            [2001:db8::7]:4711                         | 2001:db8:0:0:0:0:0:7
            ::ffff:203.0.113.7                         | 203.0.113.7
            unknown                                    | 127.0.0.1
            6.6.6.6, <script>                          | 127.0.0.1
            6.6.6.6,                                   | 127.0.0.1
            127.0.0.9, 127.0.0.1                       | 127.0.0.9
            """)
    void theAddressIsTheRightmostThatIsNoProxy(String forwarded, String ip) {
        intake.snippet(post(""), "X-Forwarded-For", forwarded);

        assertThat(intake.only().client())
                .isNotNull()
                .satisfies(client -> assertThat(client.ip()).isEqualTo(ip));
    }

    @Test
    void aProxyThatAddsALineOfItsOwnIsBelievedBeforeTheCaller() {
        intake.send(HttpRequest.newBuilder(intake.uri("/x7k2qd/e"))
                .header("X-Forwarded-For", "6.6.6.6")
                .header("X-Forwarded-For", "203.0.113.7")
                .POST(BodyPublishers.ofString(post(""))));

        assertThat(intake.only().client())
                .isNotNull()
                .satisfies(client -> assertThat(client.ip()).isEqualTo("203.0.113.7"));
    }

    @Test
    void aCallerThatIsNoProxyIsNotBelieved(@TempDir Path other) {
        try (RunningIntake strict = RunningIntake.in(other, "network: { trusted_proxies: [10.0.0.0/8] }\n")) {
            RunningIntake.Answer answer =
                    strict.snippet(post(""), "X-Forwarded-For", "203.0.113.7", "X-Forwarded-Proto", "https");

            assertThat(answer.cookies().getFirst()).doesNotContain("Secure");
            assertThat(strict.only().client())
                    .isNotNull()
                    .satisfies(client -> assertThat(client.ip()).isEqualTo("127.0.0.1"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            https://shop.example          | 204 | https://shop.example
            https://www.shop.example      | 204 | https://www.shop.example
            http://127.0.0.1:1            | 204 | http://127.0.0.1:1
            https://blog.example          | 204 | https://blog.example
            http://blog.example           | 403 | -
            https://evil.example          | 403 | -
            https://shop.example.evil.example | 403 | -
            https://evil.example/@shop.example | 403 | -
            https://shop_example          | 403 | -
            null                          | 403 | -
            http://[                      | 403 | -
            """)
    void onlyTheSitesOwnPagesMaySend(String origin, int status, @Nullable String allowed) {
        RunningIntake.Answer answer = intake.snippet(post(""), "Origin", origin);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(allowed);
        assertThat(answer.header("Access-Control-Allow-Credentials")).isEqualTo(allowed == null ? null : "true");
        assertThat(answer.header("Vary")).isEqualTo(allowed == null ? null : "Origin");
        assertThat(intake.store.journal().head()).isEqualTo(status == 204 ? 1 : 0);

        RunningIntake.Answer preflight = intake.send(HttpRequest.newBuilder(intake.uri("/x7k2qd/e"))
                .header("Origin", origin)
                .method("OPTIONS", BodyPublishers.noBody()));
        assertThat(preflight.status()).isEqualTo(status);
        assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo(allowed);
    }

    /** Shop systems run pixels in sandboxed frames, which have no origin of their own. */
    @Test
    void framesWithoutAnOriginMaySendWhereTheConfigSaysSo(@TempDir Path other) {
        String config = """
                site: { domain: shop.example, prefix: x7k2qd, origins: ["null"] }
                tags: {}
                """;
        try (RunningIntake sandboxed = RunningIntake.configured(other, config)) {
            RunningIntake.Answer answer = sandboxed.snippet(post(""), "Origin", "null", "Sec-Fetch-Site", "cross-site");

            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("null");
            assertThat(answer.header("Access-Control-Allow-Credentials")).isEqualTo("true");
            assertThat(sandboxed.only().clickIds().value("gclid")).isEqualTo("Cj0KCQ");
            assertThat(sandboxed
                            .snippet(post("").replace("aaaa", "bbbb"), "Origin", "https://evil.example")
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    void underAnotherPrefixThereIsNothing() {
        for (String path : List.of("/other/e", "/x7k2qd/unknown.js", "/", "/v1/other", "/x7k2qd/%2e%2e/h.js")) {
            assertThat(intake.send(HttpRequest.newBuilder(intake.uri(path)).POST(BodyPublishers.ofString(post(""))))
                            .status())
                    .as(path)
                    .isBetween(400, 404);
        }
    }
}
