package io.taghub.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A site that knows one address finds each test's hub there, and each test has its own all the same. */
@Often
final class FixedPortTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    /** Below those that are handed out to whoever asks for any. */
    private static final int PORT = 20_000 + (int) (ProcessHandle.current().pid() % 10_000);

    @RegisterExtension
    static final TaghubExtension hub = new TaghubExtension(
            TestConfig.resource("shop.yaml").startingAt(NOON).port(PORT));

    @Test
    void oneTest() {
        isAlone();
    }

    @Test
    void another() {
        isAlone();
    }

    private static void isAlone() {
        assertThat(hub.origin()).isEqualTo("http://127.0.0.1:" + PORT);
        assertThat(hub.now()).isBefore(NOON.plus(Duration.ofHours(1)));
        hub.backend()
                .send("{\"name\":\"ftd\",\"id\":\"dep-1\",\"user\":{\"id\":\"ada\"},\"value\":5,\"currency\":\"EUR\"}");
        hub.expectOnce("meta-main", "ftd");
        hub.advance(Duration.ofDays(9));
    }
}
