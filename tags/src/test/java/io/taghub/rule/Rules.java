package io.taghub.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Channel;
import io.taghub.event.Client;
import io.taghub.event.Event;
import io.taghub.event.LineItem;
import io.taghub.event.Money;
import io.taghub.event.Page;
import io.taghub.event.Person;
import io.taghub.tag.Form.Problem;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An event that has a little of everything, and rules about it as YAML gives them. */
final class Rules {
    static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private Rules() {}

    /** Ada buys two mugs at 20 EUR and a book at 9.99. */
    static Event purchase() {
        return Event.named("purchase", "order-1", NOON)
                .channels(Set.of(Channel.SERVER))
                .money(money("49.99", "EUR"))
                .orderId("A-1001")
                .items(List.of(
                        new LineItem("mug", "Mug", new BigDecimal(2), new BigDecimal("20.00")),
                        new LineItem("book", "Book", null, new BigDecimal("9.99"))))
                .user(new Person(
                        "u-1",
                        "ada@example.com",
                        "+442071838750",
                        "Ada",
                        "Lovelace",
                        null,
                        null,
                        null,
                        "GB",
                        null,
                        null))
                .page(new Page(
                        "https://shop.example/checkout/done?utm_source=news&ref=7#top", "https://news.example/a?b=1"))
                .client(new Client("203.0.113.77", "Mozilla/5.0 (Windows NT 10.0) Chrome/131.0.6778.86 Safari/537.36"))
                .properties(Map.of("vertical", "casino", "tax", new BigDecimal("7.98"), "lots", "12.5", "vip", true))
                .build();
    }

    static Money money(String amount, @Nullable String currency) {
        return new Money(new BigDecimal(amount), currency);
    }

    static TagRule rule(List<?> when, Map<String, ?> settings) {
        Findings findings = new Findings();
        TagRule rule = new TagRuleReader(findings).read(when, Map.copyOf(settings));
        assertThat(findings.errors()).isEmpty();
        return rule;
    }

    static List<String> errors(List<?> when, Map<String, ?> settings) {
        Findings findings = new Findings();
        new TagRuleReader(findings).read(when, Map.copyOf(settings));
        return findings.errors().stream().map(Rules::line).toList();
    }

    static List<String> warnings(List<?> when, Map<String, ?> settings) {
        Findings findings = new Findings();
        new TagRuleReader(findings).read(when, Map.copyOf(settings));
        return findings.warnings().stream().map(Rules::line).toList();
    }

    private static String line(Problem problem) {
        return problem.path() + ": " + problem.message();
    }

    /** What the tag gets to see. */
    static Event shaped(Map<String, ?> settings, Event event) {
        return rule(List.of(event.name()), settings).shape(event, Contract.NONE)
                        instanceof TagRule.Shaped.As(Event seen)
                ? seen
                : event.toBuilder().money(null).build();
    }

    /** Why the tag does not get it, empty where it does. */
    static String refusal(List<?> when, Map<String, ?> settings, Event event) {
        return rule(when, settings).shape(event, Contract.NONE) instanceof TagRule.Shaped.Not not
                ? not.reason() + ": " + not.detail()
                : "";
    }
}
