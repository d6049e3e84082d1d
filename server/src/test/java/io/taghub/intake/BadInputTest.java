package io.taghub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.taghub.event.Channel;
import io.taghub.event.Event;
import io.taghub.event.FieldNote;
import io.taghub.event.LineItem;
import io.taghub.event.Money;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events of which some are wrong, or wrong in part: the reason for each, and the good ones taken. */
class BadInputTest extends BadInput {
    /** Single quotes stand for double ones; the reason is that of the first event refused. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'id':'e1'}                                              | 'name' is missing
            {'name':null,'id':'e1'}                                  | 'name' is missing
            {'name':' ','id':'e1'}                                   | 'name' is missing
            {'name':'a<script>','id':'e1'}                           | 'name' is not right: a name is 1 to 64 letters, digits, spaces or _ . : / -
            {'name':['lead'],'id':'e1'}                              | 'name' is not right: a name is 1 to 64 letters, digits, spaces or _ . : / -
            {'name':'purchase'}                                      | 'id' is missing; a conversion needs one, so that it is never counted twice
            {'name':'purchase','id':''}                              | 'id' is missing; a conversion needs one, so that it is never counted twice
            {'name':'purchase','id':null}                            | 'id' is missing; a conversion needs one, so that it is never counted twice
            {'name':'purchase','id':'a b'}                           | 'id' is not right: an id is 1 to 128 printable ASCII characters without spaces
            {'name':'purchase','id':'a\\u0000b'}                     | 'id' is not right: an id is 1 to 128 printable ASCII characters without spaces
            {'name':'purchase','id':['x']}                           | 'id' is not right: an id is 1 to 128 printable ASCII characters without spaces
            {'name':'lead','value':1e99999999999}                    | the event holds a number that is out of every range
            {'name':'lead','value':1,'value':2}                      | the event holds the same key twice in one object
            {'name':'scroll'}                                        | 'scroll' is only taken from the browser (events.scroll.from)
            []                                                       | an event must be a JSON object
            7                                                        | an event must be a JSON object
            null                                                     | an event must be a JSON object
            'text'                                                   | an event must be a JSON object
            """)
    void oneBadEventOfABackEndIsNamedAndItsNeighboursAreTaken(String event, String reason) {
        String after = fresh("after");
        String body = "[{'name':'ok','id':'%s'}, %s ,{'name':'ok','id':'%s'}]".formatted(fresh("before"), event, after);

        RunningIntake.Answer answer = intake.events(body.replace('\'', '"'));

        assertThat(answer.body())
                .isEqualTo("{\"accepted\":2,\"paired\":0,\"duplicates\":0,\"rejected\":[{\"index\":1,\"reason\":" + "\""
                        + reason.replace("\"", "\\\"") + "\"}]}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(event(after).name()).isEqualTo("ok");
    }

    /** The field costs itself, not the event; its neighbours are what the sender wrote. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'id':'a b'                               | id                      | text of 3 characters  | an id is 1 to 128 printable ASCII characters without spaces
            'time':'yesterday'                       | time                    | text of 9 characters  | it must be an ISO 8601 time with an offset, such as 2026-11-22T11:45:00Z
            'time':'2026-11-22T11:45:00'             | time                    | text of 19 characters | it names no zone and is taken as UTC
            'time':'2026-11-22T12:10:01Z'            | time                    | text of 20 characters | it is in the future
            'time':'+999999999-12-31T23:59:59Z'      | time                    | text of 26 characters | it is in the future
            'time':'-999999999-01-01T00:00:00Z'      | time                    | text of 26 characters | it is too long ago
            'time':0                                 | time                    | a number              | it must be an ISO 8601 time with an offset, such as 2026-11-22T11:45:00Z
            'value':'lots'                           | value                   | text of 4 characters  | it must be one number, such as 49.99
            'value':'1,234'                          | value                   | text of 5 characters  | it must be one number, such as 49.99
            'value':1e999999                         | value                   | a number              | it must be one number, such as 49.99
            'value':-1e99                            | value                   | a number              | it must be one number, such as 49.99
            'value':'1e999999'                       | value                   | text of 8 characters  | it must be one number, such as 49.99
            'value':{}                               | value                   | an object of 0        | it must be one number, such as 49.99
            'value':true                             | value                   | true or false         | it must be one number, such as 49.99
            'currency':'DOUBLOON'                    | currency                | text of 8 characters  | a currency is an ISO 4217 code such as EUR, or BTC, ETH, USDT, USDC
            'vlaue':9                                | vlaue                   | a number              | unknown key; did you mean 'value'?
            'wholly_other':9                         | wholly_other            | a number              | unknown key; what is your own goes into 'properties'
            'user':'ada'                             | user                    | text of 3 characters  | it must be an object
            'user':{'mail':'x'}                      | user.mail               | text of 1 characters  | unknown key; did you mean 'email'?
            'user':{'email':[true]}                  | user.email              | true or false         | it must be text of at most 8192 characters
            'user':{'first_name':{}}                 | user.first_name         | an object of 0        | it must be text of at most 8192 characters
            'click_ids':[1]                          | click_ids               | a list of 1           | it must be an object
            'click_ids':{'g clid':'x'}               | click_ids.g clid        | text of 1 characters  | a click id's name is 1 to 64 letters, digits or _ . -
            'click_ids':{'gclid':{'value':'x','seen':'2262-12-01T00:00:00Z'}} | click_ids.gclid.seen | text of 20 characters | it is in the future
            'click_ids':{'gclid':{'value':'x','seen':'1970-01-01T00:00:00Z'}} | click_ids.gclid.seen | text of 20 characters | it is too long ago
            'consent':{'ads':'granted'}              | consent.ads             | text of 7 characters  | unknown purpose; known are ad_storage, ad_user_data, ad_personalization, analytics_storage
            'consent':{'ad_storage':'maybe'}         | consent.ad_storage      | text of 5 characters  | it must be granted or denied, and is taken as denied
            'items':'cheese'                         | items                   | text of 6 characters  | it must be a list of objects
            'items':[true]                           | items[0]                | true or false         | it must be an object
            'items':[{'id':1e999999999}]             | items[0].id             | a number              | it must be text
            'items':[{'id':'a'},{'id':'b','price':'free'}] | items[1].price    | text of 4 characters  | it must be one number, such as 49.99
            'properties':[1]                         | properties              | a list of 1           | it must be an object
            'page':7                                 | page                    | a number              | it must be an object
            'client':{'ip':'10.0.0.1'}               | client.ip               | text of 8 characters  | it holds no public IP address
            'app':{'att_status':'maybe'}             | app.att_status          | text of 5 characters  | it must be AUTHORIZED, DENIED, NOT_DETERMINED, RESTRICTED or NOT_APPLICABLE, and is taken as denied
            """)
    void oneBadFieldOfABackEndsEventIsLeftOutAndNoted(String field, String path, String given, String why) {
        String order = fresh("order");
        RunningIntake.Answer answer = intake.events(
                "{'name':'lead','order_id':'%s',%s}".formatted(order, field).replace('\'', '"'));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"accepted\":1,\"paired\":0,\"duplicates\":0,\"rejected\":[],\"warnings\":[{\"index\":0,\"field\":\""
                                + path + "\",\"reason\":\"" + why + "\",\"given\":\"" + given + "\"}]}");
        Event kept = intake.store.journal().latest(1).getFirst().event();
        assertThat(kept.orderId()).isEqualTo(order);
        assertThat(kept.notes()).containsExactly(new FieldNote(path, given, why));
    }

    @Test
    void whatIsNotRightIsCountedByOurOwnKeysAndSaidWithoutItself() {
        String bad = "{'name':'lead','value':'ada@example.com','nonsense of ada':1".replace('\'', '"');
        intake.events(bad + "}");
        double values = notes("server", "value");
        double others = notes("server", "other");

        intake.events(bad + ",\"id\":\"counted-1\"}");

        assertThat(notes("server", "value")).isEqualTo(values + 1);
        assertThat(notes("server", "other")).isEqualTo(others + 1);
        assertThat(event("counted-1").notes().toString()).doesNotContain("ada@example.com");
    }

    @Test
    void onlyBadEventsAreA400WithTheReasonOfEach() {
        RunningIntake.Answer answer = intake.events("[{},{\"name\":\"purchase\"}]");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"accepted\":0,\"paired\":0,\"duplicates\":0,\"rejected\":[{\"index\":0,\"reason\":\"'name' is missing\"},"
                                + "{\"index\":1,\"reason\":\"'id' is missing; a conversion needs one, so that it is never counted"
                                + " twice\"}]}");
    }

    @Test
    void notesDoNotGrowWithTheMistakes() {
        StringBuilder event = new StringBuilder("{\"name\":\"lead\",\"id\":\"many\"");
        for (int i = 0; i < 5000; i++) {
            event.append(",\"k").append(i).append("x".repeat(90)).append("\":1");
        }

        RunningIntake.Answer answer = intake.events(event + "}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(event("many").notes()).hasSize(50);
        assertThat(answer.body()).hasSizeLessThan(10_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {19, 500, 100_000})
    void oneEventThatIsNestedTooDeepDoesNotTakeTheOthersWithIt(int depth) {
        String deep = "{\"name\":\"lead\",\"id\":\"deep\",\"properties\":{\"p\":" + "[".repeat(depth)
                + "]".repeat(depth) + "}}";

        RunningIntake.Answer answer =
                intake.events("{\"events\":[{\"name\":\"lead\"}," + deep + ",{\"name\":\"lead\"}]}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"accepted\":2,\"paired\":0,\"duplicates\":0,\"rejected\":[{\"index\":1,\"reason\":"
                        + "\"the event is nested deeper than 20 levels\"}]}");
        assertThat(intake.snippet(snippet(
                                "{\"n\":\"a\",\"i\":\"aaaaaaaa\"}",
                                "{\"n\":\"a\",\"i\":\"bbbbbbbb\",\"p\":{\"p\":" + "[".repeat(Math.min(depth, 30_000))
                                        + "]".repeat(Math.min(depth, 30_000)) + "}}"))
                        .body())
                .isEqualTo("{\"accepted\":1,\"rejected\":[{\"index\":1,\"reason\":"
                        + "\"the event is nested deeper than 20 levels\"}]}");
    }

    @Test
    void hugeNumbersInPropertiesBecomeText() {
        assertThat(intake.events(
                                "{\"name\":\"lead\",\"id\":\"n1\",\"properties\":{\"a\":1e999999,\"b\":1e-999999,\"c\":"
                                        + "9".repeat(400) + ",\"d\":12345678901234567890,\"e\":0.1}}")
                        .status())
                .isEqualTo(200);

        var properties = event("n1").properties();
        assertThat(properties.get("a")).isEqualTo("1E+999999");
        assertThat(properties.get("b")).isEqualTo("1E-999999");
        assertThat(properties.get("d")).isEqualTo(new java.math.BigDecimal("12345678901234567890"));
        assertThat(properties.get("e")).isEqualTo(new java.math.BigDecimal("0.1"));
        assertThat(intake.events("[{\"name\":\"lead\",\"properties\":{\"c\":" + "9".repeat(1001) + "}}]")
                        .body())
                .contains("the event holds a number of more than 1000 digits");
    }

    @Test
    void theNoiseOfFloatingPointSumsIsRoundedAway() {
        intake.events("{\"name\":\"lead\",\"id\":\"n2\",\"value\":5.551115123125783e-17,\"currency\":\"eur\"}");

        assertThat(event("n2").money()).isNotNull().satisfies(money -> {
            assertThat(money.amount()).isEqualByComparingTo("0.000000000000000056");
            assertThat(money.currency()).isEqualTo("EUR");
        });
    }

    @Test
    void nulAndHalvesOfEmojisAreKeptReadable() {
        assertThat(intake.events("""
                        {"name":"lead","id":"s1","user":{"id":"u\\u0000\\ud83d"},"order_id":"\\udc00x","properties":
                        {"t":"a\\ud83d","whole":"\\ud83d\\ude00","n":"\\u0000","l":["\\ude00\\ud83d"]}}""").body()).startsWith("{\"accepted\":1");

        assertThat(event("s1").properties())
                .containsEntry("t", "a\ufffd")
                .containsEntry("whole", "\ud83d\ude00")
                .containsEntry("n", "\0")
                .containsEntry("l", List.of("\ufffd\ufffd"));
        assertThat(event("s1").user().id()).isEqualTo("u\0\ufffd");
        assertThat(event("s1").orderId()).isEqualTo("\ufffdx");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                          | 'name' is missing
            {'n':'purchase'}                            | 'id' is missing; a conversion needs one, so that it is never counted twice
            {'n':'purchase','i':'a a'}                  | 'id' is not right: an id is 1 to 128 printable ASCII characters without spaces
            {'n':'ftd','i':'aaaaaaaa'}                  | 'ftd' is only taken from a back end (events.ftd.from)
            {'n':'a','i':'aaaaaaaa','n':'b'}            | the event holds the same key twice in one object
            []                                          | an event must be a JSON object
            null                                        | an event must be a JSON object
            """)
    void oneBadEventOfAPageIsNamedAndItsNeighboursAreTaken(String event, String reason) {
        String after = fresh("after");
        RunningIntake.Answer answer = intake.snippet(
                snippet("{'n':'ok','i':'" + fresh("before") + "'}", event, "{'n':'ok','i':'" + after + "'}")
                        .replace('\'', '"'));

        assertThat(answer.body())
                .isEqualTo("{\"accepted\":2,\"rejected\":[{\"index\":1,\"reason\":\"" + reason + "\"}]}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(event(after).name()).isEqualTo("ok");

        RunningIntake.Answer alone = intake.snippet(snippet(event).replace('\'', '"'));
        assertThat(alone.status()).isEqualTo(400);
        assertThat(alone.body())
                .isEqualTo("{\"accepted\":0,\"rejected\":[{\"index\":0,\"reason\":\"" + reason + "\"}]}");
        assertThat(alone.cookies()).isEmpty();
    }

    @Test
    void aPagesBadFieldIsLeftOutAndItsRefusedEventIsSeen() {
        assertThat(intake.snippet(snippet(
                                        "{'n':'lead','i':'kept-1','p':{'value':'4,245.42','currency':'usd','tax':'1,234',"
                                                + "'items':[{'item_id':7,'item_name':1984,'price':''}]}}")
                                .replace('\'', '"'))
                        .status())
                .isEqualTo(204);
        assertThat(event("kept-1").money()).isEqualTo(new Money(new BigDecimal("4245.42"), "USD"));
        assertThat(event("kept-1").items()).containsExactly(new LineItem("7", "1984", null, null));
        assertThat(event("kept-1").notes())
                .containsExactly(new FieldNote(
                        "properties.tax", "text of 5 characters", "it must be one number, such as 49.99"));

        assertThat(intake.snippet(snippet("{'n':'lead','i':'kept-2','p':{'value':'x'}}")
                                .replace('\'', '"'))
                        .status())
                .isEqualTo(204);
        assertThat(notes("browser", "value")).isEqualTo(1);

        Counter refused = intake.meters.counter("taghub.events.refused", "channel", "browser", "fault", "channel");
        double before = refused.count();
        intake.snippet(snippet("{'n':'ftd','i':'aaaaaaaa'}").replace('\'', '"'));
        assertThat(intake.refused.latest().getFirst())
                .isEqualTo(new RefusedEvents.One(
                        intake.clock.instant(),
                        "browser",
                        "an object of 2",
                        "'ftd' is only taken from a back end (events.ftd.from)"));
        assertThat(refused.count()).isEqualTo(before + 1);
        for (int i = 0; i < 200; i++) {
            intake.refused.add(Channel.BROWSER, "json", "text", "no JSON");
        }
        assertThat(intake.refused.latest()).hasSize(50);
    }

    @Test
    void aUserAgentOfManyKilobytesCanBeReadAgain() {
        intake.snippet(snippet("{\"n\":\"a\",\"i\":\"long-ua-1\"}"), "User-Agent", "Mozilla/5.0 " + "x".repeat(12_000));

        assertThat(event("long-ua-1").client())
                .isNotNull()
                .satisfies(client -> assertThat(client.userAgent()).hasSize(1024));
    }
}
