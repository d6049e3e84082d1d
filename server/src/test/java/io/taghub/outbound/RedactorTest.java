package io.taghub.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Event;
import io.taghub.event.Person;
import io.taghub.tag.Auth;
import io.taghub.tag.Request;
import io.taghub.tag.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RedactorTest {
    private final Redactor redactor = new Redactor(Set.of("s3cret token"));

    private static Event ada() {
        Person ada = new Person(
                null, "Ada@Example.com", "+44 20 7946 0000", "Ada", null, null, null, null, null, null, null);
        return Event.named("purchase", "o-1", Instant.parse("2026-03-02T10:00:00Z"))
                .user(ada)
                .build();
    }

    @Test
    void secretsGoInEveryFormTheyStandInAnAddress() {
        assertThat(redactor.text("a=s3cret token&b=s3cret+token&c=s3cret%20token", List.of()))
                .isEqualTo("a=***&b=***&c=***");
    }

    @Test
    void personalDataGoesAlsoAsPlatformsWriteIt() {
        assertThat(redactor.text("ada@example.com ada%40example.com 442079460000 +44 20 7946 0000", List.of(ada())))
                .isEqualTo("*** *** *** ***");
    }

    @Test
    void aShortNameGoesAsAWordOnly() {
        assertThat(redactor.text("name=Ada&medium=adaptive", List.of(ada()))).isEqualTo("name=***&medium=adaptive");
    }

    /** What is added when the request is sent is shown as being there. */
    @Test
    void whatProvesTheSenderIsShownAsThere() {
        Request hook = Request.get("https://partner.example/hook").header("webhook-id", "msg-1");
        assertThat(new Redactor(Set.of(), new Auth.StandardWebhooks(new Secret("whsec_x"))).request(hook, List.of()))
                .contains("webhook-id: msg-1\n", "webhook-timestamp: ***\n", "webhook-signature: ***\n")
                .doesNotContain("whsec_");
    }

    @Test
    void nothingOfASecretIsLeftAtTheCut() {
        String text = "x".repeat(64 * 1024 - 5) + "s3cret token and more";
        assertThat(redactor.text(text, List.of())).doesNotContain("s3c");
    }
}
