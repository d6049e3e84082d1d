package io.taghub.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.taghub.RealPlatforms;
import io.taghub.event.ClickId;
import io.taghub.tag.Claim;
import io.taghub.tag.ClickIdRule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clicks in addresses, ids in cookies, the visitor's own cookie. */
class IdentityTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final AtomicInteger macros = new AtomicInteger();
    private final ClickCapture capture = new ClickCapture(
            RealPlatforms.CLICKS.clickIds(),
            RealPlatforms.CLICKS.browserIds(),
            List.of(new Claim("north", "t.example", Set.of("clickid"), Map.of("utm_source", Set.of("north")), false)),
            macros::incrementAndGet);

    private @Nullable String caught(String url, String name) {
        return capture.in(url, NOW).stream()
                .filter(id -> id.name().equals(name))
                .map(ClickId::value)
                .findFirst()
                .orElse(null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            https://s.example/?gclid=Cj0KCQiA_x-Y.z         | gclid  | Cj0KCQiA_x-Y.z
            https://s.example/?GCLID=Cj0                    | gclid  | Cj0
            https://s.example/?ScCid=AbC                    | sccid  | AbC
            https://s.example/?btag=a_1B_2c                 | btag   | a_1B_2c
            https://s.example/?btag=a%2Bb%253D              | btag   | a+b%3D
            https://s.example/?clickid=ab+cd/=              | clickid | ab+cd/=
            https://s.example/?clickid=%zz                  | clickid | %zz
            https://s.example/?utm=x?gclid=Cj0              | gclid  | Cj0
            https://s.example/?a=1&amp;gclid=Cj0            | gclid  | Cj0
            https://s.example/#/game?gclid=Cj0              | gclid  | Cj0
            https://s.example/?a=1#gclid=Cj0                | gclid  | Cj0
            https://s.example/?a=1#/game?gclid=Cj0          | gclid  | Cj0
            https://s.example/?a=1&b=2#!/game?c=3&gclid=Cj0 | gclid  | Cj0
            https://s.example/?gclid=%7Bgclid%7D#/?gclid=Cj0 | gclid  | Cj0
            https://s.example/?gclid={gclid}&gclid=&gclid=undefined&gclid=Cj0 | gclid  | Cj0
            https://s.example/#gclid=Cj0                    | gclid  | Cj0
            https://s.example/#!gclid=Cj0&x=1               | gclid  | Cj0
            https://s.example/#!/game?x=1&gclid=Cj0         | gclid  | Cj0
            https://s.example/#/gclid=Cj0                   | gclid  | Cj0
            https://s.example/#?gclid=Cj0                   | gclid  | Cj0
            https://s.example/#top&gclid=Cj0                | gclid  | Cj0
            https://s.example/?gclid=query#gclid=fragment   | gclid  | query
            https://s.example/?gclid=#gclid=fragment        | gclid  | fragment
            https://s.example/#:~:text=a&gclid=Cj0          | gclid  | -
            https://s.example/?clickid={clickid}&clickid=A  | clickid | A
            https://s.example/?clickid=&clickid=A           | clickid | A
            https://s.example/?clickid=undefined&CLICKID=A  | clickid | A
            https://s.example/?gclid=two words&gclid=Cj0    | gclid  | Cj0
            https://s.example/?gclid=Cj0K/                  | gclid  | Cj0K
            https://s.example/?gclid=Cj0K%22%3E             | gclid  | Cj0K
            https://s.example/?gclid=Cj0K%3Futm_source%3Dx  | gclid  | Cj0K
            https://s.example/?clickid=%23%23SUB_ID_SHORT(action)%23%23&clickid=real | clickid | real
            https://s.example/?clickid=clickid              | clickid | -
            https://s.example/?ttclid=fb.1.1795340000000.x&ttclid=E.C.P.A | ttclid | E.C.P.A
            https://s.example/?clickid=%20A%20              | clickid | A
            https://s.example/?clickid=A%00B                | clickid | -
            https://s.example/?clickid=A%0D%0AB             | clickid | -
            https://s.example/?clickid=A%20B                | clickid | -
            https://s.example/?clickid=A%ED%A0%80           | clickid | -
            https://s.example/?clickid=A%E2%80%A8B          | clickid | -
            https://s.example/?gclid=Cj0#top                | gclid  | Cj0
            https://s.example/?gclid=first&gclid=second     | gclid  | first
            https://s.example/?gclid=                       | gclid  | -
            https://s.example/?gclid                        | gclid  | -
            https://s.example/?gclid=two words              | gclid  | -
            https://s.example/?xgclid=Cj0                   | gclid  | -
            https://s.example/                              | gclid  | -
            ?                                               | gclid  | -
            """)
    void clicksAreCaughtToTheLetter(String url, String name, @Nullable String value) {
        assertThat(caught(url, name)).isEqualTo(value);
    }

    @Test
    void halfACharacterIsLeftOutAndTheRestCounts() {
        List<ClickId> ids = capture.in("https://s.example/?clickid=A\ud83d&btag=x&note=b\ud83d", NOW);

        assertThat(ids)
                .containsExactly(
                        new ClickId("btag", "x", NOW, Map.of("clickid", "A\ufffd", "btag", "x", "note", "b\ufffd")));
        assertThat(macros).hasValue(1);
    }

    /** Of a click id that has no usable value is said why, of another not. */
    @Test
    void whatIsNoClickIdIsSaid() {
        Map<String, String> refused = new java.util.TreeMap<>();

        capture.in("https://s.example/?gclid=Cj0%20KC&ttclid={ttclid}&ttclid=E.C.P.A&wbraid=a!b", NOW, refused);

        assertThat(refused).isEqualTo(Map.of("gclid", "it holds a blank", "wbraid", "it has not the form of a wbraid"));
    }

    /** A condition decides whose the click is, however much stands before it. */
    @Test
    void theParametersOfConditionsAreKeptFirst() {
        String many = java.util.stream.IntStream.range(0, 40)
                .mapToObj(i -> "p" + i + "=1")
                .collect(java.util.stream.Collectors.joining("&"));

        ClickId click = capture.in("https://s.example/?clickid=A&" + many + "&UTM_Source=&UTM_Source=north", NOW)
                .getFirst();

        assertThat(click.params()).hasSize(30).containsEntry("UTM_Source", "north");
    }

    @Test
    void aFragmentIsEchoedOnlyWhereItBroughtTheClick() {
        assertThat(capture.in("https://s.example/?clickid=A#token=s3cret&utm_source=north", NOW))
                .containsExactly(new ClickId("clickid", "A", NOW, Map.of("clickid", "A", "utm_source", "north")));
        assertThat(capture.in("https://s.example/?a=1#clickid=A&sub2=x", NOW))
                .containsExactly(new ClickId("clickid", "A", NOW, Map.of("a", "1", "clickid", "A", "sub2", "x")));
    }

    @Test
    void cookiesOfPixelsThatHoldNothingAreRefusedToo() {
        assertThat(capture.in(Map.of("_ttp", "undefined", "_uetmsclkid", "_uetnull"), NOW))
                .isEmpty();
        assertThat(macros).hasValue(2);
    }

    @Test
    void longIdsAreKeptWholeAndEndlessOnesNot() {
        String ttclid = "E.C.P." + "aB3_".repeat(150);
        assertThat(caught("https://s.example/?ttclid=" + ttclid, "ttclid")).isEqualTo(ttclid);
        assertThat(caught("https://s.example/?ttclid=" + "x".repeat(1025), "ttclid"))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{clickid}",
                "%7Bclickid%7D",
                "%257Bclickid%257D",
                "{{ad.id}}",
                "${SUBID}",
                "[CLICKID]",
                "__CLICKID__",
                "%23%23CLICKID%23%23",
                "%%CLICKID%%",
                "undefined",
                "null",
                "REPLACE_ME",
                "%23%23SUB_ID_SHORT(action)%23%23",
                "{:clickid}abc",
                "{=clickid=}",
                "%23{click.id}",
                "%23%23...%23%23",
                "false",
                "True",
                "0",
                "000",
                "[object+Object]",
                "(not+set)",
                "%28not_set%29"
            })
    void aMacroNobodyFilledInIsRefusedAndCounted(String value) {
        assertThat(caught("https://s.example/?clickid=" + value, "clickid")).isNull();
        assertThat(macros).hasValue(1);
    }

    @Test
    void theOtherParametersGoAlongForPostbacksThatEchoThem() {
        ClickId click = capture.in("https://s.example/?btag=x&campaign=spring+sale&mail=ada@example.com&n=", NOW)
                .getFirst();

        assertThat(click)
                .isEqualTo(new ClickId("btag", "x", NOW, Map.of("btag", "x", "campaign", "spring sale", "n", "")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            _ga          | GA1.1.123456789.1795000000            | ga         | 123456789.1795000000
            _ga          | GA1.2-3.123456789.1795000000          | ga         | 123456789.1795000000
            _ga          | amp-8jV-e2ChPTGAIWK4IQXqYg            | ga         | amp-8jV-e2ChPTGAIWK4IQXqYg
            _fbc         | fb.1.1795340000.IwAR0_x-y             | -          | -
            _fbc         | fb.1.1795340000000.undefined          | -          | -
            _fbc         | fb.1.1795340000000.{fbclid}           | -          | -
            _fbp         | fb.1.1795340000000.null               | -          | -
            _ga          | GA1.1.amp-xyz                         | -          | -
            _ga          | GA1.1.<b>.1                           | -          | -
            _ga_ABC123   | GS1.1.1795340000.3.1.1795340100.0.0.0 | ga_session | 1795340000
            _ga_ABC123   | GS2.1.s1795340000$o3$g1$t1795340100   | ga_session | 1795340000
            _ga_ABC123   | GS2.1.snonsense                       | -          | -
            _ga_ABC123   | GS1                                   | -          | -
            _fbp         | fb.1.1795340000000.1098115397         | fbp        | fb.1.1795340000000.1098115397
            _fbc         | fb.1.1795340000000.IwAR0_x-y          | fbc        | fb.1.1795340000000.IwAR0_x-y
            _fbp         | fb.1.x                                | -          | -
            _fbc         | IwAR0                                 | -          | -
            _ttp         | 2abcDEF                               | ttp        | 2abcDEF
            _fbc         | fb.1.1795340000000.IwAR0%5Fx%2Dy      | fbc        | fb.1.1795340000000.IwAR0_x-y
            _fbp         | "fb.1.1795340000000.1098115397"       | fbp        | fb.1.1795340000000.1098115397
            _ga          | GA1.1.123456789%2E1795000000          | ga         | 123456789.1795000000
            _ga_ABC123   | GS2.1.s1795340000%24o3%24g1           | ga_session | 1795340000
            _ttp         | 2ab+cD%2BE%3D                         | ttp        | 2ab+cD+E=
            _uetmsclkid  | _uetabc123                            | msclkid    | abc123
            _uetvid      | 8f2e1c00c8d911efb2b1f3f2a9e0c1d2      | uetvid     | 8f2e1c00c8d911efb2b1f3f2a9e0c1d2
            _twclid      | 23opevjt88psuo13lu8d020qkn            | twclid     | 23opevjt88psuo13lu8d020qkn
            _twclid      | {"pixelVersion":"1.1","timestamp":1795340000000,"twclid":"2-3ab4cd"} | twclid | 2-3ab4cd
            _twclid      | %7B%22timestamp%22%3A1795340000000%2C%22twclid%22%3A%222-3ab4cd%22%2C%22source%22%3A%22url_param%22%7D | twclid | 2-3ab4cd
            _twclid      | %7B%22timestamp%22%3A1795340000000%7D | -          | -
            twclid       | 2-3ab4cd                              | twclid     | 2-3ab4cd
            crto_is_user_optout | true                           | crto_is_user_optout | true
            crto_is_user_optout | TRUE                           | crto_is_user_optout | TRUE
            crto_is_user_optout | 1                              | crto_is_user_optout | 1
            crto_is_user_optout | false                          | crto_is_user_optout | false
            crto_is_user_optout | undefined                      | -          | -
            crto_mapped_user_id | true                           | -          | -
            _epik        | false                                 | -          | -
            session      | secret                                | -          | -
            """)
    void browserIdsAreReadFromThePlatformsOwnCookies(
            String cookie, String value, @Nullable String name, @Nullable String id) {
        List<ClickId> ids = capture.in(Map.of(cookie, value), NOW);

        if (name == null) {
            assertThat(ids).isEmpty();
        } else {
            assertThat(ids).extracting(ClickId::name, ClickId::value).startsWith(tuple(name, id));
        }
    }

    @Test
    void ofSeveralStreamsEachHasItsOwnSession() {
        assertThat(capture.in(
                        Map.of(
                                "_ga_OTHER1", "GS2.1.s1795330000$o1$g0",
                                "_ga_ABC123", "GS2.1.s1795340000$o3$g1",
                                "_ga_BROKEN", "GS2.1.x"),
                        NOW))
                .extracting(ClickId::name, ClickId::value)
                .containsExactly(
                        tuple("ga_session", "1795340000"),
                        tuple("ga_session_abc123", "1795340000"),
                        tuple("ga_session_other1", "1795330000"));
    }

    /** The echo of a doubled parameter is the value that counts, and the click id's own. */
    @Test
    void ofADoubledParameterTheFirstUsableValueIsEchoed() {
        assertThat(capture.in("https://s.example/?clickid={clickid}&sub1=&clickid=A&sub1=x&sub1=y", NOW))
                .containsExactly(new ClickId("clickid", "A", NOW, Map.of("clickid", "A", "sub1", "x")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            ?transaction_id=A-1001                              | -
            ?transaction_id=1001                                | -
            ?transaction_id=ORD-20261122-0001234                | -
            ?transaction_id=9007199254740993001                 | -
            ?transaction_id=0f6b1c9e8a7d4c3b2a190817263544ff    | 0f6b1c9e8a7d4c3b2a190817263544ff
            ?transaction_id=A-1001&utm_source=tune              | A-1001
            ?transaction_id=A-1001&utm_source=newsletter        | -
            """)
    void anOrderNumberOfTheShopIsNoClickId(String query, @Nullable String value) {
        ClickCapture network = new ClickCapture(
                List.of(new ClickIdRule("transaction_id", "tune", "", java.time.Duration.ofDays(90), false)),
                List.of(),
                List.of(new Claim("tune", "t.example", Set.of("transaction_id"), Map.of(), false)),
                macros::incrementAndGet);

        assertThat(network.in("https://shop.example/thanks" + query, NOW).stream()
                        .map(ClickId::value)
                        .findFirst()
                        .orElse(null))
                .isEqualTo(value);
    }

    /** A name that many use says nothing alone: of a short number a network is told only where the landing names it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            ?clickid=1                          | -
            ?clickid=12345&utm_source=south     | -
            ?click_id=1234567                   | -
            ?subid=12                           | -
            ?clickid=1&utm_source=north         | 1
            ?clickid=1&clickid=w8Q2             | w8Q2
            ?clickid=wHN4S3ULB43S6G2J7LGEQR8E   | wHN4S3ULB43S6G2J7LGEQR8E
            ?clickid=10298374650123             | 10298374650123
            ?btag=12345                         | 12345
            """)
    void aShortNumberUnderANameOfManyIsNobodysClick(String query, @Nullable String value) {
        assertThat(capture.in("https://shop.example/" + query, NOW).stream()
                        .map(ClickId::value)
                        .findFirst()
                        .orElse(null))
                .isEqualTo(value);
    }

    /** Who says which form the ids have knows them apart from the shop's own numbers. */
    @Test
    void aFormThatIsSaidMakesAShortNumberFit() {
        ClickCapture said = new ClickCapture(
                List.of(new ClickIdRule("cid", "south", "\\d{5}", java.time.Duration.ofDays(30), false)),
                List.of(),
                List.of(),
                macros::incrementAndGet);

        assertThat(said.in("https://shop.example/?cid=12345", NOW)).hasSize(1);
        assertThat(said.in("https://shop.example/?cid=1234", NOW)).isEmpty();
    }

    @Test
    void theVisitorsCookieComesBackAsItWasSet() {
        VisitorCookie cookie = VisitorCookie.mint(NOW);

        assertThat(VisitorCookie.parse(cookie.value())).isEqualTo(cookie);
        assertThat(cookie.visitor())
                .hasSize(22)
                .isNotEqualTo(VisitorCookie.mint(NOW).visitor());
        assertThat(VisitorCookie.visitorIn(cookie.value())).isEqualTo(cookie.visitor());
        assertThat(VisitorCookie.visitorIn(cookie.visitor())).isEqualTo(cookie.visitor());
        assertThat(cookie.stale(NOW)).isFalse();
        assertThat(cookie.stale(NOW.plusSeconds(12 * 3600))).isTrue();
        assertThat(cookie.renewed(NOW.plusSeconds(86_400)).visitor()).isEqualTo(cookie.visitor());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1..1",
                "1.AAAAAAAAAAAAAAAAAAAAAA.",
                "1.AAAAAAAAAAAAAAAAAAAAAA.99999999999",
                "1.AAAAAAAAAAAAAAAAAAAAA/.20779",
                "2.AAAAAAAAAAAAAAAAAAAAAA.20779",
                "1.AAAAAAAAAAAAAAAAAAAAAA.20779; x"
            })
    void anythingElseIsNoVisitor(String value) {
        assertThat(VisitorCookie.parse(value)).isNull();
    }
}
