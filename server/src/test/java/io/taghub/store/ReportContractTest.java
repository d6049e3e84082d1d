package io.taghub.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.ClickIds;
import io.taghub.event.Event;
import io.taghub.event.EventBuilder;
import io.taghub.event.Money;
import io.taghub.store.Journal.Incoming;
import io.taghub.store.LaneStore.Decision;
import io.taghub.store.LaneStore.Fate;
import io.taghub.store.LaneStore.Lease;
import io.taghub.store.LaneStore.Position;
import io.taghub.store.LaneStore.Step;
import io.taghub.store.ReportStore.Line;
import io.taghub.store.ReportStore.Remnant;
import io.taghub.store.ReportStore.Sum;
import io.taghub.store.sql.Stores;
import io.taghub.tag.Reason;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReportContractTest extends StoreContract {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Duration QUARTER = Duration.ofDays(90);
    private static final LocalDate EARLY = LocalDate.of(2026, 1, 1);
    private static final LocalDate LATE = LocalDate.of(2027, 12, 31);
    private static final Instant NEVER = Instant.EPOCH;

    /** What the store must say, counted one by one. */
    private final Map<Line, Sum> expected = new HashMap<>();

    private void expect(Event event, String tag, @Nullable Verdict verdict, @Nullable Reason reason, ZoneId zone) {
        Money money = event.money();
        String currency = money == null ? "" : String.valueOf(money.currency());
        expected.merge(
                new Line(LocalDate.ofInstant(event.time(), zone), event.name(), tag, verdict, reason, currency),
                new Sum(1, money == null ? BigDecimal.ZERO : money.amount()),
                Sum::plus);
    }

    private Map<Line, Sum> said(ZoneId zone) {
        return plainly(store.reports().totals(EARLY, LATE, zone));
    }

    private static Map<Line, Sum> plainly(Map<Line, Sum> lines) {
        Map<Line, Sum> plain = new HashMap<>();
        lines.forEach((line, sum) -> plain.put(
                line,
                new Sum(
                        sum.count(),
                        new BigDecimal(sum.value().stripTrailingZeros().toPlainString()))));
        return plain;
    }

    private void trim(Duration bodies) {
        store.journal().trim(time.instant(), time.instant().minus(bodies), NEVER, NEVER);
    }

    private EventBuilder deposit(String id, Instant at, String value, String currency) {
        return Event.named("deposit", id, at)
                .received(time.instant())
                .channels(Set.of(io.taghub.event.Channel.SERVER))
                .money(new Money(new BigDecimal(value), currency));
    }

    @Test
    void aHundredThousandEventsAddUpWhateverIsTrimmedMeanwhile() throws InterruptedException {
        Lease partner = lease("partner");
        Lease meta = lease("meta");
        Random random = new Random(14);
        int count = kind == Kind.SQLITE ? 100_000 : 20_000;
        int metaAt = count * 9 / 10;
        List<Decision> partners = new ArrayList<>();
        List<Parked> aside = new ArrayList<>();
        List<Decision> metas = new ArrayList<>();
        List<Incoming> page = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            if (i % 1000 == 0) {
                time.advance(Duration.ofMinutes(100));
            }
            String name = random.nextInt(3) == 0 ? "deposit" : "page_view";
            EventBuilder builder = event(name, "e" + i).time(time.instant().minusSeconds(random.nextInt(90_000)));
            if (name.equals("deposit")) {
                builder = builder.money(new Money(
                        new BigDecimal(random.nextInt(100_000)).movePointLeft(2),
                        random.nextBoolean() ? "EUR" : "USD"));
            }
            Event event = builder.build();
            expect(event, "", null, null, BERLIN);
            page.add(new Incoming(event, WINDOW, null));
            if (page.size() == 1000) {
                store.journal().admit(page);
                page.clear();
            }
            Reason skipped = name.equals("deposit") ? Reason.NO_CLICK_ID : Reason.NOT_TRIGGERED;
            int fate = i % 997 == 0 ? 3 : name.equals("deposit") ? random.nextInt(3) : 1;
            if (fate == 3) {
                aside.add(i % 2 == 0 ? held(i) : retry(i, time.instant()));
                expect(
                        event,
                        "partner",
                        i % 2 == 0 ? Verdict.HELD : null,
                        i % 2 == 0 ? Reason.UNKNOWN_OUTCOME : Reason.PLATFORM_DOWN,
                        BERLIN);
            } else {
                partners.add(
                        fate == 0
                                ? delivered(i)
                                : fate == 1
                                        ? skipped(i, skipped)
                                        : new Decision(i, Verdict.REJECTED, Reason.REJECTED_BY_PLATFORM, "no"));
                expect(
                        event,
                        "partner",
                        fate == 0 ? Verdict.DELIVERED : fate == 1 ? Verdict.SKIPPED : Verdict.REJECTED,
                        fate == 0 ? null : fate == 1 ? skipped : Reason.REJECTED_BY_PLATFORM,
                        BERLIN);
            }
            if (i <= metaAt) {
                metas.add(delivered(i));
                expect(event, "meta", Verdict.DELIVERED, null, BERLIN);
            } else {
                expect(event, "meta", null, null, BERLIN);
            }
        }
        pass(partner, count, partners, aside);
        pass(meta, metaAt, metas, List.of());
        Map<Line, Sum> all = plainly(expected);
        assertSaid(all);
        for (String tag : List.of("partner", "meta")) {
            agreesWithVerdicts(tag);
        }

        // While bodies go, nobody sees an event twice or not at all; nor after the hub stopped in the midst of it.
        time.advance(Duration.ofDays(kind == Kind.SQLITE ? 4 : 6));
        Store other = kind == Kind.SQLITE ? store : Stores.open(url, null, null, time);
        List<Thread> trimming = Stream.of(store, other)
                .distinct()
                .map(node -> Thread.ofPlatform().start(() -> {
                    try {
                        node.journal().trim(time.instant(), time.instant().minus(Duration.ofDays(7)), NEVER, NEVER);
                    } catch (StoreUnavailableException closed) {
                        // It was closed in the midst of it.
                    }
                }))
                .toList();
        for (int i = 0; i < 3; i++) {
            assertSaid(all);
        }
        store.close();
        other.close();
        for (Thread thread : trimming) {
            thread.join();
        }
        store = Stores.open(url, null, null, time);
        assertSaid(all);
        trim(Duration.ofHours(1));
        assertThat(store.journal().read(0, 100_000))
                .hasSize(count
                        - metaAt
                        + (int) aside.stream()
                                .filter(one -> one.seq() <= metaAt)
                                .count());
        assertSaid(all);
        for (String tag : List.of("partner", "meta")) {
            agreesWithVerdicts(tag);
        }
    }

    /** In steps as long as a lane's. */
    private void pass(Lease lease, int count, List<Decision> decisions, List<Parked> aside) {
        for (long to = 1000; to <= count; to += 1000) {
            long last = to;
            store.lanes()
                    .commit(
                            lease,
                            step(
                                    lease,
                                    last,
                                    decisions.stream()
                                            .filter(one -> one.seq() > last - 1000 && one.seq() <= last)
                                            .toList(),
                                    aside.stream()
                                            .filter(one -> one.seq() > last - 1000 && one.seq() <= last)
                                            .toList()));
        }
    }

    /** Says what differs only: all of it is long. */
    private void assertSaid(Map<Line, Sum> all) {
        Map<Line, Sum> said = said(BERLIN);
        assertThat(said.keySet()).hasSameSizeAs(all.keySet());
        Map<Line, Sum> differing = new HashMap<>(said);
        differing.entrySet().removeIf(line -> line.getValue().equals(all.get(line.getKey())));
        assertThat(differing).isEmpty();
    }

    /** Of all days and events together: what the tag's tally says. */
    private void agreesWithVerdicts(String tag) {
        LaneStore.Sums sums = conserved(tag);
        Map<LaneStore.Count, Long> verdicts = new HashMap<>();
        long waiting = 0;
        long all = 0;
        for (Map.Entry<Line, Sum> line : said(ZoneOffset.UTC).entrySet()) {
            if (line.getKey().tag().equals(tag)) {
                Verdict verdict = line.getKey().verdict();
                all += line.getValue().count();
                if (verdict == null) {
                    waiting += line.getValue().count();
                } else {
                    verdicts.merge(
                            count(verdict, line.getKey().reason()),
                            line.getValue().count(),
                            Long::sum);
                }
            }
        }
        assertThat(verdicts).isEqualTo(sums.verdicts());
        assertThat(waiting).isEqualTo(sums.ahead() + sums.aside());
        assertThat(all).isEqualTo(sums.concerned());
    }

    @Test
    void aDayIsOneOfTheTimeZoneAskedForAlsoWhereTheClockIsPutForwardOrBack() {
        Lease partner = lease("partner");
        // Berlin: 29 March has 23 hours, 25 October 25. Kathmandu is 5:45 ahead.
        List<String> times = List.of(
                "2026-03-28T22:59:59Z", // 28 March 23:59:59 in Berlin
                "2026-03-28T23:00:00Z", // 29 March 00:00
                "2026-03-29T21:59:59Z", // 29 March 23:59:59, summer
                "2026-03-29T22:00:00Z", // 30 March
                "2026-10-24T22:00:00Z", // 25 October 00:00
                "2026-10-25T22:59:59Z", // 25 October 23:59:59, winter
                "2026-10-25T23:00:00Z", // 26 October
                "2026-05-01T18:14:59Z", // 1 May 23:59:59 in Kathmandu
                "2026-05-01T18:15:00Z"); // 2 May
        for (int i = 0; i < times.size(); i++) {
            Event event =
                    deposit("d" + i, Instant.parse(times.get(i)), "1.00", "EUR").build();
            store.journal().admit(List.of(new Incoming(event, QUARTER, null)));
        }
        store.lanes()
                .commit(
                        partner,
                        step(
                                partner,
                                9,
                                List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L).stream()
                                        .map(StoreContract::delivered)
                                        .toList(),
                                List.of()));
        for (int round = 0; round < 2; round++) {
            assertThat(on(BERLIN, "2026-03-28")).isEqualTo(1);
            assertThat(on(BERLIN, "2026-03-29")).isEqualTo(2);
            assertThat(on(BERLIN, "2026-03-30")).isEqualTo(1);
            assertThat(on(BERLIN, "2026-10-25")).isEqualTo(2);
            assertThat(on(BERLIN, "2026-10-26")).isEqualTo(1);
            assertThat(on(ZoneId.of("Asia/Kathmandu"), "2026-05-01")).isEqualTo(1);
            assertThat(on(ZoneId.of("Asia/Kathmandu"), "2026-05-02")).isEqualTo(1);
            assertThat(on(ZoneOffset.UTC, "2026-05-01")).isEqualTo(2);
            // The second time from the table of totals.
            time.advance(Duration.ofDays(8));
            trim(Duration.ofDays(7));
            assertThat(store.journal().read(0, 10)).isEmpty();
        }
    }

    private long on(ZoneId zone, String day) {
        LocalDate date = LocalDate.parse(day);
        Map<Line, Sum> lines = store.reports().totals(date, date, zone);
        assertThat(lines.keySet()).allMatch(line -> line.day().equals(date));
        return lines.entrySet().stream()
                .filter(line -> line.getKey().tag().equals("partner"))
                .mapToLong(line -> line.getValue().count())
                .sum();
    }

    @Test
    void totalsAreKeptForFourHundredDays() {
        Lease partner = lease("partner");
        store.journal()
                .admit(List.of(
                        new Incoming(deposit("d1", time.instant(), "5", "EUR").build(), QUARTER, null)));
        store.lanes().commit(partner, step(partner, 1, List.of(delivered(1)), List.of()));
        time.advance(Duration.ofDays(ReportStore.DAYS));
        trim(Duration.ofDays(7));
        assertThat(said(BERLIN)).hasSize(2);
        time.advance(Duration.ofDays(1));
        trim(Duration.ofDays(7));
        assertThat(said(BERLIN)).isEmpty();
    }

    private static Attempt attempt(long seq, Instant at) {
        return new Attempt(
                List.of(seq),
                at,
                Duration.ofMillis(80),
                "delivered",
                null,
                "",
                200,
                "GET https://trk.example/?cid=c" + seq,
                "OK");
    }

    @Test
    void verdictsAndAttemptsAreFoundAsLongAsTheyAreKeptAlsoWhenTheEventIsGone() {
        Lease partner = lease("partner");
        Event deposit = deposit("d1", time.instant(), "49.99", "EUR")
                .orderId("A-1")
                .visitor("v1")
                .clickIds(ClickIds.of(List.of(click("btag", "click-1"))))
                .build();
        Event view = event("page_view", "pv1").visitor("v2").build();
        store.journal().admit(List.of(new Incoming(deposit, QUARTER, null), new Incoming(view, WINDOW, null)));
        store.journal().admit(List.of(new Incoming(event("scroll", "s1").build(), WINDOW, null)));
        store.lanes()
                .commit(
                        partner,
                        new Step(
                                new Position(0, 3, 0, 0),
                                List.of(delivered(2), skipped(3, Reason.NOT_TRIGGERED)),
                                List.of(retry(1, time.instant())),
                                List.of(attempt(2, time.instant())),
                                false));
        store.lanes()
                .commit(
                        partner,
                        new Step(
                                new Position(0, 3, 0, 0),
                                List.of(new Decision(
                                        1, Verdict.REJECTED, Reason.REJECTED_BY_PLATFORM, "no such click")),
                                List.of(),
                                List.of(attempt(1, time.instant())),
                                false));
        Instant made = time.instant();
        time.advance(Duration.ofDays(29));
        Instant month = time.instant().minus(Duration.ofDays(30));
        store.journal().trim(time.instant(), time.instant().minus(Duration.ofDays(7)), month, NEVER);
        reopen();

        assertThat(store.journal().find("d1")).isEmpty();
        for (String id : List.of("d1", "pv1")) {
            List<Remnant> left = store.reports().gone(id);
            assertThat(left).hasSize(1);
            assertThat(store.lanes().attempts("partner", left.getFirst().seq())).hasSize(1);
        }
        assertThat(store.reports().gone("s1")).isEmpty();
        Remnant left = store.reports().gone("d1").getFirst();
        assertThat(left.name()).isEqualTo("deposit");
        assertThat(left.money()).isEqualTo(new Money(new BigDecimal("49.99"), "EUR"));
        assertThat(left.order()).isEqualTo(store.reports().mark("A-1"));
        assertThat(left.clicks()).containsExactly(store.reports().mark("click-1"));
        assertThat(store.lanes().fate("partner", left.seq()))
                .isEqualTo(new Fate.Decided(
                        new Decision(1, Verdict.REJECTED, Reason.REJECTED_BY_PLATFORM, "no such click", "")));
        List<Attempt> attempts = new ArrayList<>();
        store.reports().attempts("partner", made, made.plusSeconds(1), attempts::add);
        assertThat(attempts).extracting(Attempt::seqs).containsExactlyInAnyOrder(List.of(1L), List.of(2L));

        store.identity().erase("v1", time.instant());
        Remnant erased = store.reports().gone("d1").getFirst();
        assertThat(erased.order()).isZero();
        assertThat(erased.clicks()).isEmpty();
        assertThat(store.lanes().attempts("partner", 1).getFirst().request()).isEmpty();
        assertThat(store.lanes().fate("partner", 1))
                .isEqualTo(new Fate.Decided(new Decision(1, Verdict.REJECTED, Reason.REJECTED_BY_PLATFORM, "", "")));
        assertThat(store.lanes().attempts("partner", 2).getFirst().request()).isNotEmpty();

        time.advance(Duration.ofDays(2));
        store.journal()
                .trim(
                        time.instant(),
                        time.instant().minus(Duration.ofDays(7)),
                        time.instant().minus(Duration.ofDays(30)),
                        NEVER);
        assertThat(store.reports().gone("d1")).isEmpty();
        assertThat(store.reports().gone("pv1")).isEmpty();
        assertThat(store.lanes().fate("partner", 1)).isEqualTo(new Fate.Before());
        agreesWithVerdicts("partner");
    }
}
