package io.taghub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A cookie for {@code cookie_domain} goes to hosts in it; any other host gets one of its own, which its browser takes. */
class CookieDomainTest {
    @TempDir
    static Path folder;

    private static RunningIntake intake;

    @BeforeAll
    static void start() {
        intake = RunningIntake.configured(folder, """
                site: { domain: shop.example, prefix: x7k2qd, cookie_domain: shop.example, origins: ["https://blog.example"] }
                mode: sandbox
                tags: {}
                """);
    }

    @AfterAll
    static void stop() {
        intake.close();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // host called, Origin, Sec-Fetch-Site, X-Forwarded-Host, whether the domain is named
                "shop.example,          -,                         -,           -,                true",
                "SHOP.example:8443,     -,                         -,           -,                true",
                "www.shop.example,      https://www.shop.example,  same-origin, -,                true",
                "hub.shop.example,      https://shop.example,      same-site,   -,                true",
                "localhost:8080,        http://localhost:8080,     same-origin, -,                false",
                "127.0.0.1:8080,        -,                         -,           -,                false",
                "[::1]:8080,            -,                         -,           -,                false",
                "stats.blog.example,    https://blog.example,      same-site,   -,                false",
                "evilshop.example,      -,                         -,           -,                false",
                "shop.example.evil.com, -,                         -,           -,                false",
                // a proxy that puts its own host there
                "127.0.0.1:8080,        https://shop.example,      same-origin, -,                true",
                "backend:8080,          -,                         -,           www.shop.example, true",
                "backend:8080,          -,                         -,           'blog.example, shop.example', false",
            })
    void theDomainIsNamedWhereTheBrowserWouldTakeIt(
            String host, String origin, String fetchSite, String forwarded, boolean named) throws IOException {
        String body = "{\"v\":1,\"e\":[{\"n\":\"page_view\",\"i\":\"m1x9k2v0aaaa\"}]}";
        String answer = intake.answer("POST /x7k2qd/e HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: "
                + body.length()
                + line("Origin", origin) + line("Sec-Fetch-Site", fetchSite) + line("X-Forwarded-Host", forwarded)
                + "\r\nConnection: close\r\n\r\n" + body);
        List<String> cookies = answer.lines()
                .filter(header -> header.startsWith("Set-Cookie: _h="))
                .toList();
        assertThat(cookies).singleElement().asString().contains("; Path=/; Max-Age=33696000; ");
        assertThat(cookies.getFirst().contains("; Domain=shop.example;")).isEqualTo(named);
        assertThat(cookies.getFirst().contains("Domain=")).isEqualTo(named);
    }

    private static String line(String name, String value) {
        return value == null ? "" : "\r\n" + name + ": " + value;
    }
}
