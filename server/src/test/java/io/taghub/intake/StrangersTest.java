package io.taghub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.taghub.listener.Listener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** Who is slow, rude or lying is told so, is counted, holds nothing and writes nothing into the log. */
class StrangersTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String POST = "POST /x7k2qd/e HTTP/1.1\r\nHost: shop.example\r\n";
    private static final String GOOD = "POST /v1/events HTTP/1.1\r\nHost: shop.example\r\nAuthorization: Bearer "
            + RunningIntake.KEY + "\r\nContent-Length: 15\r\n\r\n{\"name\":\"lead\"}";

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @TempDir
    Path folder;

    @BeforeEach
    void listen() {
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void nothingWasLogged() {
        root.detachAppender(log);
        assertThat(log.list).isEmpty();
    }

    private static Socket open(RunningIntake intake, String first) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), intake.port());
        socket.setSoTimeout(20_000);
        send(socket, first);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The status line; null where the hub hung up. */
    private static String status(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }

    private static double refused(RunningIntake intake, String reason) {
        return intake.meters
                .get("taghub.http.refused")
                .tag("listener", "public")
                .tag("reason", reason)
                .counter()
                .count();
    }

    /** The idle timeout would not end these within the test. */
    @ParameterizedTest
    @MethodSource
    void aHeadHasADeadline(String begun) throws IOException {
        try (var intake = RunningIntake.in(folder, "127.0.0.1", new Listener(SHORT, LONG, 0));
                Socket slow = open(intake, begun)) {
            assertThat(status(slow)).isEqualTo("HTTP/1.1 408 Request Timeout");
            assertThat(refused(intake, "slow_headers")).isEqualTo(1);
        }
    }

    static Stream<String> aHeadHasADeadline() {
        return Stream.of("POS", POST, POST + "X-A: b\r\nX-B", "\r\n\r\n\r\n\r\n");
    }

    @Test
    void betweenTwoRequestsThereIsTime() throws IOException {
        try (var intake = RunningIntake.in(folder, "127.0.0.1", new Listener(SHORT, LONG, 0));
                Socket kept = open(intake, GOOD)) {
            assertThat(status(kept)).isEqualTo("HTTP/1.1 200 OK");
            try (Socket slow = open(intake, "POS")) {
                assertThat(status(slow)).isEqualTo("HTTP/1.1 408 Request Timeout");
            }
            // The deadline has passed for the kept connection as well.
            send(kept, GOOD);
            assertThat(status(kept)).isEqualTo("HTTP/1.1 200 OK");
            // And now a part of a request, after one that was whole.
            send(kept, "POST /v1");
            assertThat(status(kept)).isEqualTo("HTTP/1.1 408 Request Timeout");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Content-Length: 5000       | {"v":1
            Transfer-Encoding: chunked | 6~{"v":1
            Transfer-Encoding: chunked | 6
            """)
    void aBodyThatDoesNotComeIs408(String header, String part) throws IOException {
        try (var intake = RunningIntake.in(folder, "127.0.0.1", new Listener(LONG, SHORT, 0));
                Socket slow = open(intake, POST + header + "\r\n\r\n" + part.replace("~", "\r\n"))) {
            assertThat(status(slow)).isEqualTo("HTTP/1.1 408 Request Timeout");
            assertThat(refused(intake, "slow_body")).isEqualTo(1);
        }
    }

    /** A body that was announced may take longer than a head; it is read at its own pace. */
    @Test
    void aBodyIsNoHead() throws IOException {
        try (var intake = RunningIntake.in(folder, "127.0.0.1", new Listener(SHORT, LONG, 0));
                Socket careful = open(
                        intake,
                        GOOD.replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n")
                                .split("\\{")[0])) {
            assertThat(status(careful)).isEqualTo("HTTP/1.1 100 Continue");
            try (Socket slow = open(intake, "POS")) {
                assertThat(status(slow)).isEqualTo("HTTP/1.1 408 Request Timeout");
            }
            send(careful, "{\"name\":\"lead\"}");
            assertThat(status(careful)).isIn("", "HTTP/1.1 200 OK");
            assertThat(intake.newest().name()).isEqualTo("lead");
        }
    }

    @Test
    void aCrowdLosesItsOldestAndTheOthersAreServed() throws IOException {
        List<Socket> crowd = new ArrayList<>();
        try (var intake = RunningIntake.in(folder, "127.0.0.1", new Listener(LONG, LONG, 16))) {
            for (int i = 0; i < 60; i++) {
                crowd.add(open(intake, i % 2 == 0 ? "" : "POS"));
            }
            try (Socket good = open(intake, GOOD)) {
                assertThat(status(good)).isEqualTo("HTTP/1.1 200 OK");
            }
            assertThat(crowd.getFirst().getInputStream().read()).isEqualTo(-1);
            assertThat(refused(intake, "too_many_connections")).isGreaterThanOrEqualTo(44);
        } finally {
            for (Socket one : crowd) {
                one.close();
            }
        }
    }

    @Test
    void noiseIsAnsweredInALine() throws IOException {
        try (var intake = RunningIntake.in(folder, "127.0.0.1", new Listener(LONG, LONG, 0))) {
            for (Noise noise : noises()) {
                assertThat(intake.raw(noise.request)).as(noise.request).startsWith(noise.answer);
            }
        }
    }

    private record Noise(String request, String answer) {}

    private static List<Noise> noises() {
        return List.of(
                new Noise("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003", "HTTP/1.1 400"),
                new Noise("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "HTTP/1.1 4"),
                new Noise("GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 400"),
                new Noise("GET /x7k2qd/..%2f..%00 HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 400"),
                new Noise("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "HTTP/1.1 400"),
                new Noise("GET / HTTP/1.1\r\nHost: a\r\nX: " + "y".repeat(20_000) + "\r\n\r\n", "HTTP/1.1 431"),
                new Noise(POST + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "HTTP/1.1 400"),
                new Noise(POST + "Transfer-Encoding: chunked\r\n\r\nzz\r\nq", "HTTP/1.1 400"),
                new Noise(POST + "Content-Length: 5000\r\n\r\n{\"v\"", "HTTP/1.1 400"),
                new Noise(POST + "Content-Length: 500000000\r\n\r\n{}", "HTTP/1.1 413"),
                new Noise("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 40"),
                new Noise("BEFORE /x7k2qd/e HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 404"));
    }

    @Test
    void whoHangsUpInTheMiddleIsNotAnError() throws IOException {
        try (var intake = RunningIntake.in(folder, "127.0.0.1", new Listener(LONG, LONG, 0))) {
            for (String begun : List.of(
                    POST + "Content-Length: 5000\r\n\r\n{\"v\"", "GET /x7k2qd/h.js HTTP/1.1\r\nHost: a\r\n\r\n")) {
                try (Socket rude = open(intake, begun)) {
                    rude.setSoLinger(true, 0);
                }
            }
            assertThat(intake.raw(GOOD)).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    @Test
    void aRequestIsWhatItsFirstLineSays() throws IOException {
        try (var intake = RunningIntake.in(folder)) {
            for (String override : List.of("X-HTTP-Method-Override", "x-http-method-override", "X-Method-Override")) {
                assertThat(overridden(intake, "GET", override, "POST")).contains("405");
                assertThat(overridden(intake, "PUT", override, "POST")).contains("405");
                assertThat(overridden(intake, "HEAD", override, "POST")).contains("40");
                assertThat(intake.store.journal().latest(1)).isEmpty();
            }
            assertThat(overridden(intake, "POST", "X-HTTP-Method-Override", "GET"))
                    .contains("200");
            assertThat(overridden(intake, "POST", "X-HTTP-Method-Override", "DELETE"))
                    .contains("200");
        }
    }

    private static String overridden(RunningIntake intake, String method, String header, String as) throws IOException {
        return intake.raw(GOOD.replace("POST", method).replace("Host:", header + ": " + as + "\r\nHost:"));
    }

    /** What a proxy would say, said by somebody who is none. */
    @Test
    void forwardedHeadersOfAPeerThatIsNoProxyAreNotBelieved() throws IOException {
        try (var intake = RunningIntake.in(folder, "0.0.0.0", Listener.USUAL)) {
            List<InetAddress> own = NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .toList();
            for (InetAddress address : own) {
                try (Socket stranger = new Socket(address, intake.port(), address, 0)) {
                    String body = "{\"e\":[{\"n\":\"lead\",\"i\":\"from-" + plain(address) + "\"}]}";
                    send(
                            stranger,
                            POST
                                    + "X-Forwarded-For: 203.0.113.7\r\nForwarded: for=203.0.113.7\r\nX-Real-IP: 203.0.113.7\r\n"
                                    + "X-Forwarded-Proto: https\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n"
                                    + "Content-Length: " + body.length() + "\r\n\r\n" + body);
                    String answer = new String(stranger.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                    assertThat(answer)
                            .startsWith("HTTP/1.1 204")
                            .contains("Set-Cookie")
                            .doesNotContain("Secure");
                }
                assertThat(intake.newest().client().ip()).isEqualTo(plain(address));
            }
        }
    }

    private static String plain(InetAddress address) {
        return address instanceof Inet4Address
                ? address.getHostAddress()
                : address.getHostAddress().split("%")[0];
    }
}
