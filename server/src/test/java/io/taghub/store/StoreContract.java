package io.taghub.store;

import io.taghub.event.Channel;
import io.taghub.event.ClickId;
import io.taghub.event.Event;
import io.taghub.event.EventBuilder;
import io.taghub.event.Person;
import io.taghub.store.Journal.Admission;
import io.taghub.store.Journal.Incoming;
import io.taghub.store.Journal.Pair;
import io.taghub.store.LaneStore.Decision;
import io.taghub.store.LaneStore.Lease;
import io.taghub.store.LaneStore.Position;
import io.taghub.store.LaneStore.Step;
import io.taghub.store.sql.Stores;
import io.taghub.tag.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What every store must do, whatever database is under it. Each test has a new one. */
@ParameterizedClass
@EnumSource(StoreContract.Kind.class)
abstract class StoreContract {
    static final Duration WINDOW = Duration.ofHours(48);
    static final Duration PATIENCE = Duration.ofSeconds(30);

    enum Kind {
        SQLITE,
        POSTGRESQL
    }

    @Parameter
    Kind kind;

    @TempDir
    Path folder;

    final TestTime time = new TestTime();
    String url;
    Store store;

    @BeforeEach
    void open() {
        url = kind == Kind.SQLITE ? "sqlite:" + folder.resolve("data/taghub.db") : Servers.postgres();
        store = Stores.open(url, null, null, time);
    }

    @AfterEach
    void close() {
        store.close();
    }

    void reopen() {
        store.close();
        store = Stores.open(url, null, null, time);
    }

    EventBuilder event(String name, String id) {
        return Event.named(name, id, time.instant()).channels(Set.of(Channel.BROWSER));
    }

    Event visit(String id, String visitor) {
        return event("page_view", id).visitor(visitor).build();
    }

    ClickId click(String name, String value) {
        return new ClickId(name, value, time.instant());
    }

    static Person person(String id, String email) {
        return new Person(id, email, null, null, null, null, null, null, null, null, null);
    }

    Admission admit(Event event) {
        return admit(event, null);
    }

    Admission admit(Event event, @Nullable Pair pair) {
        return store.journal().admit(List.of(new Incoming(event, WINDOW, pair))).getFirst();
    }

    /** So many events, as {@code e1}, {@code e2} and so on after those that are there. */
    void admitEvents(int count) {
        long head = store.journal().head();
        for (int i = 1; i <= count; i++) {
            admit(event("page_view", "e" + (head + i)).build());
        }
    }

    Lease lease(String tag) {
        return store.lanes().lease(tag, "node-a", Duration.ofMinutes(1)).orElseThrow();
    }

    /** A step that moves the cursor and has no backlog. */
    Step step(Lease lease, long cursor, List<Decision> decisions, List<Parked> parked) {
        Position now = store.lanes().position(lease.tag());
        return new Step(
                new Position(now.start(), cursor, now.backlogFrom(), now.backlogTo()),
                decisions,
                parked,
                List.of(),
                false);
    }

    static Decision delivered(long seq) {
        return new Decision(seq, Verdict.DELIVERED, null, "");
    }

    static Decision skipped(long seq, Reason reason) {
        return new Decision(seq, Verdict.SKIPPED, reason, "");
    }

    static Parked retry(long seq, Instant due) {
        return new Parked(seq, Parking.RETRY, due, 1, TestTime.START, false, Reason.PLATFORM_DOWN, "HTTP 503", null);
    }

    static Parked held(long seq) {
        return new Parked(seq, Parking.HELD, null, 1, TestTime.START, true, Reason.UNKNOWN_OUTCOME, "no answer", null);
    }

    static LaneStore.Count count(Verdict verdict, @Nullable Reason reason) {
        return new LaneStore.Count(verdict, reason);
    }

    /** {@code concerned = sum(verdicts) + ahead + aside}, and answers the sums. */
    LaneStore.Sums conserved(String tag) {
        LaneStore.Sums sums = store.lanes().sums(tag);
        long decided =
                sums.verdicts().values().stream().mapToLong(Long::longValue).sum();
        org.assertj.core.api.Assertions.assertThat(decided + sums.ahead() + sums.aside())
                .as("sums of %s: %s", tag, sums)
                .isEqualTo(sums.concerned());
        return sums;
    }

    static Map<String, Object> properties(Object... pairs) {
        Map<String, Object> map = new java.util.TreeMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
