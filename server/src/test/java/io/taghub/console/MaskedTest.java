package io.taghub.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Client;
import io.taghub.event.Event;
import io.taghub.event.Page;
import io.taghub.personal.Mask;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing personal is shown, wherever in an event it hides. */
final class MaskedTest {

    @ParameterizedTest
    @CsvSource({
        "203.0.113.77, 203.0.113.0",
        "2001:db8:85a3:8d3:1319:8a2e:370:7348, 2001:db8:85a3::",
        "2001:db8::7348, 2001:db8::",
        "::1, ::",
        "::ffff:203.0.113.77, ::",
        "not an address, ***",
    })
    void anAddressIsCutToItsNetwork(String ip, String shown) {
        assertThat(Mask.network(ip)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "write to ada@example.com today, write to a***@e***.com today",
        "ada.lovelace+shop@mail.example.co.uk, a***@m***.uk",
        "https://shop.example/?e=ada%40example.com&x=1, https://shop.example/?e=a***@e***.com&x=1",
        "https://shop.example/?email=nobody&x=1, https://shop.example/?email=***&x=1",
        "https://shop.example/?first_name=Ada#phone=123, https://shop.example/?first_name=***#phone=***",
        "https://graph.example/?access_token=s3cret, https://graph.example/?access_token=***",
        "nothing personal @ all, nothing personal @ all",
    })
    void textIsFreedOfAddresses(String text, String shown) {
        assertThat(Masked.text(text)).isEqualTo(shown);
    }

    @Test
    void everyCornerOfAnEvent() {
        Event event = Event.named("registration", "r-1", Instant.parse("2026-11-22T15:00:00Z"))
                .user(Story.ADA)
                .page(new Page(
                        "https://shop.example/thanks?email=ada%40example.com",
                        "https://mail.example/?u=ada@example.com"))
                .client(new Client("203.0.113.77", "Agent ada@example.com"))
                .properties(Map.of(
                        "note",
                        "call Ada at ada@example.com",
                        "contact",
                        Map.of("phone_number", 442079460958L, "mails", List.of("x"), "ip", "203.0.113.77"),
                        "ada@example.com",
                        true))
                .build();
        assertThat(Json.write(Masked.event(event)))
                .doesNotContain("ada@example", "ada%40", "Lovelace", "7946", "442079460958", "1985", "London", ".77")
                .contains("\"phone_number\":\"***\"", "\"user_id\":\"player-1842\"", "\"country\":\"GB\"");
    }

    @Test
    void manyAtSignsAreNoTrap() {
        String hostile = "a".repeat(4000) + "@" + "a.".repeat(2000) + "@".repeat(3000);
        org.junit.jupiter.api.Assertions.assertTimeout(java.time.Duration.ofSeconds(2), () -> Masked.text(hostile));
    }
}
