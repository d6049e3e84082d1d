package io.taghub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Channel;
import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Consent;
import io.taghub.event.Consent.Purpose;
import io.taghub.event.Consent.State;
import io.taghub.event.Event;
import io.taghub.event.EventBuilder;
import io.taghub.event.Marks;
import io.taghub.event.Person;
import io.taghub.store.Verdict;
import io.taghub.tag.Limits;
import io.taghub.tag.Plan;
import io.taghub.tag.Reason;
import io.taghub.time.HubClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Events that come before it is known whose they are, or what their visitor allows. */
class AwaitTest extends WithRig {
    private static final Limits ONE = Limits.SINGLE.dedupWindow(Rig.TWO_DAYS);
    private static final Consent YES = Consent.UNSET.with(Purpose.AD_STORAGE, State.GRANTED);
    private static final Consent NO = Consent.UNSET.with(Purpose.AD_STORAGE, State.DENIED);

    /** Sends nothing without a click. */
    private final class ClickTag extends LineTag {
        private ClickTag(String name) {
            super(rig.sink.url("/" + name), ONE);
        }

        @Override
        public Plan plan(Event event) {
            return event.clickIds().has("btag") ? super.plan(event) : Plan.skip(Reason.NO_CLICK_ID, "no btag");
        }
    }

    private EventBuilder event(String name, String id) {
        return Event.named(name, id, rig.clock.instant()).received(rig.clock.instant());
    }

    private Event deposit(String id) {
        return event("purchase", id)
                .channels(Set.of(Channel.SERVER))
                .user(Person.of("ada"))
                .build();
    }

    private EventBuilder page(String id) {
        return event("page_view", id).channels(Set.of(Channel.BROWSER)).visitor("v1");
    }

    private Event click() {
        return page("land")
                .clickIds(ClickIds.of(new ClickId("btag", "A", rig.clock.instant())))
                .build();
    }

    private Event login() {
        return page("login").user(Person.of("ada")).build();
    }

    /** The deposit is looked at in vain, and put aside again. */
    private void laterLookedAt(Duration time) {
        rig.after(time);
        Rig.until("looked at again", () -> rig.parked("a", "d-1").due().isAfter(rig.clock.instant()));
    }

    @Test
    void aDepositWaitsForTheVisitorWhoClicked() {
        rig.tag("a", new ClickTag("a")).admit(click(), deposit("d-1")).untilAside(1, "a");
        assertThat(rig.parked("a", "d-1").reason()).isEqualTo(Reason.AWAITING_LINK);

        laterLookedAt(Duration.ofHours(48));
        rig.admit(login()).untilDelivered(1, "a");
    }

    @Test
    void itDoesNotWaitForEver() {
        rig.tag("a", new ClickTag("a")).admit(click(), deposit("d-1")).untilAside(1, "a");
        rig.after(Duration.ofHours(72)).untilAside(0, "a");
        assertThat(rig.count("a", Verdict.SKIPPED, Reason.NO_CLICK_ID)).isEqualTo(1);

        rig.admit(login()).settled("a");
        assertThat(rig.arrived()).isEmpty();
    }

    /** A hub that starts while the machine's clock is wrong takes nothing for over that may not be. */
    @Test
    void nothingIsOverByAClockThatNobodyBelieves() {
        rig.unsetMeansNo()
                .tag("a", new ClickTag("a"))
                .tag("b", ONE.maxAge(Duration.ofDays(7)).minDelay(Duration.ofHours(1)))
                .admit(
                        deposit("link").toBuilder().consent(YES).build(),
                        event("purchase", "consent").visitor("v1").build())
                .untilAside(2, "a")
                .untilAside(2, "b");
        // The rig's own clock stays right: until the crash the hub before goes by it.
        Instant right = rig.clock.instant();
        Duration wrong = Duration.ofDays(400);
        HubClock jumped = new HubClock(
                () -> rig.clock.instant().plus(wrong),
                () -> Duration.between(right, rig.clock.instant()).toNanos());
        jumped.recall(new HubClock.Memory(right, right));
        rig.crash(jumped).after(Duration.ofMinutes(2));
        for (String tag : List.of("a", "b")) {
            for (String id : List.of("link", "consent")) {
                Rig.until(
                        id + " is looked at by " + tag,
                        () -> rig.parked(tag, id).due().isAfter(right.plus(wrong)));
            }
        }
        assertThat(rig.parked("b", "link").reason()).isEqualTo(Reason.TOO_OLD);

        jumped.confirm();
        rig.after(Duration.ofMinutes(5)).untilAside(0, "a").untilAside(0, "b");
    }

    @Test
    void whoIsLinkedAndHasNoClickHasNone() {
        rig.tag("a", new ClickTag("a")).admit(login(), deposit("d-1"));
        Rig.until("skipped", () -> rig.count("a", Verdict.SKIPPED, Reason.NO_CLICK_ID) == 1);
    }

