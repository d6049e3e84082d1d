package io.taghub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A post that is no list of events at all: a clear 4xx, never a 5xx, and nothing of it is taken. */
class BadBodyTest extends BadInput {
    private static final String OBJECT = "expected an event, an array of events, or {\\\"events\\\":[...]}";

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
}
