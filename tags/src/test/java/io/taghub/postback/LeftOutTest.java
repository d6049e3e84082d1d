package io.taghub.postback;

import static io.taghub.postback.Postbacks.NOON;
import static io.taghub.postback.Postbacks.ftd;
import static io.taghub.postback.Postbacks.tag;
import static io.taghub.postback.Postbacks.url;
import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Event;
import io.taghub.event.EventBuilder;
import io.taghub.event.Person;
import io.taghub.tag.Plan;
import io.taghub.tag.Reason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is personal or no id costs a postback the parameter, not the conversion, and the verdict says so. */
class LeftOutTest {
    private static final String PERSONAL = " holds personal data, which goes out as a hash only";
    private static final Map<String, Object> COMMENT =
            url("https://net.example/pb?c={{ click.id | required }}&k={{ property.comment }}");

    private static EventBuilder jane(String clickId) {
        return ftd(clickId)
                .user(new Person(
                        "u-1",
                        "jane.roe@example.org",
                        "0151 23456789",
                        "Jane",
                        "Roe",
                        "Bonn",
                        null,
                        null,
                        "DE",
                        "1990-02-28",
                        null));
    }

    private static Event saying(String comment) {
        return jane("c-1")
                .properties(Map.of("comment", comment, "street", "Am Markt 12"))
                .build();
    }

    private static Plan.Send sent(Map<String, Object> settings, Event event) {
        return (Plan.Send) tag(settings).plan(event);
    }

