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
import io.taghub.event.Person;
import io.taghub.tag.Identifiers;
import io.taghub.tag.Reason;
import io.taghub.tag.Secret;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each path reads and each filter does. */
class MacroTest {
    private static final Event EVENT = ftd("Click-1")
            .money("1234.5", "EUR")
            .orderId("D-1")
            .user(new Person(
                    "player-7",
                    " Ada@Example.com ",
                    "+44 844 412 4653",
                    null,
                    null,
                    null,
                    null,
                    null,
                    "GB",
                    null,
                    null))
            .properties(Map.of("lots", 3, "tags", List.of("vip", "a|b")))
            .build();

    /** A hash the operator gives stands for the hash, and for nothing else. */
    @Test
    void whatIsGivenHashedIsNotHashedAgain() {
        String hash = Identifiers.hex("SHA-256", "ada@example.com");
        Person person = new Person(
                "u1",
                List.of(hash.toUpperCase(java.util.Locale.ROOT)),
                List.of(),
                hash,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                java.util.Set.of("email", "first_name"),
                Map.of());
        String macros = "e={{ user.email | sha256 }}&n={{ user.first_name | sha256 }}&m={{ user.email | md5 }}";

        assertThat(request(
                                url("https://net.example/?" + macros),
                                ftd("Click-1").user(person).build())
                        .url()
                        .getRawQuery())
                .isEqualTo("e=" + hash + "&n=" + hash);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '"',
            value = {
                "click.id                              > Click-1",
                "click.clickid                         > Click-1",
                "click.param.aff                       > 77",
                "sub2                                  > blue",
                "click.time | epoch                    > 1795348800",
                "event.id                              > dep-1",
                "event.name                            > ftd",
                "event.time                            > 2026-11-22T12%3A00%3A00Z",
                "event.time | iso                      > 2026-11-22T12%3A00%3A00Z",
                "event.time | epoch_ms                 > 1795348800000",
                "event.time | date:'yyyyMMdd_HHmm'     > 20261122_1200",
                "event.time | date:'HH:mm','Asia/Dubai' > 16%3A00",
                "txn.id                                > D-1",
                "value                                 > 1234.5",
                "value | money:2                       > 1234.50",
                "value | money:0                       > 1235",
                "value | minor_units                   > 123450",
                "currency | lower                      > eur",
                "user.id | upper                       > PLAYER-7",
                "user.country                          > GB",
                "property.lots                         > 3",
                "property.tags | join:'|'              > vip%7Cab",
                "property.none | default:'a | b'       > a%20%7C%20b",
                "property.none | default:txn.id        > D-1",
                "click.id | trunc:3                    > Cli",
            })
    void isReadAndFormatted(String macro, String sent) {
        assertThat(request(url("https://net.example/?a={{ " + macro + " }}"), EVENT)
                        .url()
                        .getRawQuery())
                .isEqualTo("a=" + sent);
    }

