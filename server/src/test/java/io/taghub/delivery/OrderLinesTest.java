package io.taghub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.chaos.ChaosSink;
import io.taghub.chaos.ChaosSink.Received;
import io.taghub.chaos.Mode;
import io.taghub.config.HubConfig;
import io.taghub.store.LaneStore.Decision;
import io.taghub.store.LaneStore.Fate;
import io.taghub.store.Parked;
import io.taghub.store.TakenLines;
import io.taghub.store.Verdict;
import io.taghub.tag.Item;
import io.taghub.tag.Limits;
import io.taghub.tag.Outcome;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An order whose lines are calls of their own: one verdict, and no line twice (G2, G3). */
class OrderLinesTest extends WithRig {
    private static final Limits DEDUPS = Limits.SINGLE.dedupWindow(Rig.TWO_DAYS);

    /** Three lines for each event; {@code known} is a repeat, 409 the refusal of a line. */
    private LineTag orders(Limits limits) {
        return new LineTag(rig.sink.url("/a"), limits) {
            @Override
            public List<Item> lines(Item item) {
                String body = item.as(String.class);
                return body.startsWith("single")
                        ? List.of(item)
                        : IntStream.rangeClosed(1, 3)
                                .mapToObj(line -> new Item(body.replaceFirst(" ", "#" + line + " "), ""))
                                .toList();
            }

            @Override
            public Reading read(Response response, List<Item> items) {
                assertThat(items).hasSize(1);
                return response.status() == 409
                        ? Reading.all(1, Outcome.rejected("no such product"))
                        : response.text().equals("known")
                                ? Reading.all(1, Outcome.DUPLICATE)
                                : read(response, items.size());
            }
        };
    }

    private static Function<Received, Mode> at(String line, Mode mode) {
        return received -> received.body().contains(line) ? mode : ChaosSink.ok();
    }

    @Test
    void eachLineGoesOnceAndTheOrderHasOneVerdict() {
        rig.tag("a", orders(Limits.SINGLE));
        rig.admit("p", "single", "q").untilDelivered(3, "a");

        assertThat(rig.arrived("a")).containsExactlyInAnyOrder("p#1", "p#2", "p#3", "single", "q#1", "q#2", "q#3");
        assertThat(rig.arrived("a").stream().filter(one -> one.startsWith("p"))).containsExactly("p#1", "p#2", "p#3");
        assertThat(rig.store.lanes().attempts("a", rig.seq("p"))).hasSize(3);
    }

    @Test
    void onlyTheLineThatFailedIsRepeated() {
        rig.tag("a", orders(Limits.SINGLE)).sink.always(at("#2", ChaosSink.status(503)));
        rig.admit("p").untilAside(1, "a");
        assertThat(rig.parked("a", "p").lines()).isEqualTo("1 3");
        assertThat(rig.parked("a", "p").detail()).startsWith("line 2 of 3");

        rig.after(Duration.ofMinutes(10));
        Rig.until("another attempt of it", () -> rig.parked("a", "p").attempts() == 2);
        rig.sink.always(ChaosSink.ok());
        rig.after(Duration.ofHours(1)).untilDelivered(1, "a");
        assertThat(rig.arrived("a")).containsExactly("p#1", "p#2", "p#3", "p#2", "p#2");
    }

    /** The lane stays where it is while nothing arrives; a line that did is something. */
    @Test
    void whatArrivedIsNotSentAgainByALaneThatStays() {
        rig.tag("a", orders(Limits.SINGLE))
                .sink
                .always(received -> received.body().contains("#1") ? ChaosSink.ok() : ChaosSink.status(503));
        rig.admit("p", "q").untilAside(2, "a");
        rig.sink.always(ChaosSink.ok());
        rig.after(Duration.ofMinutes(10)).untilDelivered(2, "a");

        assertThat(rig.arrived("a").stream().filter(one -> one.endsWith("#1"))).containsExactlyInAnyOrder("p#1", "q#1");
    }

    @Test
    void theWorstOfTheLinesIsTheVerdict() {
        rig.tag("a", orders(Limits.SINGLE)).sink.always(at("#2", ChaosSink.status(409)));
        rig.admit("p").untilCount(1, "a", Verdict.REJECTED);

        assertThat(rig.arrived("a")).containsExactly("p#1", "p#2", "p#3");
        assertThat(((Fate.Decided) rig.fate("a", "p")).decision().detail())
                .isEqualTo("line 2 of 3: no such product; it took of the lines: 1, 3");
    }

    @Test
    void aRefusalIsRememberedWhileOthersAreRepeated() {
        rig.tag("a", orders(Limits.SINGLE))
                .sink
                .always(received -> received.body().contains("#1")
                        ? ChaosSink.status(409)
                        : received.body().contains("#3") ? ChaosSink.status(503) : ChaosSink.answer(200, "known"));
        rig.admit("p").untilAside(1, "a");
        assertThat(rig.parked("a", "p").lines()).isEqualTo("1! 2=");
        rig.sink.always(ChaosSink.ok());
        rig.after(Duration.ofMinutes(10)).untilCount(1, "a", Verdict.REJECTED);

        assertThat(rig.arrived("a")).containsExactly("p#1", "p#2", "p#3", "p#3");
        assertThat(((Fate.Decided) rig.fate("a", "p")).decision().detail())
                .isEqualTo("refused of 3 lines: 1; it took of the lines: 2, 3");
    }

    @Test
    void linesThatAreAllKnownAreADuplicate() {
        rig.tag("a", orders(Limits.SINGLE)).sink.always(ChaosSink.answer(200, "known"));
        rig.admit("p").untilCount(1, "a", Verdict.DUPLICATE);
    }