    private static String query(Plan.Send send) {
        return send.item().as(Prepared.class).requests().getFirst().url().getRawQuery();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "write bob@x.example",
                "bob%2540x.example",
                "4111 1111 1111 1111",
                "DE89 3704 0044 0532 0130 00",
                "+14155552671",
                "call 0049 151 23456789",
                "0151 23456789",
                "call 0151 23456789",
                "015123456789",
                "Jane Roe",
                "roe, jane",
                "Am Markt 12",
                "28.02.1990",
                "203.0.113.7",
                "2001:db8:85a3::8a2e:370:7334",
                "https://shop.example/?email=bob%40x.example",
            })
    void whatIsPersonalLeavesThePostback(String comment) {
        Plan.Send send = sent(COMMENT, saying(comment));

        assertThat(query(send)).isEqualTo("c=c-1");
        assertThat(send.item().remark()).isEqualTo("left out: property.comment" + PERSONAL);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Jane           | Jane
            spring         | spring
            20261122       | 20261122
            49.99          | 49.99
            1.2.3          | 1.2.3
            https://shop.example/?step=2 | https%3A%2F%2Fshop.example%2F%3Fstep%3D2
            """)
    void whatIsNotStays(String comment, String encoded) {
        Plan.Send send = sent(COMMENT, saying(comment));

        assertThat(query(send)).isEqualTo("c=c-1&k=" + encoded);
        assertThat(send.item().remark()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            click.param.q          | jane roe
            click.param.q          | 4111111111111111
            click.param.email      | anything
            click.param.city       | Bonn
            sub2                   | bob@x.example
            sub2                   | +14155552671
            click.param.utm_term   | bob@x.example
            """)
    void aLandingParameterIsJudgedAsTheAddressWas(String path, String value) {
        String name = path.replace("click.param.", "");
        Event event = jane("c-1")
                .clickIds(ClickIds.of(new ClickId("clickid", "c-1", NOON, Map.of(name, value))))
                .build();
        Plan.Send send = sent(url("https://net.example/pb?c={{ click.id | required }}&p={{ " + path + " }}"), event);

        assertThat(query(send)).isEqualTo("c=c-1");
        assertThat(send.item().remark()).isEqualTo("left out: " + path + PERSONAL);
    }

    /** Digits mean nothing in an id, and a campaign is called as it is. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sub2                   | 4111111111111111
            click.param.aff_id     | 015123456789
            click.param.clickid    | 203.0.113.7
            click.param.token      | 0f8fad5bd9cb469fa165
            click.param.utm_city   | Bonn
            """)
    void anIdOfTheLandingStays(String path, String value) {
        String name = path.replace("click.param.", "");
        Event event = jane("c-1")
                .clickIds(ClickIds.of(new ClickId("clickid", "c-1", NOON, Map.of(name, value))))
                .build();
        Plan.Send send = sent(url("https://net.example/pb?p={{ " + path + " }}"), event);

        assertThat(query(send)).isEqualTo("p=" + value);
    }

    @Test
    void aUserIdThatIsAnAddressIsLeftOutAndATransactionIdThatIsOneIsNot() {
        Event event = jane("c-1").orderId("bob@x.example").build();
        Event user = ftd("c-1")
                .user(new Person("bob@x.example", null, null, null, null, null, null, null, null, null, null))
                .build();

        assertThat(query(sent(url("https://net.example/pb?c={{ click.id }}&u={{ user.id }}"), user)))
                .isEqualTo("c=c-1");
        assertThat(tag(url("https://net.example/pb?c={{ click.id }}&t={{ txn.id }}"))
                        .plan(event))
                .isInstanceOfSatisfying(
                        Plan.Skip.class, skip -> assertThat(skip.reason()).isEqualTo(Reason.INVALID_FIELD));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://net.example/pb?k={{ property.comment | required }}",
                "https://net.example/pb?k={{ property.comment | lower | required }}",
                "https://net.example/{{ property.comment }}"
            })
    void onlyWhereItIsRequiredIsNothingSent(String url) {
        assertThat(tag(url(url)).plan(saying("write bob@x.example")))
                .isEqualTo(Plan.skip(Reason.INVALID_FIELD, "property.comment" + PERSONAL));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '>', quoteCharacter = '"', textBlock = """
            property.comment | default:'none'        > none
            property.none | default:property.comment >
            property.comment | trunc:5               >
            property.comment | map:words             > seven
            property.comment | sha256 | trunc:8      > 7832d930
            """)
    void filtersHideNothingButHashes(String macro, String value) {
        Map<String, Object> settings = url("https://net.example/pb?c={{ click.id }}&k={{ " + macro + " }}");
        settings.put("maps", Map.of("words", Map.of("bob@x.example", "seven")));

        assertThat(query(sent(settings, saying("bob@x.example"))))
                .isEqualTo(value == null ? "c=c-1" : "c=c-1&k=" + value);
    }

    @Test
    void ofAListWhatIsPersonalIsLeftOut() {
        Event event = jane("c-1")
                .properties(Map.of("tags", List.of("vip", "bob@x.example")))
                .build();
        Plan.Send send = sent(url("https://net.example/pb?t={{ property.tags | join:',' }}"), event);

        assertThat(query(send)).isEqualTo("t=vip");
        assertThat(send.item().remark()).isEqualTo("left out: property.tags" + PERSONAL);
    }

    /** In a body an operator may ask for a field by its name, as for {{ user.email }}; nothing hides there either. */
    @Test
    void aBodyHasOnlyWhatWasAskedForByName() {
        Map<String, Object> settings = url("https://net.example/pb");
        settings.put(
                "body",
                Map.of(
                        "a", "{{ property.comment }}",
                        "b", "{{ property.contact_email }}",
                        "c", "{{ property.batch_id }}"));
        Event event = jane("c-1")
                .properties(Map.of(
                        "comment", "write bob@x.example",
                        "contact_email", "bob@x.example",
                        "batch_id", "4111111111111111"))
                .build();

        assertThat(sent(settings, event)
                        .item()
                        .as(Prepared.class)
                        .requests()
                        .getFirst()
                        .bodyText())
                .contains("\"b\":\"bob@x.example\"", "\"c\":\"4111111111111111\"")
                .doesNotContain("\"a\"");
    }

    @Test
    void aClickIdThatIsTooLongIsSaidToBe() {
        String tooLong = "the clickid is longer than 255 characters";

        assertThat(sent(
                                url("https://net.example/pb?c={{ click.id }}&t={{ txn.id }}"),
                                ftd("x".repeat(256)).build())
                        .item()
                        .remark())
                .isEqualTo("left out: " + tooLong);
        assertThat(tag(url("https://net.example/pb?c={{ click.id | required }}"))
                        .plan(ftd("x".repeat(256)).build()))
                .isEqualTo(Plan.skip(Reason.INVALID_FIELD, tooLong));
    }
}
