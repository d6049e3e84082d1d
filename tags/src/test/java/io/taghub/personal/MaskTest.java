package io.taghub.personal;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Event;
import io.taghub.event.Person;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Texts without what is personal in them: addresses, forms, JSON, sentences, and what is known of an event's own person. */
class MaskTest {
    private static final Event NOBODY = Event.named("purchase", "o-1", Instant.parse("2026-03-02T10:00:00Z"))
            .build();

    @Test
    void addressesFormsAndJsonThatIsCutShort() {
        assertThat(Mask.OF_NOBODY.text("https://a.example/p?cid=4111111111111111&city=Bad%20Ems&x=1#phone=7"))
                .isEqualTo("https://a.example/p?cid=4111111111111111&city=***&x=1#phone=***");
        assertThat(Mask.OF_NOBODY.text("status=ok&iban=DE1&user%5Bemail%5D=x"))
                .isEqualTo("status=ok&iban=***&user%5Bemail%5D=***");
        assertThat(Mask.OF_NOBODY.text(
                        "{\"data\":[{\"user\":{\"city\": \"Bonn\",\"zip_code\":53111,\"note\":\"call +44 7911 12"))
                .isEqualTo("{\"data\":[{\"user\":{\"city\": \"***\",\"zip_code\":\"***\",\"note\":\"call ***");
        assertThat(Mask.OF_NOBODY.text("{\"url\":\"https://a.example/?street=Lane+1&q=2\"}"))
                .isEqualTo("{\"url\":\"https://a.example/?street=***&q=2\"}");
    }

    @Test
    void whatIsKnownOfAPersonIsHiddenWhereverItIsRepeated() {
        Event event = NOBODY.toBuilder()
                .user(new Person("u-1", null, null, "Augusta", null, "St. Albans", "CA", "1010", "GB", null, "f"))
                .clickIds(ClickIds.of(new ClickId("cid", "4111111111111111", Instant.EPOCH)))
                .orderId("Order-Ada")
                .properties(Map.of("customer", Map.of("iban", "canary iban 7"), "gender", "purchase"))
                .build();
        Mask mask = Mask.of(List.of(event));
        assertThat(mask.text("unknown place 'st. albans' or stalbans of Augusta, not of Augustana; canary+iban+7"))
                .isEqualTo("unknown place '***' or *** of ***, not of Augustana; ***");
        assertThat(mask.text(
                        "{\"event\":\"purchase\",\"value\":1010,\"currency\":\"CAD\",\"s2\":\"4111111111111111\"}"))
                .isEqualTo("{\"event\":\"purchase\",\"value\":1010,\"currency\":\"CAD\",\"s2\":\"4111111111111111\"}");
    }

    /** A short name is another's word too: it is hidden under its key and as the full name. */
    @Test
    void whatIsShortIsHiddenWhereItIsAPersonsOnly() {
        Event event = NOBODY.toBuilder()
                .user(new Person("u-1", "5", null, "May", "Roe", "Rome", null, null, "GB", null, null))
                .build();
        Mask mask = Mask.of(List.of(event));

        assertThat(mask.text(
                        "{\"ua\":\"Mozilla/5.0\",\"product_name\":\"May\",\"title\":\"Roe deer in Rome\",\"n\":5}"))
                .isEqualTo("{\"ua\":\"Mozilla/5.0\",\"product_name\":\"May\",\"title\":\"Roe deer in Rome\",\"n\":5}");
        assertThat(
                        mask.text(
                                "{\"first_name\":\"May\",\"note\":\"by May Roe or ROE, MAY\",\"email\":\"5\",\"city\":\"Rome\"}"))
                .isEqualTo("{\"first_name\":\"***\",\"note\":\"by *** or ***\",\"email\":\"***\",\"city\":\"***\"}");
        assertThat(mask.text("q=May+Roe&p=May")).isEqualTo("q=***&p=May");
        assertThat(Mask.sentence(event).text("no such person: May")).isEqualTo("no such person: ***");
    }

    @Test
    void aSentenceThatIsKeptHoldsNothingOfTheEventsOwnTexts() {
        Event event = NOBODY.toBuilder()
                .status("ring Ada at noon")
                .orderId("ORD-77")
                .properties(Map.of("note", "her third wedding", "state", "rejected"))
                .build();
        assertThat(Mask.sentence(event).text("rejected: 'ring ada at noon', her third wedding, ORD-77, code 5"))
                .isEqualTo("rejected: '***', ***, ORD-77, code 5");
    }

    @Test
    void hostileTextsAreNoTrap() {
        String hostile = "{\"a\":\"" + "\\\"=".repeat(20_000) + "+1 ".repeat(20_000) + "1".repeat(20_000)
                + ":".repeat(20_000) + "a.".repeat(20_000) + "@".repeat(2_000);
        org.junit.jupiter.api.Assertions.assertTimeout(
                java.time.Duration.ofSeconds(5), () -> Mask.OF_NOBODY.text(hostile));
    }

    @Test
    void aConfigsOwnWordUnderNameIsNoPersons() {
        Person ada = new Person(null, null, null, "Ada", null, null, null, null, null, null, null);
        List<Event> about = List.of(Event.named("lead", "l-1", Instant.parse("2026-03-02T10:00:00Z"))
                .user(ada)
                .build());
        Mask mask = Mask.of(about, Set.of("Make_Purchase", "Ada"));
        assertThat(mask.text("https://x.example/c?name=Make_Purchase&n=1")).contains("name=Make_Purchase");
        assertThat(mask.text("https://x.example/c?name=lead")).contains("name=lead");
        assertThat(mask.text("https://x.example/c?name=Ada")).contains("name=***");
        assertThat(mask.text("https://x.example/c?name=Grace")).contains("name=***");
    }

    /** HilltopAds calls it so. */
    @Test
    void aTokenThatIsTheClickIsShownAndAnyOtherIsNot() {
        Event clicked = NOBODY.toBuilder()
                .clickIds(ClickIds.of(new ClickId("ctoken", "Zx81kPq0aBcDeFgHiJkLmN", NOBODY.time())))
                .build();
        assertThat(Mask.of(List.of(clicked))
                        .text("GET https://trk.example/close/?token=Zx81kPq0aBcDeFgHiJkLmN&price=1"))
                .contains("token=Zx81kPq0aBcDeFgHiJkLmN");
        assertThat(Mask.of(List.of(clicked))
                        .text("GET https://trk.example/close/?token=0aBcDeFgHiJkLmNZx81kPq&price=1"))
                .contains("token=***");
    }
}
