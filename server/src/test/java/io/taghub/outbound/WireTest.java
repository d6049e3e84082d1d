package io.taghub.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.chaos.ChaosSink;
import io.taghub.chaos.Mode;
import io.taghub.tag.Auth;
import io.taghub.tag.Request;
import io.taghub.tag.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Row 10 of the fault matrix: what a platform can answer, and what it cannot do to us. */
class WireTest {
    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
    private final ChaosSink sink = ChaosSink.start();
    private Outbound outbound;

    @BeforeEach
    void open() {
        outbound = new Outbound(new Auth.None(), Set.of(), null, List.of("127.0.0.0/8"), 17, () -> NOW);
    }

    @AfterEach
    void close() {
        outbound.close();
        sink.close();
    }

    private Exchange send() {
        return outbound.send(new Request("POST", sink.url("/a"), Map.of(), "{}".getBytes(StandardCharsets.UTF_8)));
    }

    private Exchange send(Mode mode) {
        sink.next(mode);
        return send();
    }

    private static Response answer(Exchange exchange) {
        assertThat(exchange).isInstanceOf(Exchange.Answered.class);
        return ((Exchange.Answered) exchange).response();
    }

    @Test
    void whatComesBackBrokenIsUnknown() {
        assertThat(List.of(new Mode.Garbage(), new Mode.Truncated(), new Mode.HalfClose(), ChaosSink.reset()))
                .allSatisfy(mode -> assertThat(send(mode)).isInstanceOf(Exchange.Unknown.class));
    }

    @Test
    void whatNeverLeftIsUnreachable() {
        sink.down();
        assertThat(send()).isInstanceOf(Exchange.Unreachable.class);
    }

    @Test
    void aServerThatDoesNotSpeakTlsGotNothing() {
        Exchange exchange = outbound.send(Request.get("https://127.0.0.1:" + sink.port() + "/"));
        assertThat(exchange).isInstanceOf(Exchange.Unreachable.class);
    }

    @Test
    void whatIsNoRequestIsToldApart() {
        assertThat(outbound.send(
                        new Request("POST", sink.url("/"), Map.of("Content-Type", "a;charset=nope"), new byte[1])))
                .isInstanceOf(Exchange.Malformed.class);
        assertThat(outbound.send(new Request("GET", URI.create("http:///path"), Map.of(), null)))
                .isInstanceOf(Exchange.Malformed.class);
    }

    @Test
    void ofAnAnswerOf20MegabytesAQuarterOfOneIsRead() {
        assertThat(answer(send(new Mode.Huge(20_000_000))).body()).hasSize(Wire.MAX_ANSWER);
        assertThat(answer(send()).text()).isEqualTo("{\"ok\":true}");
    }

    @Test
    void bytesThatSayTheyAreGzipAreLeftAsTheyAre() {
        assertThat(answer(send(new Mode.BadEncoding())).status()).isEqualTo(200);
    }

    @Test
    void retryAfterIsSecondsOrADateByThePlatformsOwnClock() {
        assertThat(answer(send(ChaosSink.tooMany(Duration.ofSeconds(120)))).retryAfter())
                .isEqualTo(Duration.ofSeconds(120));
        var date = ChaosSink.status(503).header("Retry-After", "Mon, 02 Mar 2026 10:05:00 GMT");
        assertThat(answer(send(date)).retryAfter()).isEqualTo(Duration.ofMinutes(5));
        assertThat(answer(send(date.header("Date", "Mon, 02 Mar 2026 10:04:00 GMT")))
                        .retryAfter())
                .isEqualTo(Duration.ofMinutes(1));
        assertThat(answer(send(ChaosSink.status(503).header("Retry-After", "soon")))
                        .retryAfter())
                .isNull();
    }

    @Test
    void whereThereIsNoRetryAfterTheEndOfALimitIsTheVendorsOwnHeader() {
        var reset = ChaosSink.status(429)
                .header("x-rate-limit-reset", "" + NOW.plusSeconds(90).getEpochSecond());
        assertThat(answer(send(reset)).retryAfter()).isEqualTo(Duration.ofSeconds(90));
        assertThat(answer(send(reset.header(
                                "x-account-rate-limit-reset",
                                "" + NOW.plusSeconds(300).getEpochSecond())))
                        .retryAfter())
                .isEqualTo(Duration.ofMinutes(5));
        assertThat(answer(send(reset.header("Retry-After", "7"))).retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(answer(send(ChaosSink.status(503)
                                .header(
                                        "x-rate-limit-reset",
                                        "" + NOW.plusSeconds(90).getEpochSecond())))
                        .retryAfter())
                .isNull();
        assertThat(answer(send(ChaosSink.status(429).header("x-rate-limit-reset", "1700000000")))
                        .retryAfter())
                .isNull();
    }

    @Test
    void thousandsOfBadAnswersLeaveNothingBehind() throws Exception {
        List<Mode> modes = List.of(
                new Mode.Garbage(),
                new Mode.Truncated(),
                new Mode.BadEncoding(),
                ChaosSink.reset(),
                ChaosSink.status(500),
                new Mode.WrongLength());
        sink.always(request ->
                request.number() % 1000 == 0 ? new Mode.Huge(20_000_000) : modes.get(request.number() % modes.size()));
        try (var threads = Executors.newFixedThreadPool(16)) {
            List<Callable<Exchange>> all = IntStream.range(0, 3_000)
                    .<Callable<Exchange>>mapToObj(i -> this::send)
                    .toList();
            threads.invokeAll(all);
        }
        sink.always(ChaosSink.ok());
        // Had a connection leaked for each, the seventeen would be gone.
        for (int i = 0; i < 40; i++) {
            Exchange last = send();
            assertThat(last).isNotInstanceOf(Exchange.Unreachable.class);
        }
        assertThat(answer(send()).status()).isEqualTo(200);
        assertThat(sink.open()).isLessThanOrEqualTo(17);
    }
}
