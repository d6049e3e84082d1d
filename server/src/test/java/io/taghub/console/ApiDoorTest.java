package io.taghub.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may call the console: what is on this machine, and no page of another site. */
final class ApiDoorTest extends ConsoleApi {
    @ParameterizedTest
    @CsvSource({
        "evil.example, , 1, 403",
        "127.0.0.1.evil.example, , 1, 403",
        "localhost:PORT, , 1, 204",
        "[::1]:PORT, , 1, 204",
        "127.0.0.1:PORT, http://127.0.0.1:PORT, 1, 204",
        "127.0.0.1:PORT, http://127.0.0.1:PORT, , 403",
        "127.0.0.1:PORT, http://evil.example, 1, 403",
        "127.0.0.1:PORT, null, 1, 403",
        "127.0.0.1:PORT, http://127.0.0.1:1, 1, 403",
        "127.0.0.1:PORT, , , 403",
    })
    void writesComeFromTheConsoleItselfOrFromNoBrowser(String host, String origin, String header, int status)
            throws Exception {
        String port = String.valueOf(console.port());
        assertThat(raw("POST /api/tags/ga4/resume HTTP/1.1\r\nHost: " + host.replace("PORT", port) + "\r\n"
                        + (origin == null ? "" : "Origin: " + origin.replace("PORT", port) + "\r\n")
                        + (header == null ? "" : "X-TagHub: " + header + "\r\n")
                        + "Content-Length: 0\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status);
        assertThat(story.hub.calls.isEmpty()).isEqualTo(status != 204);
    }

    /** No header and no parameter makes of a request something else than its first line says. */
    @ParameterizedTest
    @CsvSource({
        "GET, X-HTTP-Method-Override: %s",
        "GET, x-http-method-override: %s",
        "HEAD, X-HTTP-Method-Override: %s",
        "GET, X-HTTP-Method: %s",
        "GET, X-Method-Override: %s",
        "GET, Content-Type: application/x-www-form-urlencoded",
    })
    void aReadStaysARead(String method, String header) throws Exception {
        for (String write : List.of(
                "POST /api/tags/ga4/resume", "POST /api/replay", "DELETE /api/subjects/u-1", "POST /api/test/clock")) {
            String[] parts = write.split(" ");
            assertThat(raw(method + " " + parts[1] + "?_method=" + parts[0] + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                            + header.formatted(parts[0]) + "\r\nX-TagHub: 1\r\nConnection: close\r\n\r\n"))
                    .as(write)
                    .startsWith("HTTP/1.1 404");
            assertThat(raw(method + " / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Original-URL: " + parts[1]
                            + "\r\nX-Rewrite-URL: " + parts[1] + "\r\n" + header.formatted(parts[0])
                            + "\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200");
        }
        assertThat(story.hub.calls).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            GET     | Origin: http://evil.example                                                              | 403
            GET     | Origin: null                                                                             | 403
            GET     | Sec-Fetch-Site: cross-site                                                               | 403
            GET     | Sec-Fetch-Site: same-site                                                                | 403
            GET     | Sec-Fetch-Site: cross-site;Sec-Fetch-Mode: navigate;Sec-Fetch-Dest: iframe               | 403
            GET     | Sec-Fetch-Site: cross-site;Sec-Fetch-Mode: navigate;Sec-Fetch-Dest: document             | 200
            GET     | Sec-Fetch-Site: same-origin                                                              | 200
            GET     | Sec-Fetch-Site: none;Sec-Fetch-Mode: navigate;Sec-Fetch-Dest: document                   | 200
            GET     | X-Forwarded-Host: evil.example;X-Forwarded-For: 203.0.113.7;Forwarded: for=203.0.113.7   | 200
            GET     | Sec-Fetch-Mode: cors                                                                     | 200
            OPTIONS | Origin: http://evil.example;Access-Control-Request-Method: DELETE                        | 403
            TRACE   | X-Nothing: 1                                                                             | 403
            BEFORE  | X-Nothing: 1                                                                             | 403
            POST    | Sec-Fetch-Site: same-origin;Content-Length: 0;X-TagHub: 1                                | 403
            POST    | Sec-Fetch-Site: cross-site;Content-Length: 0;X-TagHub: 1                                 | 403
            """)
    void otherPagesScriptsAreKeptAway(String method, String headers, int status) throws Exception {
        assertThat(raw(method + " /api/events HTTP/1.1\r\nHost: localhost:" + console.port() + "\r\n"
                        + headers.replace(";", "\r\n") + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n",
                "GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1\r\n",
                "GET / HTTP/1.1\r\nHost: 127.0.0.1@evil.example\r\n",
                "GET / HTTP/1.1\r\nHost: localhost.\r\n",
                "GET / HTTP/1.1\r\nHost: 0.0.0.0\r\n",
                "GET / HTTP/1.1\r\nHost: 2130706433\r\n",
                "GET / HTTP/1.1\r\nX-Forwarded-Host: localhost\r\nHost: evil.example\r\n",
                "GET / HTTP/1.1\r\n",
                "GET / HTTP/1.0\r\n",
            })
    void anotherNameIsNoWayIn(String request) throws Exception {
        assertThat(raw(request + "Connection: close\r\n\r\n")).containsPattern("HTTP/1\\.[01] (400|403)");
    }

    @Test
    void theConsoleIsOnThisMachineAlone() throws Exception {
        for (InetAddress other : otherAddresses()) {
            assertThatThrownBy(() -> new Socket(other, console.port()).close())
                    .as(other.toString())
                    .isInstanceOf(IOException.class);
        }
    }

    private static List<InetAddress> otherAddresses() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .toList();
    }

    @Test
    void aCrossSitePageMayNotMoveTheClockEither() throws Exception {
        assertThat(error(
                        send(request("/api/test/clock")
                                .header("Origin", "http://evil.example")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"advance\":\"P9D\"}"))),
                        403))
                .contains("not the console's");
    }

    @Test
    void everyAnswerCarriesTheHeadersThatKeepPagesApart() throws Exception {
        for (String path : List.of("/", "/tags", "/api/events", "/nowhere", "/api/nowhere", "/assets/console.js")) {
            var headers = get(path).headers();
            assertThat(headers.firstValue("Content-Security-Policy"))
                    .as(path)
                    .hasValueSatisfying(csp ->
                            assertThat(csp).startsWith("default-src 'none'").doesNotContain("unsafe"));
            assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
        }
        assertThat(get("/nowhere").body()).contains("There is nothing here.");
        assertThat(get("/assets/..%2fevents.html").statusCode()).isEqualTo(404);
        assertThat(get("/assets/layout.html").statusCode()).isEqualTo(404);
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), console.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
        }
    }
}
