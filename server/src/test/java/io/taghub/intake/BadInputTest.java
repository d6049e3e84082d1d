package io.taghub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Channel;
import io.taghub.event.Event;
import io.taghub.event.FieldNote;
import io.taghub.event.LineItem;
import io.taghub.event.Money;
import io.taghub.store.Journal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes in: a clear 4xx with the reason for each event, the good ones taken, never a 5xx. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
    private int counter;

    private static final String OBJECT = "expected an event, an array of events, or {\\\"events\\\":[...]}";

    private RunningIntake intake;

    @BeforeAll
    void start(@TempDir Path folder) {
        intake = RunningIntake.in(folder);
    }

    @AfterAll
    void stop() {
        intake.close();
    }

    /** One listener serves the whole table: what one body broke, the next would notice. */
    @AfterEach
    void stillAnswers() {
        assertThat(intake.events("{\"name\":\"still_there\"}").status()).isEqualTo(200);
        assertThat(intake.store.healthy()).isTrue();
    }

    private Event event(String id) {
        List<Journal.Found> found = intake.store.journal().find(id);
        assertThat(found).hasSize(1);
        return found.getFirst().event();
    }

    private String fresh(String id) {
        return id + "-" + ++counter;
    }

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

        intake.events(bad + ",\"id\":\"n1\"}");

        assertThat(notes("server", "value")).isEqualTo(values + 1);
        assertThat(notes("server", "other")).isEqualTo(others + 1);
        assertThat(event("n1").notes().toString()).doesNotContain("ada@example.com");
    }

    private double notes(String channel, String field) {
        return intake.meters
                .get("taghub.field.notes")
                .tag("channel", channel)
                .tag("field", field)
                .counter()
                .count();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                              | 400 | the body is empty
            `  `                            | 400 | expected an event, an array of events, or {'events':[...]}
            []                              | 400 | expected an event, an array of events, or {'events':[...]}
            {'events':[]}                   | 400 | expected an event, an array of events, or {'events':[...]}
            {'events':{}}                   | 400 | expected an event, an array of events, or {'events':[...]}
            7                               | 400 | expected an event, an array of events, or {'events':[...]}
            'name=lead'                     | 400 | expected an event, an array of events, or {'events':[...]}
            {'events':[{'name':'a'}],'user':{}} | 400 | beside 'events' there is nothing else to say; what concerns an event goes into the event
            {'events':[{'name':'a'}],'events':[{'name':'b'}]} | 400 | the body holds the same key twice in one object
            [{'name':'a'}                   | 400 | the body is not valid JSON at line 1, column 14
            [{'name':'a'},]                 | 400 | the body is not valid JSON at line 1, column 15
            {'name':'a'}{'name':'b'}        | 400 | the body is not valid JSON: something follows its end
            name=lead&id=1                  | 400 | the body is not valid JSON at line 1, column 1
            <event/>                        | 400 | the body is not valid JSON at line 1, column 1
            {name:'a'}                      | 400 | the body is not valid JSON at line 1, column 2
            {'name':NaN}                    | 400 | the body is not valid JSON at line 1, column 12
            """)
    void aBodyThatIsNoListOfEventsIsRefusedAsAWhole(String body, int status, String error) {
        RunningIntake.Answer answer = intake.events(body.replace('\'', '"'));

        assertThat(answer.body()).isEqualTo("{\"error\":\"" + (error.startsWith("expected") ? OBJECT : error) + "\"}");
        assertThat(answer.status()).isEqualTo(status);
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

    @Test
    void bodiesAreBoundedAndPlain() throws IOException {
        long head = intake.store.journal().head();
        byte[] tenMegabytes = new byte[10 << 20];
        assertThat(intake.events(tenMegabytes).body())
                .isEqualTo("{\"error\":\"the body is larger than 1024 KB; send fewer events at a time\"}");
        assertThat(intake.snippet(new byte[(192 << 10) + 1]).status()).isEqualTo(413);
        // Without a declared length.
        assertThat(intake.send(HttpRequest.newBuilder(intake.uri("/v1/events"))
                                .header("Authorization", "Bearer " + RunningIntake.KEY)
                                .POST(BodyPublishers.ofInputStream(
                                        () -> new java.io.ByteArrayInputStream(new byte[3 << 20]))))
                        .status())
                .isEqualTo(413);

        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(tenMegabytes);
        }
        assertThat(intake.events(zipped.toByteArray(), "Content-Encoding", "gzip")
                        .status())
                .isEqualTo(415);
        assertThat(intake.events(zipped.toByteArray()).body()).isEqualTo("{\"error\":\"the body is not UTF-8\"}");
        assertThat(intake.events(new byte[] {'{', '"', (byte) 0xc3, '"', '}'}).status())
                .isEqualTo(400);

        StringBuilder many = new StringBuilder("[{}");
        many.append(",{}".repeat(2000)).append(']');
        assertThat(intake.events(many.toString()).body())
                .isEqualTo("{\"error\":\"more than 2000 events; send fewer at a time\"}");
        assertThat(intake.store.journal().head()).isEqualTo(head);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/x-www-form-urlencoded",
                "multipart/form-data",
                "???"
            })
    void theContentTypeIsNotWhatMakesItJson(String type) {
        assertThat(intake.events("{\"name\":\"a\"}".getBytes(StandardCharsets.UTF_8), "Content-Type", type)
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                          | the body is empty
            {                                           | the body is not valid JSON at line 1, column 2
            []                                          | 'e' must be a list of at most 100 events
            7                                           | 'e' must be a list of at most 100 events
            {}                                          | 'e' must be a list of at most 100 events
            {'e':{}}                                    | 'e' must be a list of at most 100 events
            {'x':{'a':1,'a':2},'e':[{}]}                | the body holds the same key twice in one object
            """)
    void aSnippetBodyWithoutAListOfEventsIsRefused(String body, String error) {
        RunningIntake.Answer answer = intake.snippet(body.replace('\'', '"'));

        assertThat(answer.body()).isEqualTo("{\"error\":\"" + error + "\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.cookies()).isEmpty();
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

        intake.snippet(snippet("{'n':'ftd','i':'aaaaaaaa'}").replace('\'', '"'));
        assertThat(intake.refused.latest().getFirst())
                .isEqualTo(new RefusedEvents.One(
                        intake.clock.instant(),
                        "browser",
                        "an object of 2",
                        "'ftd' is only taken from a back end (events.ftd.from)"));
        assertThat(intake.meters
                        .get("taghub.events.refused")
                        .tag("channel", "browser")
                        .tag("fault", "channel")
                        .counter()
                        .count())
                .isEqualTo(1);
        for (int i = 0; i < 200; i++) {
            intake.refused.add(Channel.BROWSER, "json", "text", "no JSON");
        }
        assertThat(intake.refused.latest()).hasSize(50);
    }

    /** What concerns the whole post is only believed where it makes sense; the event is taken all the same. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'st':1e999999",
                "'st':-9223372036854775808",
                "'st':9223372036854775807",
                "'st':'now'",
                "'st':{}",
                "'l':7",
                "'r':[]",
                "'c':7",
                "'c':{'ad_storage':7}",
                "'x':'no'",
                "'g':[]",
                "'g':{'em':{}}",
                "'wd':'yes'",
                "'cl':1e99",
                "'v':99",
                "'unknown':{'deep':[[]]}",
                "'l':'\\ud800'",
                "'g':{'uid':1e999}"
            })
    void nonsenseAroundTheEventsDoesNoHarm(String extra) {
        String one = fresh("nonsense");
        String two = fresh("nonsense");
        String body =
                "{%s,'e':[{'n':'a','i':'%s','t':1e999999},{'n':'a','i':'%s','t':-1e18}]}".formatted(extra, one, two);

        assertThat(intake.snippet(body.replace('\'', '"')).status()).isEqualTo(204);
        assertThat(List.of(event(one), event(two)))
                .allSatisfy(event -> assertThat(event.time()).isEqualTo(RunningIntake.NOW));
    }

    @Test
    void brokenConnectionsAreNotTheHubsFault() throws IOException {
        long before = intake.store.journal().head();
        String head = "POST /v1/events HTTP/1.1\r\nHost: shop.example\r\nAuthorization: Bearer " + RunningIntake.KEY
                + "\r\nConnection: close\r\n";
        String event = "{\"name\":\"a\",\"id\":\"cut\"}";

        assertThat(intake.raw(head + "Content-Length: 100\r\n\r\n" + event))
                .doesNotContain(" 5")
                .doesNotContain(" 2");
        assertThat(intake.raw(head + "Transfer-Encoding: chunked\r\n\r\nffff\r\n" + event))
                .doesNotContain(" 5")
                .doesNotContain(" 2");
        assertThat(intake.raw(head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n" + event))
                .contains(" 400 ");
        assertThat(intake.raw(head + "Content-Length: -5\r\n\r\n" + event)).contains(" 400 ");
        assertThat(intake.raw(head + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n" + event))
                .contains(" 400 ");
        assertThat(intake.raw(head + "Content-Length: 99999999999\r\n\r\n" + event))
                .contains(" 413 ");
        assertThat(intake.raw(head + "Content-Length: 5\r\n\r\n" + event)).contains(" 400 ");
        assertThat(intake.raw(head + "X-Long: " + "x".repeat(20_000) + "\r\n\r\n"))
                .contains(" 431 ");
        assertThat(intake.raw("GARBAGE\r\n\r\n")).contains(" 400 ");
        assertThat(intake.store.journal().head()).isEqualTo(before);
    }

    @Test
    void aUserAgentOfManyKilobytesCanBeReadAgain() {
        intake.snippet(snippet("{\"n\":\"a\",\"i\":\"long-ua-1\"}"), "User-Agent", "Mozilla/5.0 " + "x".repeat(12_000));

        assertThat(event("long-ua-1").client())
                .isNotNull()
                .satisfies(client -> assertThat(client.userAgent()).hasSize(1024));
    }

    private static String snippet(String... events) {
        return "{\"v\":1,\"l\":\"https://shop.example/\",\"e\":[" + String.join(",", events) + "]}";
    }
}