    @Test
    void likeTagsJudgeAnEventAlike() {
        for (int n = 0; n < 4; n++) {
            rig.tag("t" + n, ONE);
        }
        for (int n = 0; n < 30; n++) {
            rig.admit(
                    event("page_view", "no-" + n).visitor("v-" + n).consent(NO).build());
            rig.admit(event("purchase", "p-" + n).visitor("v-" + n).consent(YES).build());
        }
        for (int n = 0; n < 4; n++) {
            rig.untilDelivered(30, "t" + n);
        }
    }

    @Test
    void whatWasDeniedAtTheTimeStaysDenied() {
        rig.tag("a", ONE).sink.down();
        rig.admit(event("page_view", "no").visitor("v1").consent(NO).build());
        rig.admit(event("purchase", "p").visitor("v1").build());
        rig.admit(event("page_view", "yes").visitor("v1").consent(YES).build());
        rig.sink.up();
        rig.untilCount(1, "a", Verdict.SUPPRESSED);
        assertThat(rig.arrived()).isEmpty();
    }

    @Test
    void aBrowsersDenialHoldsForWhatTheBackEndReportsOfTheUser() {
        rig.tag("a", ONE).admit(page("1").user(Person.of("ada")).consent(YES).build());
        rig.admit(page("2").consent(NO).build());
        rig.admit(deposit("d-1"));
        rig.admit(deposit("d-2").toBuilder().consent(YES).build()).untilCount(2, "a", Verdict.SUPPRESSED);

        rig.admit(page("3").consent(YES).build());
        rig.admit(deposit("d-3")).untilDelivered(1, "a");
    }

    @Test
    void whoOptedOutIsLeftAloneUntilTheyComeBack() {
        rig.tag("a", ONE).admit(login());
        rig.store.identity().optOut("v1", null, true, rig.clock.instant());
        rig.admit(deposit("d-1").toBuilder().consent(YES).build()).untilCount(1, "a", Verdict.SUPPRESSED);
        assertThat(rig.count("a", Verdict.SUPPRESSED, Reason.OPTED_OUT)).isEqualTo(1);

        rig.after(Duration.ofHours(1)).store.identity().optOut("v1", null, false, rig.clock.instant());
        rig.admit(deposit("d-2")).untilDelivered(1, "a");
    }

    @Test
    void undecidedWaitsForTheTwinsWord() {
        rig.unsetMeansNo()
                .tag("a", ONE)
                .admit(event("purchase", "p-1").channels(Set.of(Channel.SERVER)).build());
        rig.untilAside(1, "a");
        assertThat(rig.parked("a", "p-1").reason()).isEqualTo(Reason.AWAITING_CONSENT);
        rig.admit(event("purchase", "p-1")
                        .channels(Set.of(Channel.BROWSER))
                        .consent(YES)
                        .build())
                .untilDelivered(1, "a");
    }

    private Event undecided(String id, String siteDefault) {
        return event("purchase", id)
                .properties(Map.of(Marks.siteDefault(Purpose.AD_STORAGE), siteDefault))
                .build();
    }

    @Test
    void aPagesDefaultThatDeniesHasTheEventWaitWhateverTheHubsIs() {
        rig.tag("a", ONE).admit(undecided("p-1", "DENIED")).untilAside(1, "a");
        assertThat(rig.parked("a", "p-1").reason()).isEqualTo(Reason.AWAITING_CONSENT);
        rig.after(Duration.ofMinutes(30)).untilCount(1, "a", Verdict.SUPPRESSED);
    }

    @Test
    void aPagesDefaultThatGrantsIsEnough() {
        rig.unsetMeansNo().tag("a", ONE).admit(undecided("p-1", "GRANTED")).untilDelivered(1, "a");
    }

    @Test
    void undecidedIsNoInTheEnd() {
        rig.unsetMeansNo().tag("a", ONE).admit(event("purchase", "p-1").build()).untilAside(1, "a");
        rig.after(Duration.ofMinutes(30)).untilCount(1, "a", Verdict.SUPPRESSED);
    }

    /** What the visitor said before the event counts once it is known who they are; what was said since does not. */
    @Test
    void theVisitorsWordAsOfTheEventCounts() {
        rig.unsetMeansNo().tag("a", ONE).admit(page("1").consent(YES).build());
        rig.after(Duration.ofHours(1)).admit(deposit("d-1")).untilAside(1, "a");
        laterLookedAt(Duration.ofHours(40));
        rig.admit(login()).untilDelivered(1, "a");
    }

    @Test
    void aGrantSinceTheEventIsNotForIt() {
        rig.unsetMeansNo().tag("a", ONE).admit(deposit("d-1")).untilAside(1, "a");
        laterLookedAt(Duration.ofHours(40));
        rig.admit(page("1").user(Person.of("ada")).consent(YES).build());
        rig.untilCount(1, "a", Verdict.SUPPRESSED);
        rig.admit(deposit("d-2")).untilDelivered(1, "a");
        assertThat(rig.arrived()).isEqualTo(List.of("d-2"));
    }
}
