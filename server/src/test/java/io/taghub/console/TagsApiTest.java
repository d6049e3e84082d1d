package io.taghub.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.taghub.config.HubConfig;
import io.taghub.hub.Consoles;
import io.taghub.store.LaneStore;
import io.taghub.store.Parked;
import io.taghub.store.Parking;
import io.taghub.store.Verdict;
import io.taghub.tag.Reason;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the JSON API says of tags, and what it lets a person do with them. */
final class TagsApiTest extends ConsoleApi {
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
        Parked asked = Parked.of(3, Parking.ACCEPTED, Story.DEPOSIT, Reason.NO_PERMISSION, "")
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
}
