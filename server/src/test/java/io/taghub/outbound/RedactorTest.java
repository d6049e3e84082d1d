package io.taghub.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.config.ConfigReader;
import io.taghub.config.Loaded;
import io.taghub.event.Event;
import io.taghub.event.Person;
import io.taghub.hub.Configs;
import io.taghub.tag.Request;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
    void anOperatorsOwnAddressIsNoVisitors() {
        Loaded loaded = ConfigReader.parse("""
                site: { domain: shop.example }
                tags:
                  p: { type: postback, url: "https://93.184.216.34:8443/pb?cid={{ click.id | required }}", click_id: cid, when: [ftd] }
                """, "taghub.yaml", Path.of("/nowhere"), name -> null, Configs.types());
        Redactor own = Redactor.of(((Loaded.Valid) loaded).config().tags().get("p"));
        Request request =
                new Request("GET", URI.create("https://93.184.216.34:8443/pb?cid=1&ip=198.51.100.23"), Map.of(), null);
        assertThat(own.request(request, List.of())).startsWith("GET https://93.184.216.34:8443/pb?cid=1&ip=");
        assertThat(own.request(request, List.of())).doesNotContain("198.51.100.23");
        assertThat(own.text("93.184.216.34 does not answer 198.51.100.23", List.of()))
                .startsWith("93.184.216.34 does not answer")
                .doesNotContain("198.51.100.23");
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
