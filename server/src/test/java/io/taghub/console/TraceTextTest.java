package io.taghub.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.console.events.EventTrace;
import io.taghub.console.events.EventTraces;
import io.taghub.console.events.TraceText;
import io.taghub.event.Channel;
import io.taghub.event.Event;
import io.taghub.store.Verdict;
import io.taghub.tag.Reason;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@code taghub explain} prints. */
final class TraceTextTest {
    private final Story story = new Story();

    private EventTrace trace(String id) {
        return new EventTraces(story.store, story.hub).find(id).getFirst();
    }

    @Test
    void oneTableOfVerdictReasonRequestAndAnswer() {
        String text = TraceText.render(trace("dep-90417"), 100);

        assertThat(text)
                .startsWith("""
                        ftd  dep-90417
                        2026-11-22 15:03:04 UTC · server · 49.99 EUR · user player-1842 · visitor v_5fK29xQz
                        click fbclid IwAR2_demo, first seen 2026-11-13 14:59:12 UTC (9 d before)
                        click gclid Cj0KCQ_demo, first seen 2026-11-13 14:59:12 UTC (9 d before)
                        click btag aff_777_demo, first seen 2026-11-13 14:59:12 UTC (9 d before)

                        TAG         VERDICT     WHY
                        """)
                .contains("""
                        meta-main   delivered   after 2 attempts
                                    15:03:04 retryable, HTTP 503 after 85 ms
                                    → POST https://graph.facebook.com/v24.0/123/events?access_token=***
                        """)
                .contains("""
                                    ← {
                                        "events_received": 1,
                        """)
                .contains("""
                        ga4         expired     TOO_OLD: the event is older than the platform takes; GA4 takes events of the
                                                last 72 hours
                        """)
                .contains("has not decided yet; next attempt\n                        2026-11-22 15:33:04 UTC\n")
                .contains("partner     held        UNKNOWN_OUTCOME");
        assertThat(text.lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void anAddressIsNotBroken() {
        String url = "https://trk.example/postback?cid=w123&payout=49.99&goal=first-deposit&txid=dep-90417&more=12345";
        Event event = Event.named("purchase", "order-8", Story.DEPOSIT)
                .received(Story.DEPOSIT)
                .channels(Set.of(Channel.SERVER))
                .build();
        long seq = story.store.put(event);
        story.store.decide(
                Story.PARTNER,
                seq,
                Verdict.REJECTED,
                Reason.REJECTED_BY_PLATFORM,
                "the network did not take " + url + " at all");
        assertThat(TraceText.render(trace("order-8"), 80).lines()).anyMatch(line -> line.endsWith(" " + url));
    }

    @Test
    void tagsThatAreNotTriggeredAreFoldedIntoOneLine() {
        assertThat(TraceText.render(trace("mz4x0k-9f27c1"), 80))
                .contains("not triggered by this event: google-ads, tiktok, partner")
                .doesNotContain("NOT_TRIGGERED");
    }

    /** {@code retention: { attempts: }} may be shorter than that of events. */
    @Test
    void aVerdictWhoseAttemptsAreForgottenHasItsReasonToo() {
        Event event = Event.named("purchase", "order-6", Story.DEPOSIT)
                .received(Story.DEPOSIT)
                .channels(Set.of(Channel.SERVER))
                .build();
        long seq = story.store.put(event);
        story.store.decide(Story.META, seq, Verdict.DELIVERED, null, "");
        assertThat(TraceText.render(trace("order-6"), 100)).contains("delivered   its attempts are no longer kept");
    }

    @Test
    void aCopyThatCameWhenTheEventHadGoneOutIsTold() {
        Event server = Event.named("purchase", "order-7", Story.DEPOSIT)
                .received(Story.DEPOSIT)
                .channels(Set.of(Channel.SERVER))
                .build();
        Event browser = server.toBuilder()
                .received(Story.DEPOSIT.plusSeconds(300))
                .channels(Set.of(Channel.BROWSER))
                .build();
        long seq = story.store.put(server.or(browser), server, browser);
        story.store.decide(Story.META, seq, Verdict.DELIVERED, null, "");
        assertThat(TraceText.render(trace("order-7"), 100)).doesNotContain("the copy from");
        story.store.attempt(
                Story.META,
                seq,
                Story.attempt(seq, "delivered", null, 200, "POST x", "", Story.DEPOSIT.plusSeconds(1)));
        assertThat(TraceText.render(trace("order-7"), 100))
                .contains("the copy from the browser came at 2026-11-22 15:08:04 UTC, when the event had gone out;");
    }

    @Test
    void aHostileAnswerCannotSteerTheTerminal() {
        long seq = story.store.put(
                Event.named("purchase", "order-9", Story.DEPOSIT).build());
        story.store.decide(Story.META, seq, Verdict.REJECTED, Reason.REJECTED_BY_PLATFORM, "\u001b[2J\u202egone\r");
        story.store.attempt(
                Story.META,
                seq,
                Story.attempt(seq, "rejected", null, 400, "POST x", "\u001b]0;owned\u0007\u009b31m", Story.DEPOSIT));
        assertThat(TraceText.render(trace("order-9"), 20))
                .doesNotContainPattern("[\\p{Cntrl}&&[^\\n]]")
                .doesNotContain("\u202e", "\u009b")
                .contains("[2J");
    }

    @Test
    void withoutTagsItSaysWhatToDo() {
        FakeHub empty = new FakeHub(io.taghub.config.HubConfig.Mode.LIVE);
        List<EventTrace> traces = new EventTraces(story.store, empty).find("dep-90417");
        assertThat(TraceText.render(traces.getFirst(), 80)).contains("No tag is configured");
    }
}
