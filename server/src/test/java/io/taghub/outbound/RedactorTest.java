package io.taghub.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Event;
import io.taghub.event.Person;
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

    @Test
    void nothingOfASecretIsLeftAtTheCut() {
        String text = "x".repeat(64 * 1024 - 5) + "s3cret token and more";
        assertThat(redactor.text(text, List.of())).doesNotContain("s3c");
    }
}