    @ParameterizedTest
    @CsvSource({
        "JPY, 1235",
        "KRW, 1235",
        "VND, 1235",
        "CLP, 1235",
        "ISK, 1235",
        "XOF, 1235",
        "UGX, 1235",
        "KWD, 1234500",
        "BHD, 1234500",
        "OMR, 1234500",
        "TND, 1234500",
        "JOD, 1234500",
        "IQD, 1234500",
        "CLF, 12345000",
        "HUF, 123450",
        "MGA, 123450",
        "XXX, 1235",
        "ZZZ, 123450"
    })
    void minorUnitsDependOnTheCurrency(String currency, String sent) {
        Event event = EVENT.toBuilder().money("1234.5", currency).build();

        assertThat(request(url("https://net.example/?a={{ value | minor_units }}"), event)
                        .url()
                        .getRawQuery())
                .isEqualTo("a=" + sent);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "money   | 49.9       | EUR  | 49.90",
                "money   | 49.995     | EUR  | 50.00",
                "money   | 5000       | JPY  | 5000",
                "money   | 5000.5     | JPY  | 5001",
                "money   | 1.234      | KWD  | 1.234",
                "money   | 1.5        | KWD  | 1.500",
                "money   | 0.00012    | BTC  | 0.00012",
                "money   | 1.2E-7     | BTC  | 0.00000012",
                "money   | 0.5        | BTC  | 0.50",
                "money   | 1          | BTC  | 1.00",
                "money   | 1.123456789012345678 | ETH | 1.123456789012345678",
                "money   | 1E+3       | USDT | 1000.00",
                "money   | 0.004      | EUR  | 0.004",
                "money   | 0.4        | JPY  | 0.4",
                "money   | 0.04       | JPY  | 0.04",
                "money   | 0.00012    | USDC | 0.00012",
                "money   | 0          | BTC  | 0.00",
                "money   | 0          | JPY  | 0",
                "money   | 49.999     |      | 49.999",
                "money:2 | 49.999     | EUR  | 50.00",
                "money:2 | 5000       | JPY  | 5000.00",
                "money:2 | 1.234      | KWD  | 1.234",
                "money:2 | 0.00012    | BTC  | 0.00012",
                "money:2 | 1.23456789 | BTC  | 1.23456789",
                "money:2 | 0.004      | EUR  | 0.004",
                "money:4 | 49.9       | EUR  | 49.9000",
                "money:0 | 1234.5     | EUR  | 1235",
                "money:0 | 0.4        | EUR  | 0.4",
                "money:0 | 1.5        | BTC  | 1.50",
                "money:1 | 0.00012    | BTC  | 0.00012",
                "minor_units | 0.005  | EUR  | 1",
                "minor_units | 1.25   | USDT | 125",
            })
    void amountsHaveTheDecimalsOfTheirCurrency(String filter, String value, String currency, String sent) {
        Event event = EVENT.toBuilder().money(value, currency).build();

        assertThat(request(url("https://net.example/?a={{ value | " + filter + " }}"), event)
                        .url()
                        .getRawQuery())
                .isEqualTo("a=" + sent);
    }

    @ParameterizedTest
    @CsvSource({"0.00012, BTC", "1.234,", "0.004, EUR", "0.4, JPY", "1.255, USDT"})
    void whatMinorUnitsCannotSayIsRefused(String value, String currency) {
        Event event = EVENT.toBuilder().money(value, currency).build();

        assertThat(skip(url("https://net.example/?a={{ value | minor_units }}"), event))
                .isEqualTo(Reason.INVALID_FIELD);
    }

    @Test
    void peopleAreNormalisedBeforeTheyAreHashed() {
        Map<String, Object> settings = url("https://net.example/?e={{ user.email | md5 }}&p={{ user.phone | sha256 }}");

        assertThat(request(settings, EVENT).url().getRawQuery())
                .isEqualTo("e=" + Identifiers.hex("MD5", "ada@example.com") + "&p="
                        + Identifiers.hex("SHA-256", "+448444124653"));
    }

    /** RFC 4231 test case 2. */
    @Test
    void signsWithASecret() {
        Map<String, Object> settings = url("https://net.example/?h={{ property.text | hmac_sha256:key }}");
        settings.put("secrets", Map.of("key", new Secret("Jefe")));
        Event event = EVENT.toBuilder()
                .properties(Map.of("text", "what do ya want for nothing?"))
                .build();

        assertThat(request(settings, event).url().getRawQuery())
                .isEqualTo("h=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void looksWordsUp() {
        Map<String, Object> settings =
                url("https://net.example/?a={{ currency | map:codes }}&b={{ user.country | map:codes }}");
        settings.put("maps", Map.of("codes", Map.of("EUR", "978")));

        assertThat(request(settings, EVENT).url().getRawQuery()).isEqualTo("a=978");
    }

    @Test
    void whatIsAbsentIsLeftOutWithItsText() {
        Map<String, Object> settings = url(
                "https://net.example/?a=n-{{ property.none }}&b={{ property.none | default:'' }}&c=&d={{ txn.id }}");

        assertThat(request(settings, EVENT).url().getRawQuery()).isEqualTo("b=&c=&d=D-1");
    }

    @Test
    void anAmountOutOfSomethingElseIsRefused() {
        assertThat(skip(url("https://net.example/?a={{ user.id | money:2 }}"), EVENT))
                .isEqualTo(Reason.INVALID_FIELD);
        assertThat(skip(url("https://net.example/?a={{ user.id | epoch }}"), EVENT))
                .isEqualTo(Reason.INVALID_FIELD);
    }

    @Test
    void anAmountThatWouldFillTheMemoryIsNone() {
        Event event = EVENT.toBuilder()
                .properties(Map.of("original_value", "1e999999999", "fee", "1e999999999"))
                .build();

        assertThat(skip(url("https://net.example/?a={{ property.fee | money:2 }}"), event))
                .isEqualTo(Reason.INVALID_FIELD);
        assertThat(request(url("https://net.example/?a={{ original.value | money:2 }}&b=1"), event)
                        .url()
                        .getRawQuery())
                .isEqualTo("b=1");
    }

    @Test
    void anIdThatTheNetworkWouldCutIsRefused() {
        assertThat(request(url("https://net.example/?a={{ txn.id | max:3 }}"), EVENT)
                        .url()
                        .getRawQuery())
                .isEqualTo("a=D-1");
        assertThat(skip(url("https://net.example/?a={{ txn.id | max:2 }}"), EVENT))
                .isEqualTo(Reason.INVALID_FIELD);
    }

    @Test
    void negativeAmountsOnlyWhereTheNetworkTakesThem() {
        Event refund = EVENT.toBuilder().money("-10", "EUR").build();
        Map<String, Object> settings = url("https://net.example/?a={{ value | money:2 }}");

        assertThat(skip(settings, refund)).isEqualTo(Reason.INVALID_FIELD);
        settings.put("signed", true);
        assertThat(request(settings, refund).url().getRawQuery()).isEqualTo("a=-10.00");
    }

    @Test
    void theDeliveryIdIsStableAndTellsReceiversEventsAndStatesApart() {
        Map<String, Object> settings = url("https://net.example/?d={{ delivery.id }}&r={{ random }}&s={{ status }}");
        String first = request(settings, EVENT).url().getRawQuery();

        assertThat(first).matches("d=[0-9a-f]{32}&r=\\d+");
        assertThat(request(
                                settings,
                                EVENT.toBuilder().received(NOON.plusSeconds(60)).build())
                        .url()
                        .getRawQuery())
                .isEqualTo(first);
        assertThat(request(settings, EVENT.toBuilder().status("reversed").build())
                        .url()
                        .getRawQuery())
                .doesNotStartWith(first.substring(0, 20));
        Map<String, Object> elsewhere = url("https://other.example/?d={{ delivery.id }}");
        assertThat(first).doesNotStartWith(request(elsewhere, EVENT).url().getRawQuery());
    }

    @Test
    void aClickIdIsTakenInTheOrderOfPreference() {
        Event both = EVENT.toBuilder()
                .clickIds(ClickIds.of(new ClickId("subid", "s-1", NOON), new ClickId("clickid", "c-1", NOON)))
                .build();
        Map<String, Object> settings = url("https://net.example/?c={{ click.id }}");

        assertThat(request(settings, both).url().getRawQuery()).isEqualTo("c=c-1");
        settings.put("click_id", "subid");
        assertThat(request(settings, both).url().getRawQuery()).isEqualTo("c=s-1");
    }

    @Test
    void whatTheOperatorWroteIsEncodedOnce() {
        Map<String, Object> settings = url("https://net.example/a%20b/ü?x=1%2C2&y=a b&bd[0]=z");
        settings.put("query", Map.of("q", "50% off & more"));

        assertThat(request(settings, EVENT).url().toString())
                .isEqualTo("https://net.example/a%20b/%C3%BC?x=1%2C2&y=a%20b&bd%5B0%5D=z&q=50%25%20off%20%26%20more");
    }

    /** Filters that write a value in another way. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "click.id ; base64       | YT9iPmM%3D",
                "click.id ; base64url    | YT9iPmM",
                "click.id ; substring:0,3| a%3Fb",
                "click.id ; substring:3  | %3Ec",
                "click.id ; without:'?'  | ab%3Ec",
                "click.id ; encoded      | a%253Fb%253Ec",
                "click.id ; sha512       | 327793678bb332c38809",
            })
    void whatIsWrittenInAnotherWay(String macro, String expected) {
        assertThat(request(
                                url("https://net.example/pb?v={{ " + macro.replace(';', '|') + " }}"),
                                ftd("a?b>c").build())
                        .url()
                        .toString())
                .startsWith("https://net.example/pb?v=" + expected);
    }

    @Test
    void nothingLeftIsNoValue() {
        assertThat(request(
                                url("https://net.example/pb?c={{ click.id }}&v={{ click.id | substring:9 }}"),
                                ftd("short").build())
                        .url())
                .hasToString("https://net.example/pb?c=short");
    }
}
