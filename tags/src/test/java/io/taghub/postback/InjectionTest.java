package io.taghub.postback;

import static io.taghub.postback.Postbacks.NOON;
import static io.taghub.postback.Postbacks.ftd;
import static io.taghub.postback.Postbacks.request;
import static io.taghub.postback.Postbacks.skip;
import static io.taghub.postback.Postbacks.url;
import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Event;
import io.taghub.tag.Reason;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A click id is whatever a visitor put into the landing address. It must stay one value of one parameter. */
class InjectionTest {
    private static final Map<String, Object> QUERY =
            url("https://net.example/pb?clickid={{ click.id | required }}&k=v");
    private static final Map<String, Object> PATH = url("https://net.example/pb/{{ click.id | required }}/done");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "x&payout=9999   | x%26payout%3D9999",
                "x#              | x%23",
                "x%26a=1         | x%2526a%3D1",
                "%41             | %2541",
                "a+b c           | a%2Bb%20c",
                "../../          | ..%2F..%2F",
                "{{secret.token}}| %7B%7Bsecret.token%7D%7D",
                "{clickid}       | %7Bclickid%7D",
                "<svg onload=1>  | %3Csvg%20onload%3D1%3E",
                "a;b,c!d*e'f(g)  | a%3Bb%2Cc%21d%2Ae%27f%28g%29",
                "AbC-._~         | AbC-._~",
                "é               | %C3%A9",
                "🎰              | %F0%9F%8E%B0",
            })
    void aValueStaysOneValue(String clickId, String encoded) {
        assertThat(request(QUERY, ftd(clickId).build()).url().toString())
                .isEqualTo("https://net.example/pb?clickid=" + encoded + "&k=v");
        assertThat(request(PATH, ftd(clickId).build()).url().toString())
                .isEqualTo("https://net.example/pb/" + encoded + "/done");
    }

    @Test
    void controlCharactersAreEncoded() {
        assertThat(request(QUERY, ftd("a\r\nX: y\0").build()).url().toString())
                .isEqualTo("https://net.example/pb?clickid=a%0D%0AX%3A%20y%00&k=v");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void aPathSegmentThatClimbsIsRefused(String clickId) {
        assertThat(skip(PATH, ftd(clickId).build())).isEqualTo(Reason.INVALID_FIELD);
    }

    /** What is no id costs itself; only who cannot do without it is not told. */
    @Test
    void aClickIdThatIsTooLongIsLeftOutWhereItIsNotNeeded() {
        Event event = ftd("A").clickIds(
                        ClickIds.of(new ClickId("clickid", "A", NOON), new ClickId("ttclid", "x".repeat(300), NOON)))
                .build();

        assertThat(request(url("https://net.example/pb?c={{ click.id | required }}&t={{ click.ttclid }}"), event)
                        .url()
                        .toString())
                .startsWith("https://net.example/pb?c=A")
                .doesNotContain("xxx");
        assertThat(skip(
                        url("https://net.example/pb?c={{ click.id | required }}"),
                        ftd("x".repeat(300)).build()))
                .isEqualTo(Reason.INVALID_FIELD);
    }

    @Test
    void anEmptyClickIdIsNone() {
        assertThat(skip(QUERY, ftd("").build())).isEqualTo(Reason.NO_CLICK_ID);
        assertThat(skip(PATH, ftd("").build())).isEqualTo(Reason.NO_CLICK_ID);
    }

    @Test
    void anEndlessClickIdIsRefused() {
        assertThat(skip(QUERY, ftd("x".repeat(10_000)).build())).isEqualTo(Reason.INVALID_FIELD);
        assertThat(request(QUERY, ftd("x".repeat(255)).build()).url().toString())
                .contains("x".repeat(255));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX: y", "é", "a\0b"})
    void aHeaderTakesNoLineBreakAndNoForeignLetter(String clickId) {
        Map<String, Object> header = url("https://net.example/pb");
        header.put("headers", Map.of("X-Click", "{{ click.id | required }}"));

        assertThat(skip(header, ftd(clickId).build())).isEqualTo(Reason.INVALID_FIELD);
        assertThat(request(header, ftd("c-1").build()).headers()).containsEntry("X-Click", "c-1");
    }

    @Test
    void aBodyIsBuiltAsJsonNotAsText() {
        Map<String, Object> body = url("https://net.example/pb");
        body.put("body", Map.of("click", "{{ click.id | required }}"));

        assertThat(request(body, ftd("\",\"payout\":\"9999\\").build()).bodyText())
                .isEqualTo("{\"click\":\"\\\",\\\"payout\\\":\\\"9999\\\\\"}");
    }

    @Test
    void anEndlessUrlIsRefused() {
        Map<String, Object> settings = url("https://net.example/pb?c={{ click.id | required }}&n={{ property.note }}");

        assertThat(skip(
                        settings,
                        ftd("c-1").properties(Map.of("note", "n".repeat(9000))).build()))
                .isEqualTo(Reason.TOO_LARGE);
    }
}
