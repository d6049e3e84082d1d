package io.taghub.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.taghub.config.HubConfig;
import io.taghub.event.Event;
import io.taghub.event.FieldNote;
import io.taghub.hub.Consoles;
import io.taghub.store.LaneStore;
import io.taghub.store.Verdict;
import io.taghub.tag.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The console's JSON API over real HTTP, and who may call it. */
final class ApiTest {
    private final Story story = new Story();
    private final HttpClient client = HttpClient.newHttpClient();
    private Console console;

    @BeforeEach
    void start() {
        console = Consoles.start(0, story.store, story.hub, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    }

    @AfterEach
    void stop() {
        client.close();
        console.close();
    }

    @Test
    void oneEventWithItsTags() throws Exception {
        JsonNode trace = json(get("/api/events/dep-90417"));

        assertThat(trace.propertyNames())
                .containsExactly(
                        "event", "waits_until", "copies", "claim", "click_ids", "tags", "conversion", "names", "gone");
        assertThat(trace.at("/event/name").stringValue()).isEqualTo("ftd");
        assertThat(trace.at("/event/user_id").stringValue()).isEqualTo("player-1842");
        assertThat(trace.at("/event/channels").toString()).isEqualTo("[\"server\"]");
        assertThat(trace.at("/event/value").decimalValue()).isEqualByComparingTo("49.99");
        JsonNode meta = trace.at("/tags/0");
        assertThat(meta.propertyNames())
                .containsExactly(
                        "tag",
                        "type",
                        "mode",
                        "verdict",
                        "reason",
                        "reason_text",
                        "detail",
                        "next_attempt",
                        "config",
                        "clicks",
                        "attempts");
        assertThat(meta.path("verdict").stringValue()).isEqualTo("delivered");
        assertThat(meta.path("attempts")).hasSize(2);
        JsonNode attempt = meta.at("/attempts/1");
        assertThat(attempt.path("at").stringValue()).isEqualTo("2026-11-22T15:03:35Z");
        assertThat(attempt.path("status").intValue()).isEqualTo(200);
        assertThat(attempt.at("/request_json/data/0/user_data/fbc").stringValue())
                .isEqualTo("fb.1.1794581952480.IwAR2_demo");
        assertThat(attempt.at("/request_json/data/0/user_data/client_ip_address")
                        .stringValue())
                .isEqualTo("203.0.113.0");
        assertThat(attempt.at("/response_json/events_received").intValue()).isEqualTo(1);
        assertThat(trace.at("/tags/1/verdict").stringValue()).isEqualTo("waiting");
        assertThat(trace.at("/tags/1/next_attempt").stringValue()).isEqualTo("2026-11-22T15:33:04Z");
        assertThat(trace.at("/tags/3/reason").stringValue()).isEqualTo("NO_MATCH_KEY");
        assertThat(trace.at("/tags/4/verdict").stringValue()).isEqualTo("held");
        assertThat(trace.at("/click_ids/0/first_seen").stringValue()).isEqualTo("2026-11-13T14:59:12.480Z");
    }

    @Test
    void copiesAreShownMasked() throws Exception {
        String body = get("/api/events/mz4x2p-41d0be").body();
        assertThat(json(get("/api/events/mz4x2p-41d0be")).path("copies")).hasSize(2);
        assertThat(body)
                .contains("a***@e***.com", "\"ip\":\"203.0.113.0\"", "\"country\":\"GB\"")
                .doesNotContain("ada@example.com", "7946", "Ada", "Lovelace", "1985-12-10", "203.0.113.77");
    }

    @Test
    void whatWasLeftOutOfAnEventIsToldAndNobodyNamedInIt() throws Exception {
        story.store.put(Event.named("purchase", "noted", Story.DEPOSIT)
                .notes(List.of(new FieldNote("user.ada@example.com", "text of 4 characters", "unknown key")))
                .build());

        assertThat(json(get("/api/events/noted")).at("/event/notes").toString())
                .isEqualTo(
                        "[{\"field\":\"user.a***@e***.com\",\"given\":\"text of 4 characters\",\"why\":\"unknown key\"}]");
        assertThat(get("/events/noted").body())
                .contains("Left out of it", "user.a***@e***.com", "text of 4 characters", "unknown key")
                .doesNotContain("ada@example.com");
        assertThat(get("/api/events/noted?format=text").body())
                .contains("left out: user.a***@e***.com (text of 4 characters): unknown key");
    }

    @Test
    void eventsThatWereNotTakenStandAboveTheList() throws Exception {
        assertThat(get("/").body()).doesNotContain("not taken lately");
        story.hub.refusedEvents = List.of(
                new HubView.RefusedEvent(Story.DEPOSIT, "browser", "an object of 2", "'id' is missing"),
                new HubView.RefusedEvent(Story.DEPOSIT, "server", "a number", "<script>"));

        assertThat(get("/").body())
                .contains(
                        "2 events were not taken lately",
                        "an object of 2",
                        "&#39;id&#39; is missing",
                        "&lt;script&gt;");
    }

    @Test
    void severalNamesMayShareAnIdAndAnIdMayHoldASlash() throws Exception {
        story.store.put(Event.named("purchase", "a/b%2e?#", Story.DEPOSIT).build());
        story.store.put(Event.named("refund", "a/b%2e?#", Story.DEPOSIT).build());
        String id = new Show().encoded("a/b%2e?#");

        assertThat(json(get("/api/events/" + id)).at("/event/name").stringValue())
                .isEqualTo("purchase");
        JsonNode refund = json(get("/api/event?name=refund&id=" + id));
        assertThat(refund.at("/event/name").stringValue()).isEqualTo("refund");
        assertThat(refund.path("names").toString()).isEqualTo("[\"purchase\",\"refund\"]");
        assertThat(get("/event?id=" + id).statusCode()).isEqualTo(200);
    }

    @Test
    void anEventThatWaitsForItsTwinSaysSo() throws Exception {
        story.store.putWaiting(
                Event.named("purchase", "order-7", Story.DEPOSIT).build(), Story.DEPOSIT.plusSeconds(30));
        JsonNode trace = json(get("/api/events/order-7"));
        assertThat(trace.path("waits_until").stringValue()).isEqualTo("2026-11-22T15:03:34Z");
        assertThat(trace.at("/tags/0/reason").stringValue()).isEqualTo("WAITING_FOR_TWIN");
    }

    @Test
    void whatIsPutAsideWaitsAsLongAsItsTagRests() throws Exception {
        story.hub.lanes.put(
                Story.GOOGLE,
                new HubView.LaneState(HubView.Rest.OPEN, Story.DEPOSIT.plusSeconds(7200), false, false, Map.of()));
        assertThat(json(get("/api/events/dep-90417")).at("/tags/1/next_attempt").stringValue())
                .isEqualTo("2026-11-22T17:03:04Z");
        story.store.pause(Story.GOOGLE, Reason.BAD_CREDENTIALS, "code 190");
        JsonNode paused = json(get("/api/events/dep-90417")).at("/tags/1");
        assertThat(paused.path("next_attempt").isNull()).isTrue();
        assertThat(paused.path("detail").stringValue()).contains("the tag is paused");
    }

    @Test
    void whatIsAheadOfAPausedOrRestingTagSaysWhy() throws Exception {
        story.store.put(Event.named("purchase", "order-8", Story.DEPOSIT).build());
        story.store.pause(Story.META, Reason.BAD_CREDENTIALS, "code 190");
        story.hub.lanes.put(
                Story.GA4,
                new HubView.LaneState(HubView.Rest.OPEN, Story.DEPOSIT.plusSeconds(60), false, false, Map.of()));
        JsonNode tags = json(get("/api/events/order-8")).path("tags");
        assertThat(tags.at("/0/reason").stringValue()).isEqualTo("BAD_CREDENTIALS");
        assertThat(tags.at("/0/detail").stringValue())
                .isEqualTo("code 190; the tag is paused until this is put right, and nothing is lost");
        assertThat(tags.at("/2/reason").stringValue()).isEqualTo("BREAKER_OPEN");
        assertThat(tags.at("/2/next_attempt").stringValue()).isEqualTo("2026-11-22T15:04:04Z");
        assertThat(tags.at("/3/reason").isNull()).isTrue();
    }

    @Test
    void whatAnotherHubRunsIsNotSaidToRunHere() throws Exception {
        story.store.put(Event.named("purchase", "order-8", Story.DEPOSIT).build());
        HubView.LaneState elsewhere = new HubView.LaneState(HubView.Rest.CLOSED, null, false, true, Map.of());
        story.hub.lanes.put(Story.META, elsewhere);
        story.hub.lanes.put(Story.GA4, elsewhere);
        story.store.pause(Story.GA4, Reason.BAD_CREDENTIALS, "code 190");
        JsonNode tags = json(get("/api/tags")).path("tags");
        assertThat(tags.at("/0/state").stringValue()).isEqualTo("elsewhere");
        assertThat(tags.at("/0/reason_text").stringValue()).isEqualTo("another hub on the same database runs it");
        assertThat(tags.at("/2/state").stringValue()).isEqualTo("paused");
        assertThat(json(get("/api/events/order-8")).at("/tags/0/detail").stringValue())
                .isEqualTo("the hub on the same database that runs the tag has not come to it yet");
        assertThat(get("/tags").body()).contains("Another hub on the same database runs this tag");
    }

    @Test
    void theListTellsWhatStillWaitsAndForWhat() throws Exception {
        JsonNode taken = json(get("/api/events"));
        assertThat(taken.path("settled").booleanValue()).isTrue();
        assertThat(taken.path("more").booleanValue()).isFalse();
        assertThat(taken.at("/events/0/tags/1").toString())
                .as("the platform has it and decides later")
                .isEqualTo("{\"tag\":\"google-ads\",\"verdict\":\"waiting\",\"reason\":\"PENDING_VERDICT\","
                        + "\"next_attempt\":\"2026-11-22T15:33:04Z\",\"waits_for\":null}");

        story.store.put(Event.named("purchase", "order-8", Story.DEPOSIT).build());
        story.store.putWaiting(
                Event.named("purchase", "order-9", Story.DEPOSIT).build(), Story.DEPOSIT.plusSeconds(600));
        story.store.putWaiting(
                Event.named("purchase", "order-10", Story.DEPOSIT).build(), Story.DEPOSIT.plusSeconds(30));
        story.store.pause(Story.GOOGLE, Reason.BAD_CREDENTIALS, "code 190");
        story.hub.lanes.put(
                Story.GA4,
                new HubView.LaneState(HubView.Rest.OPEN, Story.DEPOSIT.plusSeconds(600), false, false, Map.of()));
        JsonNode waiting = json(get("/api/events"));
        assertThat(waiting.path("settled").booleanValue()).isFalse();
        assertThat(waits(waiting, "order-8")).containsExactly("hub", "person", "time", "hub", "hub");
        assertThat(waits(waiting, "order-9"))
                .as("its twin may come for a while")
                .containsOnly("time");
        assertThat(waits(waiting, "order-10")).as("its time is up").containsOnly("hub");
    }

    private static List<String> waits(JsonNode latest, String id) {
        return latest.path("events")
                .valueStream()
                .filter(event -> event.path("id").asString("").equals(id))
                .flatMap(event -> event.path("tags").valueStream())
                .map(tag -> tag.path("waits_for").asString(""))
                .toList();
    }

    @Test
    void latestEventsNewestFirst() throws Exception {
        JsonNode answer = json(get("/api/events?limit=2"));
        assertThat(answer.propertyNames()).containsExactly("now", "settled", "more", "events");
        assertThat(answer.path("more").booleanValue()).isTrue();
        assertThat(answer.path("events")).hasSize(2);
        assertThat(answer.at("/events/0/id").stringValue()).isEqualTo("dep-90417");
        assertThat(answer.at("/events/0/tags/3").toString())
                .isEqualTo("{\"tag\":\"tiktok\",\"verdict\":\"skipped\",\"reason\":\"NO_MATCH_KEY\","
                        + "\"next_attempt\":null,\"waits_for\":null}");
        assertThat(error(get("/api/events?limit=many"), 400)).startsWith("'limit' must be");
        assertThat(error(get("/api/events/none"), 404)).startsWith("There is no event with this id.");
    }

    @Test
    void tagsWithSumsThatMatch() throws Exception {
        JsonNode tags = json(get("/api/tags")).path("tags");
        for (JsonNode tag : tags) {
            long verdicts = tag.path("verdicts").values().stream()
                    .mapToLong(JsonNode::longValue)
                    .sum();
            assertThat(verdicts
                            + tag.path("ahead").longValue()
                            + tag.path("aside").longValue())
                    .isEqualTo(tag.path("concerned").longValue());
        }
        assertThat(tags.at("/1/aside").longValue()).isEqualTo(1);
        assertThat(tags.at("/4/verdicts/held").longValue()).isEqualTo(1);
        assertThat(tags.at("/0/state").stringValue()).isEqualTo("running");
    }

    @Test
    void aTagWhosePlatformRefusesToSayMoreGoesOnAndSaysSo() throws Exception {
        LaneStore.Parked asked = LaneStore.Parked.of(
                        3, LaneStore.Parking.ACCEPTED, Story.DEPOSIT, Reason.NO_PERMISSION, "")
                .asking("req-1");
        story.store.fate(Story.GOOGLE, 3, new LaneStore.Fate.Aside(asked));
        JsonNode google = json(get("/api/tags")).at("/tags/1");

        assertThat(google.path("state").stringValue()).isEqualTo("running");
        assertThat(google.path("reason").stringValue()).isEqualTo("NO_PERMISSION");
        assertThat(google.path("reason_text").stringValue()).isEqualTo(Reason.NO_PERMISSION.text());
        assertThat(google.at("/waiting/0/reason").stringValue()).isEqualTo("NO_PERMISSION");
        assertThat(get("/tags").body()).contains(Reason.NO_PERMISSION.text() + "</b>: so it says when it is asked");
    }

    @Test
    void metricsAgreeWithTheStore() throws Exception {
        story.hub.lanes.put(
                Story.META, new HubView.LaneState(HubView.Rest.PROBING, null, false, false, Map.of("delivered", 4L)));
        String metrics = get("/metrics").body();
        assertThat(metrics)
                .contains(
                        "taghub_admitted_total 3.0",
                        "taghub_verdicts{reason=\"NO_MATCH_KEY\",tag=\"tiktok\",verdict=\"skipped\"} 1.0",
                        "taghub_parked{tag=\"google-ads\"} 1.0",
                        "taghub_concerned_total{tag=\"tiktok\"} 3.0",
                        "taghub_lag_events{tag=\"meta-main\"} 0.0",
                        "taghub_lag_seconds{tag=\"meta-main\"} 0.0",
                        "taghub_oldest_waiting_seconds{tag=\"google-ads\"}",
                        "taghub_attempts_total{class=\"delivered\",tag=\"meta-main\"} 4.0",
                        "taghub_breaker_state{tag=\"meta-main\"} 1.0");
    }

    @Test
    void whatNeedsAPersonIsInTheApiAndInTheMetrics() throws Exception {
        story.hub.lanes.put(Story.META, new HubView.LaneState(HubView.Rest.CLOSED, null, true, false, Map.of()));
        story.hub.configProblems = List.of("taghub.yaml:3:5: unknown key 'wen'");
        JsonNode tags = json(get("/api/tags"));
        assertThat(tags.propertyNames()).containsExactly("now", "config", "config_problems", "warnings", "tags");
        assertThat(tags.path("config_problems").toString()).isEqualTo("[\"taghub.yaml:3:5: unknown key 'wen'\"]");
        assertThat(tags.at("/tags/0/state").stringValue()).isEqualTo("stuck");
        assertThat(get("/metrics").body())
                .contains(
                        "taghub_stuck{tag=\"meta-main\"} 1.0",
                        "taghub_stuck{tag=\"ga4\"} 0.0",
                        "taghub_config_problems 1.0");
        assertThat(json(post("/api/tags/meta-main/probe", "")).toString())
                .isEqualTo(
                        "{\"result\":\"failed\",\"text\":\"the platform does not accept the credentials: code 190\"}");
        assertThat(error(post("/api/tags/nobody/probe", ""), 404)).contains("there are meta-main,");
    }

    @Test
    void aPlatformIsAskedWhatItThinksOfAnEvent() throws Exception {
        assertThat(json(post("/api/events/dep-90417/validate/ga4", ""))
                        .path("text")
                        .stringValue())
                .isEqualTo("ga4 objects");
        assertThat(story.hub.calls).contains("validate ga4");
        assertThat(error(post("/api/events/dep-90417/validate/nobody", ""), 404))
                .contains("there are meta-main,");
        assertThat(post("/api/events/nothing/validate/ga4", "").statusCode()).isEqualTo(404);
    }

    @Test
    void aPersonDecidesOnHeldEventsOnce() throws Exception {
        assertThat(json(get("/api/held?tag=partner")).at("/held/0/seq").longValue())
                .isEqualTo(3);
        assertThat(error(post("/api/held/partner/3", "{\"decision\":\"pay\"}"), 400))
                .contains("resend, discard or delivered");
        assertThat(post("/api/held/partner/3", "{\"decision\":\"delivered\"}").statusCode())
                .isEqualTo(204);
        assertThat(story.store.fate(Story.PARTNER, 3).toString()).contains(Verdict.DELIVERED.name());
        assertThat(error(post("/api/held/partner/3", "{\"decision\":\"resend\"}"), 409))
                .contains("not held at partner, or no longer");
        assertThat(error(post("/api/held/nobody/3", "{\"decision\":\"resend\"}"), 404))
                .contains("no tag of this name");
    }

    @Test
    void replayErasureAndResumeArePassedOn() throws Exception {
        assertThat(json(post(
                                "/api/replay",
                                "{\"tag\":\"ga4\",\"from\":\"2026-11-20T00:00:00Z\",\"reason\":\"TOO_OLD\",\"dry_run\":true}"))
                        .toString())
                .isEqualTo("{\"id\":null,\"matched\":7,\"reopened\":0,\"found\":[{\"verdict\":\"expired\","
                        + "\"reason\":\"TOO_OLD\",\"reason_text\":\"the event is older than the platform takes\","
                        + "\"count\":7}],\"outlook\":[{\"verdict\":\"expired\",\"reason\":\"TOO_OLD\","
                        + "\"reason_text\":\"the event is older than the platform takes\",\"count\":7}]}");
        assertThat(json(post("/api/replay", "{\"tag\":\"ga4\"}")).path("id").asString())
                .isEqualTo("r1");
        JsonNode progress = json(get("/api/replay/r1"));
        assertThat(progress.path("chosen").intValue()).isEqualTo(7);
        assertThat(progress.path("pending").intValue()).isEqualTo(1);
        assertThat(progress.path("results")
                        .valueStream()
                        .map(one -> one.path("verdict").asString() + " "
                                + one.path("reason").asString("") + " "
                                + one.path("count").intValue()))
                .containsExactly("delivered  4", "waiting MIN_DELAY 2", "waiting REOPENED 1");
        assertThat(error(get("/api/replay/r0"), 404)).contains("does not know this replay");
        assertThat(error(post("/api/replay", "{\"tag\":\"ga4\",\"from\":\"yesterday\"}"), 400))
                .contains("ISO 8601");
        assertThat(error(post("/api/replay", "not json"), 400)).contains("must be a JSON object");
        assertThat(post("/api/tags/ga4/resume", "").statusCode()).isEqualTo(204);
        assertThat(json(send(request("/api/subjects/player-1842")
                                .header("X-TagHub", "1")
                                .DELETE()))
                        .path("touched")
                        .intValue())
                .isEqualTo(3);
        assertThat(story.store.calls).containsExactly("erase player-1842");
        assertThat(story.hub.calls.getFirst()).contains("tag=ga4", "reason=TOO_OLD", "dryRun=true");
        assertThat(story.hub.calls.getLast()).isEqualTo("resume ga4");
    }

    @Test
    void theClockMovesInModeSandboxOnlyAndForwardOnly() throws Exception {
        HttpRequest.Builder bare = request("/api/test/clock");
        assertThat(json(send(bare.POST(HttpRequest.BodyPublishers.ofString("{\"advance\":\"P9D\"}"))))
                        .toString())
                .isEqualTo("{\"now\":\"2026-12-01T15:05:00Z\"}");
        assertThat(error(post("/api/test/clock", "{\"advance\":\"-P1D\"}"), 400))
                .contains("forward only");
        assertThat(error(post("/api/test/clock", "{\"advance\":\"9 days\"}"), 400))
                .contains("ISO 8601 duration");

        console.close();
        FakeHub live = new FakeHub(HubConfig.Mode.LIVE, "meta-main", "meta");
        console = Consoles.start(0, story.store, live, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        assertThat(error(post("/api/test/clock", "{\"advance\":\"P9D\"}"), 403)).contains("mode sandbox only");
    }

    @ParameterizedTest
    @CsvSource({
        "evil.example, , 1, 403",
        "127.0.0.1.evil.example, , 1, 403",
        "localhost:PORT, , 1, 204",
        "[::1]:PORT, , 1, 204",
        "127.0.0.1:PORT, http://127.0.0.1:PORT, 1, 204",
        "127.0.0.1:PORT, http://127.0.0.1:PORT, , 403",
        "127.0.0.1:PORT, http://evil.example, 1, 403",
        "127.0.0.1:PORT, null, 1, 403",
        "127.0.0.1:PORT, http://127.0.0.1:1, 1, 403",
        "127.0.0.1:PORT, , , 403",
    })
    void writesComeFromTheConsoleItselfOrFromNoBrowser(String host, String origin, String header, int status)
            throws Exception {
        String port = String.valueOf(console.port());
        assertThat(raw("POST /api/tags/ga4/resume HTTP/1.1\r\nHost: " + host.replace("PORT", port) + "\r\n"
                        + (origin == null ? "" : "Origin: " + origin.replace("PORT", port) + "\r\n")
                        + (header == null ? "" : "X-TagHub: " + header + "\r\n")
                        + "Content-Length: 0\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status);
        assertThat(story.hub.calls.isEmpty()).isEqualTo(status != 204);
    }

    /** No header and no parameter makes of a request something else than its first line says. */
    @ParameterizedTest
    @CsvSource({
        "GET, X-HTTP-Method-Override: %s",
        "GET, x-http-method-override: %s",
        "HEAD, X-HTTP-Method-Override: %s",
        "GET, X-HTTP-Method: %s",
        "GET, X-Method-Override: %s",
        "GET, Content-Type: application/x-www-form-urlencoded",
    })
    void aReadStaysARead(String method, String header) throws Exception {
        for (String write : List.of(
                "POST /api/tags/ga4/resume", "POST /api/replay", "DELETE /api/subjects/u-1", "POST /api/test/clock")) {
            String[] parts = write.split(" ");
            assertThat(raw(method + " " + parts[1] + "?_method=" + parts[0] + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                            + header.formatted(parts[0]) + "\r\nX-TagHub: 1\r\nConnection: close\r\n\r\n"))
                    .as(write)
                    .startsWith("HTTP/1.1 404");
            assertThat(raw(method + " / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Original-URL: " + parts[1]
                            + "\r\nX-Rewrite-URL: " + parts[1] + "\r\n" + header.formatted(parts[0])
                            + "\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200");
        }
        assertThat(story.hub.calls).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            GET     | Origin: http://evil.example                                                              | 403
            GET     | Origin: null                                                                             | 403
            GET     | Sec-Fetch-Site: cross-site                                                               | 403
            GET     | Sec-Fetch-Site: same-site                                                                | 403
            GET     | Sec-Fetch-Site: cross-site;Sec-Fetch-Mode: navigate;Sec-Fetch-Dest: iframe               | 403
            GET     | Sec-Fetch-Site: cross-site;Sec-Fetch-Mode: navigate;Sec-Fetch-Dest: document             | 200
            GET     | Sec-Fetch-Site: same-origin                                                              | 200
            GET     | Sec-Fetch-Site: none;Sec-Fetch-Mode: navigate;Sec-Fetch-Dest: document                   | 200
            GET     | X-Forwarded-Host: evil.example;X-Forwarded-For: 203.0.113.7;Forwarded: for=203.0.113.7   | 200
            GET     | Sec-Fetch-Mode: cors                                                                     | 200
            OPTIONS | Origin: http://evil.example;Access-Control-Request-Method: DELETE                        | 403
            TRACE   | X-Nothing: 1                                                                             | 403
            BEFORE  | X-Nothing: 1                                                                             | 403
            POST    | Sec-Fetch-Site: same-origin;Content-Length: 0;X-TagHub: 1                                | 403
            POST    | Sec-Fetch-Site: cross-site;Content-Length: 0;X-TagHub: 1                                 | 403
            """)
    void otherPagesScriptsAreKeptAway(String method, String headers, int status) throws Exception {
        assertThat(raw(method + " /api/events HTTP/1.1\r\nHost: localhost:" + console.port() + "\r\n"
                        + headers.replace(";", "\r\n") + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n",
                "GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1\r\n",
                "GET / HTTP/1.1\r\nHost: 127.0.0.1@evil.example\r\n",
                "GET / HTTP/1.1\r\nHost: localhost.\r\n",
                "GET / HTTP/1.1\r\nHost: 0.0.0.0\r\n",
                "GET / HTTP/1.1\r\nHost: 2130706433\r\n",
                "GET / HTTP/1.1\r\nX-Forwarded-Host: localhost\r\nHost: evil.example\r\n",
                "GET / HTTP/1.1\r\n",
                "GET / HTTP/1.0\r\n",
            })
    void anotherNameIsNoWayIn(String request) throws Exception {
        assertThat(raw(request + "Connection: close\r\n\r\n")).containsPattern("HTTP/1\\.[01] (400|403)");
    }

    @Test
    void theConsoleIsOnThisMachineAlone() throws Exception {
        for (InetAddress other : otherAddresses()) {
            assertThatThrownBy(() -> new Socket(other, console.port()).close())
                    .as(other.toString())
                    .isInstanceOf(IOException.class);
        }
    }

    private static List<InetAddress> otherAddresses() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .toList();
    }

    @Test
    void aCrossSitePageMayNotMoveTheClockEither() throws Exception {
        assertThat(error(
                        send(request("/api/test/clock")
                                .header("Origin", "http://evil.example")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"advance\":\"P9D\"}"))),
                        403))
                .contains("not the console's");
    }

    @Test
    void everyAnswerCarriesTheHeadersThatKeepPagesApart() throws Exception {
        for (String path : List.of("/", "/tags", "/api/events", "/nowhere", "/api/nowhere", "/assets/console.js")) {
            var headers = get(path).headers();
            assertThat(headers.firstValue("Content-Security-Policy"))
                    .as(path)
                    .hasValueSatisfying(csp ->
                            assertThat(csp).startsWith("default-src 'none'").doesNotContain("unsafe"));
            assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
        }
        assertThat(get("/nowhere").body()).contains("There is nothing here.");
        assertThat(get("/assets/..%2fevents.html").statusCode()).isEqualTo(404);
        assertThat(get("/assets/layout.html").statusCode()).isEqualTo(404);
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), console.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + console.port() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(request(path));
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send(request(path).header("X-TagHub", "1").POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.read(answer.body());
    }

    private static String error(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return Json.read(answer.body()).path("error").stringValue();
    }
}
