package io.taghub.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Event;
import io.taghub.event.FieldNote;
import io.taghub.tag.Reason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the console's JSON API tells of events. */
final class ApiTest extends ConsoleApi {
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
}
