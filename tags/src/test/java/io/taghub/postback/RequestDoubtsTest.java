package io.taghub.postback;

import static io.taghub.postback.Postbacks.NOON;
import static io.taghub.postback.Postbacks.problems;
import static io.taghub.postback.Postbacks.url;
import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Event;
import io.taghub.tag.Form.Bound;
import io.taghub.tag.Form.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that can be sent and probably is not meant: of nobody's click, with a placeholder, with white space. */
class RequestDoubtsTest {
    private static final String CLICK = "https://net.example/pb?cid={{ click.id | required }}";

    private static List<Problem> doubts(Map<String, Object> settings) {
        var type = new PostbackTagType();
        return switch (type.form(settings).bind(settings)) {
            case Bound.Filled<Postback>(Postback postback) -> type.doubts(postback);
            case Bound.Invalid<Postback>(var problems) -> throw new AssertionError(problems);
        };
    }

    private static Map<String, Object> with(String url, String key, Object value) {
        Map<String, Object> settings = new HashMap<>(url(url));
        settings.put(key, value);
        return settings;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cid={{ sub1 }}&pid={{ user.id }}",
                "cid={{ sub1 }}",
                "cid={{ click.param.ref }}",
                "pid={{ user.id }}",
                "pid={{ user.id }}&stake={{ property.stake }}",
            })
    void aRequestWithoutAClickId(String query) {
        assertThat(doubts(url("https://net.example/pb?" + query)))
                .singleElement()
                .satisfies(doubt -> {
                    assertThat(doubt.path()).isEqualTo("url");
                    assertThat(doubt.message())
                            .startsWith("no click id is in this request")
                            .contains("'click_id'");
                });
    }

    /** What may not stand in an address as it is goes out encoded; what nobody can call is said before an event is lost by it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "https://net.example/c/[category:x/value:1]/{{ click.id }} > https://net.example/c/%5Bcategory:x/value:1%5D/c-1",
                "https://net.example/a|b^c`d\"e/{{ click.id }} > https://net.example/a%7Cb%5Ec%60d%22e/c-1",
                "https://net.example/%zz/ä;x='(1)'!*/{{ click.id }} > https://net.example/%25zz/%C3%A4;x='(1)'!*/c-1",
                "https://net.example/c/[category:x]/[category:{{ event.name }}]/{{ click.id }} > https://net.example/c/%5Bcategory:x%5D/%5Bcategory:ftd%5D/c-1",
                "https://net.example/c?s[]=1&d=[1]|y&c={{ click.id }} > https://net.example/c?s%5B%5D=1&d=[1]%7Cy&c=c-1",
            })
    void everyLiteralCharacterGoesOut(String url, String sent) {
        assertThat(problems(url(url))).isEmpty();
        assertThat(Postbacks.request(url(url), Postbacks.ftd("c-1").build()).url())
                .hasToString(sent);
    }

    @Test
    void anAddressThatCannotBeCalledIsNoAddress() {
        assertThat(problems(url("https://net.example:99999/c?c={{ click.id }}")))
                .containsExactly(new Problem("url", "there is no port 99999"));
        assertThat(problems(url("https://-net-.example./c?c={{ click.id }}"))).isNotEmpty();
    }

    /** Nothing would tell it from a conversion. */
    @Test
    void aGoalOfConversionsForWhatTakesThemBack() {
        Map<String, Object> settings = with(CLICK + "&g={{ goal }}", "goals", Map.of("ftd", "2", "chargeback", "2"));

        assertThat(doubts(settings)).singleElement().satisfies(doubt -> {
            assertThat(doubt.path()).isEqualTo("goals.chargeback");
            assertThat(doubt.message()).startsWith("this goal says of conversions that they are some");
        });
        settings.put("goals", Map.of("ftd", "2", "chargeback", "cb"));
        assertThat(doubts(settings)).isEmpty();
    }

    @Test
    void aRequestOfAClick() {
        assertThat(doubts(url(CLICK))).isEmpty();
        assertThat(doubts(url("https://net.example/pb?g={{ click.gclid | required }}")))
                .isEmpty();
        assertThat(doubts(url("https://net.example/pb?g={{ property.click_id }}")))
                .isEmpty();
        assertThat(doubts(with("https://net.example/pb?cid={{ sub1 }}", "click_id", "sub1")))
                .isEmpty();
        assertThat(doubts(url("https://net.example/pb?v={{ value }}")))
                .singleElement()
                .satisfies(doubt -> assertThat(doubt.message()).contains("whose conversion"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "&sum=:amount > &sum={{ value | money }}",
                "&sum=@payout > &sum={{ value | money }}",
                "&sum=~amount > &sum={{ value | money }}",
                "&sum=%PAYOUT > &sum={{ value | money }}",
                "&o=:order_id&x=1 > &o={{ txn.id }}&x=1",
            })
    void aSignInFrontOfAWordIsAMacro(String written, String ours) {
        assertThat(problems(url(CLICK + written)))
                .containsExactly(
                        new Problem("url", "these macros are another tool's; written for TagHub: " + CLICK + ours));
    }

    @ParameterizedTest
    @ValueSource(strings = {"&z=:zone", "&z=~mine", "&z=a:amount", "&goal=:sale", "&z=@home"})
    void aSignInFrontOfAnyOtherWordIsText(String written) {
        assertThat(problems(url(CLICK + written))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "date=YYYY-MM-DD | event.time | yyyy-MM-dd",
                "d=dd/mm/yyyy | event.time | dd/MM/yyyy",
                "d=MM.DD.YY | event.time | MM.dd.yy",
                "d=yyyymmdd | event.time | yyyyMMdd",
                "d=YYYY-MM-DD%20HH:MM:SS | event.time | yyyy-MM-dd HH:mm:ss",
                "t=hh:mm:ss | event.time | HH:mm:ss",
            })
    void aFormOfADateIsNoDate(String pair, String path, String form) {
        assertThat(doubts(url(CLICK + "&" + pair))).singleElement().satisfies(doubt -> {
            assertThat(doubt.path()).isEqualTo("url");
            assertThat(doubt.message()).endsWith("{{ " + path + " | date:'" + form + "' }}");
        });
        // What is suggested can be written.
        assertThat(doubts(url(CLICK + "&d={{ " + path + " | date:'" + form + "' }}")))
                .isEmpty();
    }

    @Test
    void aFormThatIsAskedForIsText() {
        assertThat(doubts(url(CLICK + "&date_format=YYYY-MM-DD&m=mm&d=2026-11-22")))
                .isEmpty();
        assertThat(doubts(url(CLICK + "&at=YYYY-MM-DDTHH:MM:SSZ")))
                .singleElement()
                .satisfies(doubt -> assertThat(doubt.message()).endsWith("{{ event.time | iso }}"));
        assertThat(Postbacks.request(
                                url(CLICK + "&d={{ event.time | date:'dd/MM/yyyy' }}"),
                                Postbacks.ftd("c").build())
                        .url()
                        .getQuery())
                .endsWith("&d=22/11/2026");
        assertThat(Event.named("ftd", "d", NOON).build().time()).isEqualTo(NOON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://net.example/pb?cid={{ click.id | required }} &sum=1",
                "https://net.example/pb?cid= {{ click.id | required }}",
                "https://net.example/pb? cid={{ click.id | required }}",
                "https://net.example/pb?cid ={{ click.id | required }}",
                "https://net.example/pb /x?cid={{ click.id | required }}",
                "https://net.example/pb\t?cid={{ click.id | required }}",
                "https://net.example/pb?cid={{ click.id | required }}\n&sum=1",
            })
    void whiteSpaceInAnAddressIsAMistake(String url) {
        assertThat(problems(url(url))).isNotEmpty().allSatisfy(problem -> {
            assertThat(problem.path()).isEqualTo("url");
            assertThat(problem.message()).startsWith("white space stands at an end");
        });
    }

    @Test
    void whiteSpaceAtAnEndOfANameOrAValueIsAMistake() {
        for (Map<String, Object> settings : List.of(
                with(CLICK, "query", Map.of("sum ", "{{ value | money }}")),
                with(CLICK, "query", Map.of("sum", "{{ value | money }} ")),
                with(CLICK, "query", Map.of("sum", "\t1")),
                with(CLICK, "body", Map.of("sum ", "{{ value | money }}")),
                with(CLICK, "body", Map.of("sum", " {{ value | money }}")))) {
            settings.put("method", "POST");
            assertThat(problems(settings))
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.message()).startsWith("white space"));
        }
        Map<String, Object> text = with(CLICK, "body", Map.of("text", "hello \n"));
        text.put("method", "POST");
        assertThat(problems(text)).isEmpty();
        assertThat(problems(url("  " + CLICK + "&n=a%20b%20\n"))).isEmpty();
    }
}
