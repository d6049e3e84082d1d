package io.taghub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.tag.Identifiers;
import io.taghub.twin.Call;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SandboxApiTest {
    private final FakePlatforms platforms = new FakePlatforms(Settings.DEFAULT.withMaxRequests(50));

    @AfterEach
    void stop() {
        platforms.close();
    }

    @Test
    void aRequestIsShownAsItCame() {
        platforms.post("a.example/p%2Fq/r?x=1&y=%C3%A9&y=2", "{\"n\":1.50}", "X-Note", "hello");

        JsonNode request = platforms.requests("a.example").get(0);

        assertThat(request.path("seq").longValue()).isEqualTo(1);
        assertThat(request.path("at").stringValue()).isEqualTo("2026-11-22T12:00:00Z");
        assertThat(request.path("host").stringValue()).isEqualTo("a.example");
        assertThat(request.path("method").stringValue()).isEqualTo("POST");
        assertThat(request.path("path").stringValue()).isEqualTo("/p%2Fq/r");
        assertThat(request.path("query").toString()).isEqualTo("{\"x\":\"1\",\"y\":[\"é\",\"2\"]}");
        assertThat(request.path("headers").path("x-note").stringValue()).isEqualTo("hello");
        assertThat(request.path("body").stringValue()).isEqualTo("{\"n\":1.50}");
        assertThat(request.path("status").intValue()).isEqualTo(200);
        assertThat(request.path("problems").isArray()).isTrue();
    }

    @Test
    void aHubThatMovesItsClockBySecondsIsFollowedAndARequestThatTookItsTimeIsNot() {
        for (String time : new String[] {"12:00:05", "12:00:10", "12:00:07", "11:00:00"}) {
            platforms.get("a.example/1", "TagHub-Time", "2026-12-01T" + time + "Z");
        }
        assertThat(platforms
                        .requests("a.example")
                        .valueStream()
                        .map(request -> request.path("at").stringValue()))
                .containsExactly(
                        "2026-12-01T12:00:05Z", "2026-12-01T12:00:10Z", "2026-12-01T12:00:10Z", "2026-12-01T11:00:00Z");
    }

    /** As doctor asks, where a platform has no harmless call. */
    @Test
    void whoAsksWhetherAnybodyIsThereIsTold() {
        for (String host : new String[] {"widget.criteo.com", "a.mgid.com", "a.example"}) {
            assertThat(platforms.send("HEAD", host + "/", "").statusCode()).isEqualTo(200);
            assertThat(platforms.problems(host)).isEmpty();
        }
        platforms.get("a.mgid.com/");
        assertThat(platforms.problems("a.mgid.com")).isNotEmpty();
    }

    /** Its clock may have been moved, and the sandbox is a process of its own. */
    @Test
    void aHubSaysWhatTimeItIsAndWhoseRequestUntilSomebodySetsTheClock() {
        platforms.get("a.example/1", "TagHub-Time", "2026-12-01T12:00:00Z", "TagHub-Tag", "partner");
        platforms.get("a.example/2", "TagHub-Time", "2026-12-01T12:00:02Z");
        platforms.get("a.example/3", "TagHub-Time", "noon");
        platforms.post("_sandbox/clock", "{\"now\":\"2026-11-25T12:00:00Z\"}");
        platforms.get("a.example/4", "TagHub-Time", "2026-12-01T12:00:05Z");

        JsonNode requests = platforms.requests("a.example");
        assertThat(requests.valueStream().map(request -> request.path("at").stringValue()))
                .containsExactly(
                        "2026-12-01T12:00:00Z", "2026-12-01T12:00:02Z", "2026-12-01T12:00:02Z", "2026-11-25T12:00:00Z");
        assertThat(requests.get(0).path("tag").stringValue()).isEqualTo("partner");
        assertThat(requests.get(1).has("tag")).isFalse();
        assertThat(requests.get(0).path("headers").propertyNames()).noneMatch(name -> name.startsWith("taghub"));
    }

    /** Only the hub knows what is secret under a name that a partner made up. */
    @Test
    void whatTheHubSaysIsSecretIsMaskedWhereverItStands() {
        String fingerprint = Identifiers.hex("SHA-256", "s3cr t").substring(0, 8);
        platforms.post(
                "a.example/p/s3cr%20t/r?pin=s3cr+t&x=1",
                "{\"word\":\"s3cr t\",\"n\":\"s3cr\"}", "X-Pin", "s3cr t", "TagHub-Secrets", fingerprint);
        platforms.post(
                "a.example/p",
                "word=s3cr%20t&n=1",
                "TagHub-Secrets",
                fingerprint,
                "Content-Type",
                "application/x-www-form-urlencoded");

        String shown = platforms.requests("a.example").toString();
        assertThat(shown)
                .doesNotContain("s3cr t", "s3cr%20t", "s3cr+t", fingerprint)
                .contains("\"n\":\"s3cr\"", "\"***\"");
    }

    @Test
    void hostAndSinceNarrowTheList() {
        platforms.get("a.example/1");
        platforms.get("b.example/2");
        platforms.get("a.example/3");

        assertThat(platforms.requests("A.EXAMPLE")).hasSize(2);
        assertThat(FakePlatforms.json(platforms.get("_sandbox/requests?since=2")))
                .hasSize(1);
        assertThat(platforms.get("_sandbox/requests?since=x").statusCode()).isEqualTo(400);
    }

    @Test
    void aReadStaysAReadAndOtherPagesMayNotAsk() {
        platforms.get("a.example/1");

        platforms.get("_sandbox/requests", "X-HTTP-Method-Override", "DELETE");
        assertThat(platforms
                        .post("_sandbox/faults", "{\"host\":\"a.example\",\"mode\":\"hang\"}", "Origin", "null")
                        .statusCode())
                .isEqualTo(403);
        assertThat(platforms
                        .get("_sandbox/requests", "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(403);

        assertThat(platforms.requests("a.example")).hasSize(1);
        assertThat(FakePlatforms.json(platforms.get("_sandbox/faults"))).isEmpty();
    }

    @Test
    void oldRequestsAreDroppedAndItSaysSo() {
        IntStream.range(0, 60).forEach(i -> platforms.get("a.example/" + i));

        HttpResponse<String> answer = platforms.get("_sandbox/requests");

        assertThat(FakePlatforms.json(answer)).hasSize(50);
        assertThat(answer.headers().firstValue("X-Sandbox-Dropped")).contains("10");
    }

    @Test
    void deletingForgetsRequestsConversionsAndFaults() {
        platforms.fault("{\"host\":\"*\",\"mode\":\"status\"}");
        platforms.get("a.example/?event=ftd");
        platforms.send("DELETE", "_sandbox/requests", "");

        assertThat(platforms.requests("a.example")).isEmpty();
        assertThat(platforms.get("a.example/?event=ftd").statusCode()).isEqualTo(200);
        assertThat(platforms.conversions("a.example")).hasSize(1);
        assertThat(platforms.get("_sandbox/faults").body()).isEqualTo("[]");
    }

    @Test
    void secretsAreMaskedAndNothingIsSaidOfThem() {
        platforms.post(
                "a.example/x?access_token=first&api_secret=second",
                "{\"access_token\":\"first\",\"note\":\"kept\",\"client_secret\":\"a\\\"b\"}",
                "Authorization",
                "Bearer third",
                "Access-Token",
                "first");

        String shown = platforms.requests("a.example").toString();
        JsonNode request = platforms.requests("a.example").get(0);

        assertThat(shown)
                .doesNotContain("first")
                .doesNotContain("second")
                .doesNotContain("third")
                .contains("kept");
        String masked = request.path("query").path("access_token").stringValue();
        assertThat(masked).isEqualTo("***");
        assertThat(request.path("headers").path("access-token").stringValue()).isEqualTo(masked);
        assertThat(request.path("json").path("access_token").stringValue()).isEqualTo(masked);
        assertThat(request.path("headers").path("authorization").stringValue()).isEqualTo("Bearer ***");
        assertThat(request.path("json").path("client_secret").stringValue()).isEqualTo("***");
    }

    @Test
    void theClockMayBeMovedOverHttp() {
        assertThat(platforms.post("_sandbox/clock", "{\"advance\":\"P9D\"}").body())
                .contains("2026-12-01T12:00:00Z");
        assertThat(platforms.get("_sandbox/clock").body()).contains("2026-12-01T12:00:00Z");
        platforms.post("_sandbox/clock", "{\"now\":\"2026-11-22T13:00:00+01:00\"}");
        assertThat(platforms.get("_sandbox/clock").body()).contains("2026-11-22T12:00:00Z");
        for (String wrong :
                new String[] {"{}", "x", "{\"now\":\"noon\"}", "{\"advance\":\"soon\"}", "{\"advance\":\"P9999999D\"}"
                }) {
            assertThat(platforms.post("_sandbox/clock", wrong).statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    @Test
    void thePageShowsHostileContentAsText() {
        platforms.post("a.example/%3Cscript%3E?q=%3Cimg%20src=x%3E", "</pre><script>alert(1)</script>");

        HttpResponse<String> page = platforms.get("");

        assertThat(page.body())
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .contains("q = &lt;img src=x&gt;")
                .doesNotContain("<script")
                .doesNotContain("<img");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; style-src 'sha256-");
    }

    @Test
    void aPageOfAnotherNameMustNotRead() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", platforms.sandbox.port())) {
            socket.getOutputStream()
                    .write("GET /_sandbox/requests HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void aQueryThatCannotBeDecodedStaysAsItCame() {
        assertThat(Call.pairs("cid=%zz&%=1&=2&&a"))
                .containsEntry("cid", List.of("%zz"))
                .containsKeys("%", "", "a");
    }

    @Test
    void hostileRequestsAreRecordedAndNeverA500() {
        String deep = "[".repeat(100_000);
        for (String host : new String[] {
            "graph.facebook.com/v26.0/1/events?access_token=t",
            "business-api.tiktok.com/open_api/v1.3/event/track/",
            "www.google-analytics.com/mp/collect?measurement_id=G-ABC1234&api_secret=s",
            "oauth2.googleapis.com/token",
            "datamanager.googleapis.com/v1/events:ingest",
            "ads-api.x.com/12/measurement/conversions/oka17",
            "capi.uet.microsoft.com/v1/97012345/events",
            "campaign.api.bingads.microsoft.com/CampaignManagement/v13/OfflineConversions/Apply",
            "login.microsoftonline.com/common/oauth2/v2.0/token",
            "a.example/postback?cid=%25zz&=2&&"
        }) {
            for (String body : new String[] {
                deep,
                "",
                "null",
                "[]",
                "{\"data\":null}",
                "{\"data\":[null,1,\"x\",[]]}",
                "{\"data\":[{}]}",
                "{\"events\":[null,1,{}],\"destinations\":[1,null,{}]}",
                "{\"data\":[{\"event_time\":1e400}]}",
                "{\"data\":[{\"event_time\":-1e18}]}",
                "{\"data\":[{\"event_time\":\"-999999999999999\"}],\"access_token\":\"" + "\\\\\\\"x".repeat(100_000)
                        + "\"}",
                "{\"event_source\":\"web\",\"event_source_id\":\"C\",\"data\":[{\"user\":[],\"properties\":3,\"event_time\":99999999999999999999}]}",
                "{\"conversions\":[null,1,{},{\"conversion_timestamp\":1e300,\"identifiers\":[1,null,{}],\"contents\":[1]}]}",
                "{\"client_id\":\"c\",\"timestamp_micros\":1e300,\"events\":[{\"name\":\"x\",\"params\":[1]}],\"user_data\":5}"
            }) {
                assertThat(platforms
                                .post(host, body, "Access-Token", "t", "X-Pixel-Token", "t")
                                .statusCode())
                        .as(host + " " + (body.length() > 100 ? "deep" : body))
                        .isLessThan(500);
            }
        }
    }
}
