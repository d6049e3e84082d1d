package io.taghub.console;

import io.taghub.config.HubConfig;
import io.taghub.event.Channel;
import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Client;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.Page;
import io.taghub.event.Person;
import io.taghub.store.Attempt;
import io.taghub.store.LaneStore;
import io.taghub.store.Parked;
import io.taghub.store.Parking;
import io.taghub.store.Verdict;
import io.taghub.tag.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Ada lands with two click ids, registers, and deposits nine days later: one of every verdict along the way. */
final class Story {
    static final String META = "meta-main";
    static final String GOOGLE = "google-ads";
    static final String GA4 = "ga4";
    static final String TIKTOK = "tiktok";
    static final String PARTNER = "partner";

    static final Person ADA = new Person(
            "player-1842",
            "ada@example.com",
            "+44 20 7946 0958",
            "Ada",
            "Lovelace",
            "London",
            null,
            null,
            "GB",
            "1985-12-10",
            "f");

    static final Instant CLICK = Instant.parse("2026-11-13T14:59:12.480Z");
    static final Instant DEPOSIT = Instant.parse("2026-11-22T15:03:04Z");

    final FakeStore store = new FakeStore();
    final FakeHub hub = new FakeHub(
            HubConfig.Mode.SANDBOX,
            META,
            "meta",
            GOOGLE,
            "google-data-manager",
            GA4,
            "ga4",
            TIKTOK,
            "tiktok",
            PARTNER,
            "postback");

    Story() {
        ClickId fbclid = new ClickId("fbclid", "IwAR2_demo", CLICK);
        ClickId gclid = new ClickId("gclid", "Cj0KCQ_demo", CLICK);
        store.touch(fbclid);
        store.touch(gclid);
        store.touch(new ClickId("btag", "aff_777_demo", CLICK));
        pageView(fbclid, gclid);
        registration();
        deposit();
    }

    private void pageView(ClickId fbclid, ClickId gclid) {
        long seq = store.put(Event.named("page_view", "mz4x0k-9f27c1", CLICK)
                .received(CLICK)
                .channels(Set.of(Channel.BROWSER))
                .visitor("v_5fK29xQz")
                .clickIds(ClickIds.of(fbclid, gclid))
                .page(new Page("https://shop.example/casino?fbclid=IwAR2_demo&gclid=Cj0KCQ_demo", null))
                .build());
        store.decide(META, seq, Verdict.DELIVERED, null, "");
        store.decide(GA4, seq, Verdict.DELIVERED, null, "");
        for (String tag : List.of(GOOGLE, TIKTOK, PARTNER)) {
            store.decide(tag, seq, Verdict.SKIPPED, Reason.NOT_TRIGGERED, "");
        }
    }

    private void registration() {
        Instant time = CLICK.plusSeconds(95);
        Event browser = Event.named("registration", "mz4x2p-41d0be", time)
                .received(time)
                .channels(Set.of(Channel.BROWSER))
                .visitor("v_5fK29xQz")
                .page(new Page("https://shop.example/casino/register", null))
                .client(new Client("203.0.113.77", "Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0.0.0"))
                .consent(new Consent(Map.of(Consent.Purpose.AD_STORAGE, Consent.State.GRANTED)))
                .properties(Map.of("plan", "welcome"))
                .build();
        Event server = Event.named("registration", "mz4x2p-41d0be", time)
                .received(time.plusMillis(140))
                .channels(Set.of(Channel.SERVER))
                .user(ADA)
                .client(new Client("203.0.113.77", null))
                .build();
        long seq = store.put(server.or(browser), browser, server);
        store.decide(META, seq, Verdict.DELIVERED, null, "");
        store.decide(GOOGLE, seq, Verdict.DELIVERED, null, "");
        store.decide(GA4, seq, Verdict.DUPLICATE, null, "");
        store.decide(TIKTOK, seq, Verdict.REJECTED, Reason.REJECTED_BY_PLATFORM, "code 40002: event_time is missing");
        store.decide(PARTNER, seq, Verdict.SKIPPED, Reason.NOT_TRIGGERED, "");
    }

    private void deposit() {
        long seq = store.put(Event.named("ftd", "dep-90417", DEPOSIT)
                .received(DEPOSIT)
                .user(Person.of("player-1842"))
                .visitor("v_5fK29xQz")
                .money("49.99", "EUR")
                .build());
        store.decide(META, seq, Verdict.DELIVERED, null, "");
        store.attempt(
                META,
                seq,
                attempt(
                        seq,
                        "retryable",
                        Reason.PLATFORM_DOWN,
                        503,
                        "POST https://graph.facebook.com/v24.0/123/events?access_token=***\nContent-Type: application/json\n\n{\"data\":[]}",
                        "Service Unavailable",
                        DEPOSIT.plusMillis(400)));
        store.attempt(
                META,
                seq,
                attempt(
                        seq,
                        "delivered",
                        null,
                        200,
                        """
                        POST https://graph.facebook.com/v24.0/123/events?access_token=***
                        Content-Type: application/json

                        {"data":[{"event_name":"FirstDeposit","event_time":1795359784,"event_id":"dep-90417",\
                        "action_source":"website","user_data":{"external_id":["b4f2"],"fbc":"fb.1.1794581952480.IwAR2_demo",\
                        "client_ip_address":"203.0.113.77"},"custom_data":{"value":49.99,"currency":"EUR"}}]}""",
                        "{\"events_received\":1,\"messages\":[],\"fbtrace_id\":\"AbC\"}",
                        DEPOSIT.plusSeconds(31)));
        store.fate(
                GOOGLE,
                seq,
                new LaneStore.Fate.Aside(new Parked(
                        seq,
                        Parking.ACCEPTED,
                        DEPOSIT.plusSeconds(1800),
                        1,
                        DEPOSIT.plusSeconds(1),
                        false,
                        Reason.PENDING_VERDICT,
                        "",
                        "req-1")));
        store.attempt(
                GOOGLE,
                seq,
                attempt(
                        seq,
                        "accepted",
                        null,
                        200,
                        "POST https://datamanager.googleapis.com/v1/events:ingest\n\n{\"events\":[{\"transactionId\":\"dep-90417\","
                                + "\"adIdentifiers\":{\"gclid\":\"Cj0KCQ_demo\"},\"conversionValue\":49.99,\"currency\":\"EUR\"}]}",
                        "{\"requestId\":\"req-1\"}",
                        DEPOSIT.plusSeconds(1)));
        store.decide(GA4, seq, Verdict.EXPIRED, Reason.TOO_OLD, "GA4 takes events of the last 72 hours");
        store.decide(TIKTOK, seq, Verdict.SKIPPED, Reason.NO_MATCH_KEY, "neither ttclid nor e-mail nor phone is known");
        store.fate(
                PARTNER,
                seq,
                new LaneStore.Fate.Aside(new Parked(
                        seq,
                        Parking.HELD,
                        null,
                        1,
                        DEPOSIT.plusSeconds(2),
                        true,
                        Reason.UNKNOWN_OUTCOME,
                        "no answer within 10 s",
                        null)));
        store.attempt(
                PARTNER,
                seq,
                attempt(
                        seq,
                        "unknown",
                        Reason.UNKNOWN_OUTCOME,
                        0,
                        "GET https://trk.partner.example/postback?cid=aff_777_demo&payout=49.99&txid=dep-90417",
                        "",
                        DEPOSIT.plusSeconds(2)));
    }

    static Attempt attempt(
            long seq, String result, Reason reason, int status, String request, String response, Instant at) {
        return new Attempt(List.of(seq), at, Duration.ofMillis(85), result, reason, "", status, request, response);
    }
}
