package io.taghub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The faults as the hub's own HTTP client meets them. */
class FaultTest {
    private static final String HOST = "trk.partner.example";

    private record Reply(int status, String retryAfter, String location, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private final FakePlatforms platforms = new FakePlatforms();
    private final CloseableHttpClient client = HttpClients.custom()
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                    .setDefaultConnectionConfig(ConnectionConfig.custom()
                            .setSocketTimeout(Timeout.ofSeconds(10))
                            .build())
                    .build())
            .build();

    @AfterEach
    void stop() throws IOException {
        client.close();
        platforms.close();
    }

    private Reply send(Timeout patience) throws IOException {
        HttpPost post = new HttpPost(platforms.sandbox.url() + "/" + HOST + "/postback?cid=c1&txid=t1&payout=5");
        post.setConfig(RequestConfig.custom().setResponseTimeout(patience).build());
        post.setEntity(new StringEntity("{}", ContentType.APPLICATION_JSON));
        return client.execute(
                post,
                response -> new Reply(
                        response.getCode(),
                        response.getHeader("Retry-After") == null
                                ? ""
                                : response.getHeader("Retry-After").getValue(),
                        response.getHeader("Location") == null
                                ? ""
                                : response.getHeader("Location").getValue(),
                        EntityUtils.toByteArray(response.getEntity())));
    }

    private Reply send() throws IOException {
        return send(Timeout.ofSeconds(10));
    }

    private void fault(String rest) {
        platforms.fault("{\"host\":\"" + HOST + "\"," + rest + "}");
    }

    private JsonNode last() {
        JsonNode all = platforms.requests(HOST);
        return all.get(all.size() - 1);
    }

    /** After a fault of one time the next request is answered well, and the conversion is counted as said. */
    private void thenAllIsWell(boolean firstWasProcessed) throws IOException {
        assertThat(platforms.conversions(HOST)).hasSize(firstWasProcessed ? 1 : 0);
        assertThat(send().status()).isEqualTo(200);
        assertThat(platforms.conversions(HOST)).hasSize(1);
        assertThat(platforms.conversions(HOST).get(0).path("received").intValue())
                .isEqualTo(firstWasProcessed ? 2 : 1);
    }

    @Test
    void status() throws IOException {
        fault("\"mode\":\"status\",\"status\":429,\"retry_after\":7,\"times\":2");

        assertThat(send().status()).isEqualTo(429);
        assertThat(send().retryAfter()).isEqualTo("7");
        assertThat(last().path("status").intValue()).isEqualTo(429);
        assertThat(last().path("fault").stringValue()).isEqualTo("status");
        thenAllIsWell(false);
    }

    @Test
    void slowIsLateButRight() throws IOException {
        fault("\"mode\":\"slow\",\"delay_ms\":300,\"times\":1");

        assertThatThrownBy(() -> send(Timeout.ofMilliseconds(50))).isInstanceOf(SocketTimeoutException.class);
        thenAllIsWell(true);
    }

    @Test
    void hangLastsUntilTheFaultIsDeleted() throws IOException {
        fault("\"mode\":\"hang\"");

        assertThatThrownBy(() -> send(Timeout.ofMilliseconds(200))).isInstanceOf(SocketTimeoutException.class);
        assertThat(last().path("status").intValue()).isZero();
        platforms.send("DELETE", "_sandbox/faults", "");
        thenAllIsWell(false);
    }

    @Test
    void resetIsATcpReset() throws IOException {
        fault("\"mode\":\"reset\",\"times\":1");

        assertThatThrownBy(this::send).isInstanceOf(SocketException.class).hasMessageContaining("reset");
        thenAllIsWell(false);
    }

    @Test
    void resetMayComeAfterThePlatformHasTakenTheRequest() throws IOException {
        fault("\"mode\":\"reset\",\"times\":1,\"processed\":true");

        assertThatThrownBy(this::send).isInstanceOf(SocketException.class);
        thenAllIsWell(true);
    }

    @Test
    void garbageIsNotJson() throws IOException {
        fault("\"mode\":\"garbage\",\"times\":1");

        assertThat(send().text()).startsWith("<html>");
        thenAllIsWell(false);
    }

    @Test
    void truncatedEndsBeforeItsLength() throws IOException {
        fault("\"mode\":\"truncated\",\"times\":1");

        assertThatThrownBy(this::send)
                .isInstanceOf(ConnectionClosedException.class)
                .hasMessageContaining("Premature");
        thenAllIsWell(true);
    }

    @Test
    void halfCloseEndsTheStreamOnly() throws IOException {
        fault("\"mode\":\"half-close\",\"times\":1,\"delay_ms\":500");

        assertThatThrownBy(this::send).isInstanceOf(ConnectionClosedException.class);
        thenAllIsWell(true);
    }

    @Test
    void wrongLengthCutsTheAnswerAndLeavesTheRestInTheConnection() throws IOException {
        fault("\"mode\":\"wrong-length\",\"times\":1");

        assertThat(send().text()).isEqualTo("O");
        assertThat(platforms.conversions(HOST)).hasSize(1);
        // The pooled connection is spoilt, as it would be with a real host; a fresh one is fine.
        assertThat(platforms.get(HOST + "/postback?cid=c1&txid=t1").body()).isEqualTo("OK");
    }

    @Test
    void redirectPointsElsewhere() throws IOException {
        fault("\"mode\":\"redirect\",\"times\":1,\"status\":307");

        Reply reply = send();

        assertThat(reply.status()).isEqualTo(307);
        assertThat(reply.location()).isEqualTo("/" + HOST + "/_redirected/postback");
        thenAllIsWell(false);
    }

    @Test
    void bigIsTwentyMegabytes() throws IOException {
        fault("\"mode\":\"big\",\"times\":1");

        assertThat(send().body()).hasSize(20 * 1024 * 1024);
        thenAllIsWell(true);
    }

    @Test
    void aFaultIsForItsHostOnlyOrForAll() {
        platforms.fault("{\"host\":\"other.example\",\"mode\":\"status\",\"status\":500}");
        assertThat(platforms.get(HOST + "/postback?cid=c1").statusCode()).isEqualTo(200);

        platforms.fault("{\"host\":\"*\",\"mode\":\"status\"}");
        assertThat(platforms.get(HOST + "/postback?cid=c1").statusCode()).isEqualTo(503);
    }

    @Test
    void aFaultNobodyKnowsIsExplained() {
        assertThat(platforms
                        .post("_sandbox/faults", "{\"host\":\"a.example\",\"mode\":\"tired\"}")
                        .body())
                .contains("status, slow, hang, reset, garbage, truncated, redirect");
        assertThat(platforms.post("_sandbox/faults", "{\"mode\":\"slow\"}").statusCode())
                .isEqualTo(400);
        assertThat(platforms
                        .post("_sandbox/faults", "{\"host\":\"a\",\"mode\":\"slow\",\"delay_ms\":\"1s\"}")
                        .body())
                .contains("delay_ms");
        assertThat(platforms.post("_sandbox/faults", "nonsense").statusCode()).isEqualTo(400);
    }

    @Test
    void closingTheSandboxDoesNotWaitForWhatHangs() {
        fault("\"mode\":\"hang\"");
        assertThatThrownBy(() -> send(Timeout.ofMilliseconds(200))).isInstanceOf(SocketTimeoutException.class);

        long before = System.nanoTime();
        platforms.sandbox.close();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(8));
    }
}