    @Test
    void aLineWithoutAnAnswerHoldsTheOrderAndAPersonSendsThatLineAlone() {
        rig.tag("a", orders(Limits.SINGLE)).sink.always(at("#2", ChaosSink.reset()));
        rig.admit("p").untilCount(1, "a", Verdict.HELD);
        assertThat(rig.store.lanes().held("a", 10))
                .singleElement()
                .extracting(Parked::lines)
                .isEqualTo("1 3");

        rig.sink.always(ChaosSink.ok());
        rig.store.lanes().reopen("a", List.of(rig.seq("p")), Set.of(Verdict.values()), rig.clock.instant());
        rig.after(Duration.ofMinutes(2)).untilDelivered(1, "a");
        assertThat(rig.arrived("a")).containsExactly("p#1", "p#2", "p#3", "p#2");
    }

    /** Also the words of a receiver, or of what was left out, may stand around those that say which lines it took. */
    @Test
    void aReplaySendsOnlyTheLinesThatWereRefused() {
        rig.tag("a", orders(Limits.SINGLE)).sink.always(at("#2", ChaosSink.status(409)));
        rig.admit("p").untilCount(1, "a", Verdict.REJECTED);
        rig.store.lanes().reopen("a", List.of(rig.seq("p")), Set.of(Verdict.REJECTED), rig.clock.instant());
        rig.after(Duration.ofMinutes(2)).untilCount(1, "a", Verdict.REJECTED);
        Rig.until("again", () -> rig.sink.requests() == 4);
        assertThat(TakenLines.notes(
                        "line 2 of 3: no; it took of the lines: 7; it took of the lines: 1, 3; email left out"))
                .isEqualTo("1 3");

        rig.sink.always(ChaosSink.ok());
        Rig.until("decided", () -> rig.fate("a", "p") instanceof Fate.Decided);
        rig.store.lanes().reopen("a", List.of(rig.seq("p")), Set.of(Verdict.REJECTED), rig.clock.instant());
        rig.after(Duration.ofMinutes(2)).untilDelivered(1, "a");
        assertThat(rig.arrived("a")).containsExactly("p#1", "p#2", "p#3", "p#2", "p#2");
    }

    @Test
    void anOrderThatIsGivenUpKeepsTheLinesThatWereTaken() {
        rig.tag("a", orders(Limits.SINGLE)).sink.always(at("#2", ChaosSink.reset()));
        rig.admit("p").untilCount(1, "a", Verdict.HELD);
        rig.store
                .lanes()
                .settle("a", List.of(new Decision(rig.seq("p"), Verdict.SUPPRESSED, Reason.DISCARDED, "discarded")));
        assertThat(((Fate.Decided) rig.fate("a", "p")).decision().detail())
                .isEqualTo("discarded; it took of the lines: 1, 3");
    }

    @Test
    void whereTheReceiverDedupsALineWithoutAnAnswerGoesAgain() {
        rig.tag("a", orders(DEDUPS)).sink.always(at("#2", ChaosSink.reset()));
        rig.admit("p").untilAside(1, "a");
        rig.sink.always(ChaosSink.ok());
        rig.after(Duration.ofMinutes(2)).untilDelivered(1, "a");
        assertThat(rig.arrived("a")).containsExactly("p#1", "p#2", "p#3", "p#2");
    }

    @Test
    void aWrongTokenKeepsTheLinesThatAreOver() {
        rig.tag("a", orders(Limits.SINGLE)).sink.always(at("#2", ChaosSink.status(401)));
        rig.admit("p");
        Rig.until("paused", () -> rig.store.lanes().paused("a").isPresent());
        assertThat(rig.parked("a", "p").lines()).isEqualTo("1");
        rig.sink.always(ChaosSink.ok());
        rig.lanes.resume("a");
        rig.after(Duration.ofMinutes(10)).untilDelivered(1, "a");
        assertThat(rig.arrived("a")).containsExactly("p#1", "p#2", "p#2", "p#3");
    }

    /** Which lines went is not known any more: the receiver's dedup decides, or a person. */
    @Test
    void afterACrashLinesAreRepeatedOnlyWhereTheReceiverDedups() {
        rig.tag("a", orders(Limits.SINGLE)).tag("b", orders(DEDUPS)).sink.always(at("#2", ChaosSink.hang()));
        rig.admit("p");
        Rig.until("both are at their second line", () -> rig.sink.requests() == 4);
        rig.store.close();
        rig.sink.always(ChaosSink.ok());
        rig.sink.letGo();
        rig.crash();
        rig.untilCount(1, "a", Verdict.HELD).untilDelivered(1, "b");

        List<String> again = new ArrayList<>(rig.arrived());
        List.of("p#1", "p#2", "p#1", "p#2").forEach(again::remove);
        assertThat(again)
                .as("one order once more, and the third lines that followed")
                .contains("p#1", "p#2", "p#3");
        assertThat(again.stream().filter("p#1"::equals)).hasSize(1);
    }

    @Test
    void inShadowEachLineIsShown() {
        rig.tag("a", orders(DEDUPS), tag -> tag.in(HubConfig.Mode.SHADOW));
        rig.admit("p").untilCount(1, "a", Verdict.SKIPPED);
        assertThat(rig.count("a", Verdict.SKIPPED, Reason.SHADOW)).isEqualTo(1);
        assertThat(rig.store.lanes().attempts("a", rig.seq("p")))
                .extracting(attempt -> attempt.request().replaceFirst("(?s).*(p#\\d).*", "$1"))
                .containsExactlyInAnyOrder("p#1", "p#2", "p#3");
        assertThat(rig.sink.requests()).isZero();
    }
}
