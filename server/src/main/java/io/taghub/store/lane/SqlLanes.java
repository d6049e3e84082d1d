package io.taghub.store.lane;

import io.taghub.store.Attempt;
import io.taghub.store.LaneStore;
import io.taghub.store.Parked;
import io.taghub.store.StoreUnavailableException;
import io.taghub.store.Verdict;
import io.taghub.store.engine.Database;
import io.taghub.store.engine.Nanos;
import io.taghub.store.engine.Reads;
import io.taghub.store.engine.Session;
import io.taghub.store.engine.Transactions;
import io.taghub.store.engine.Tx;
import io.taghub.store.record.Attempts;
import io.taghub.store.record.Verdicts;
import io.taghub.tag.Reason;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Lanes in SQL. Every write holds the lane's row first, and every write with a lease checks its epoch. */
public final class SqlLanes implements LaneStore {
    private final Database database;
    private final Transactions transactions;
    private final Transactions journal;
    private final Reads reads;
    private final Reads committed;
    private final InstantSource clock;
    private final Parkings parkings = new Parkings();
    private final Verdicts verdicts = new Verdicts();
    private final Attempts attempts;
    private final OnceRows onces;
    private final LaneSteps steps;
    private final Reviews reviews;

    /** Steps whose transaction failed so late that it may have been kept, by tag. */
    private final Map<String, Doubt> doubts = new ConcurrentHashMap<>();

    private record Doubt(Step step, long mark) {}

    /**
     * @param transactions for rows of one lane
     * @param journal for what must not meet an admission or a trim
     * @param committed does not wait for what came in last: for what lanes ask all the time, of rows they wrote
     */
    public SqlLanes(
            Database database,
            Transactions transactions,
            Transactions journal,
            Reads reads,
            Reads committed,
            Attempts attempts,
            OnceRows onces,
            InstantSource clock) {
        this.database = database;
        this.transactions = transactions;
        this.journal = journal;
        this.reads = reads;
        this.committed = committed;
        this.clock = clock;
        this.attempts = attempts;
        this.onces = onces;
        this.steps = new LaneSteps(database, parkings, verdicts, attempts, onces, clock);
        this.reviews = new Reviews(database, parkings, verdicts, attempts, onces);
    }

    @Override
    public List<String> tags() {
        return reads.read(sql -> sql.list("SELECT tag FROM lane ORDER BY tag", row -> row.getString(1)));
    }

    @Override
    public Optional<Lease> lease(String tag, String node, Duration ttl) {
        return transactions.write(tx -> {
            LaneRow lane = LaneRow.make(tx, database, tag);
            long now = database.leaseTime(tx.sql);
            if (lane.leaseUntil() > now && !lane.node().equals(node)) {
                return Optional.empty();
            }
            Lease lease = new Lease(tag, node, lane.epoch() + 1);
            tx.sql.update(
                    "UPDATE lane SET node = ?, epoch = ?, lease_until = ? WHERE tag = ?",
                    node,
                    lease.epoch(),
                    now + ttl.toNanos(),
                    tag);
            return Optional.of(lease);
        });
    }

    @Override
    public boolean renew(Lease lease, Duration ttl) {
        return transactions.write(tx -> {
            long until = database.leaseTime(tx.sql) + ttl.toNanos();
            return tx.sql.update(
                            "UPDATE lane SET lease_until = ? WHERE tag = ? AND node = ? AND epoch = ?",
                            until,
                            lease.tag(),
                            lease.node(),
                            lease.epoch())
                    == 1;
        });
    }

    @Override
    public void release(Lease lease) {
        transactions.write(tx -> tx.sql.update(
                "UPDATE lane SET lease_until = 0 WHERE tag = ? AND node = ? AND epoch = ?",
                lease.tag(),
                lease.node(),
                lease.epoch()));
    }

    /** Of a lane that was never made: what it would be if it were made now. */
    @Override
    public Position position(String tag) {
        return reads.read(sql -> position(sql, tag));
    }

    private static Position position(Session sql, String tag) throws SQLException {
        LaneRow lane = LaneRow.find(sql, tag);
        long head = sql.number("SELECT seq FROM head");
        return lane == null ? new Position(head, head, 0, 0) : lane.position();
    }

    /** {@inheritDoc} A step that is written again because it was not known whether it was kept is not counted twice. */
    @Override
    public void commit(Lease lease, Step step) {
        Doubt doubt = doubts.remove(lease.tag());
        long mark = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        try {
            transactions.write(tx -> {
                if (doubt != null && doubt.step.equals(step)) {
                    LaneRow lane = LaneRow.lock(tx, database, lease);
                    if (lane.step() == doubt.mark) {
                        return false;
                    }
                }
                steps.write(tx, lease, step, mark);
                return true;
            });
        } catch (StoreUnavailableException perhapsKept) {
            doubts.put(lease.tag(), doubt != null && doubt.step.equals(step) ? doubt : new Doubt(step, mark));
            throw perhapsKept;
        }
    }

    /** Everything that waits at any tag may have been sent since by another hub. */
    public int doubt(Tx tx, Instant since) throws SQLException {
        tx.sql.update(
                "INSERT INTO original (tag, up_to, since) SELECT tag, (SELECT seq FROM head), ? FROM lane WHERE 1 = 1"
                        + " ON CONFLICT (tag) DO UPDATE SET up_to = excluded.up_to, since = excluded.since",
                Nanos.of(since));
        return parkings.doubt(tx, since);
    }

    @Override
    public @Nullable Original original(String tag) {
        return reads.read(sql -> Optional.ofNullable(sql.first(
                        "SELECT up_to, since FROM original WHERE tag = ?",
                        row -> new Original(row.getLong(1), Nanos.of(row.getLong(2))),
                        tag)))
                .orElse(null);
    }

    @Override
    public void intend(Lease lease, List<Long> seqs) {
        transactions.write(tx -> {
            LaneRow.lock(tx, database, lease);
            tx.sql.batch(
                    "INSERT INTO intent (tag, seq) VALUES (?, ?) ON CONFLICT (tag, seq) DO NOTHING",
                    seqs.stream().map(seq -> new Object[] {lease.tag(), seq}).toList());
            return seqs.size();
        });
    }

    @Override
    public void recall(Lease lease, List<Long> seqs) {
        transactions.write(tx -> {
            LaneRow.lock(tx, database, lease);
            tx.sql.updateIn("DELETE FROM intent WHERE tag = ? AND seq IN (?*)", seqs, lease.tag());
            return seqs.size();
        });
    }

    @Override
    public Set<Long> unresolved(String tag) {
        return reads.read(
                sql -> new HashSet<>(sql.list("SELECT seq FROM intent WHERE tag = ?", row -> row.getLong(1), tag)));
    }

    @Override
    public Map<Once, Counted> counted(String tag, List<Once> events) {
        return events.isEmpty() ? Map.of() : committed.read(sql -> onces.counted(sql, tag, events));
    }

    @Override
    public List<Parked> due(String tag, Instant now, int max) {
        return committed.read(sql -> parkings.due(sql, tag, now, max));
    }

    @Override
    public @Nullable Instant nextDue(String tag) {
        return committed
                .read(sql -> Optional.ofNullable(parkings.nextDue(sql, tag)))
                .orElse(null);
    }

    @Override
    public List<Parked> held(String tag, int max) {
        return reads.read(sql -> parkings.held(sql, tag, max));
    }

    /** {@inheritDoc} A held event is {@link Fate.Aside}: its parking says more than its verdict. */
    @Override
    public Fate fate(String tag, long seq) {
        return Objects.requireNonNull(fates(tag, List.of(seq)).get(seq));
    }

    @Override
    public Map<Long, Fate> fates(String tag, List<Long> seqs) {
        return reads.read(sql -> {
            Map<Long, Parked> parked = parkings.these(sql, tag, seqs);
            Position position = position(sql, tag);
            Map<Long, Fate> fates = new HashMap<>();
            for (long seq : seqs) {
                Parked aside = parked.get(seq);
                fates.put(seq, aside != null ? new Fate.Aside(aside) : fate(sql, tag, position, seq));
            }
            return fates;
        });
    }

    private Fate fate(Session sql, String tag, Position position, long seq) throws SQLException {
        if (LaneRange.isAhead(position, seq)) {
            return new Fate.Ahead();
        }
        Decision decision = verdicts.decision(sql, tag, seq);
        return decision == null ? new Fate.Before() : new Fate.Decided(decision);
    }

    @Override
    public List<Attempt> attempts(String tag, long seq) {
        return reads.read(sql -> attempts.of(sql, tag, seq));
    }

    @Override
    public void pause(String tag, @Nullable Reason reason, String detail) {
        transactions.write(tx -> pause(tx, LaneRow.make(tx, database, tag), reason, detail));
    }

    @Override
    public void pause(Lease lease, @Nullable Reason reason, String detail) {
        transactions.write(tx -> pause(tx, LaneRow.lock(tx, database, lease), reason, detail));
    }

    private int pause(Tx tx, LaneRow lane, @Nullable Reason reason, String detail) throws SQLException {
        Pause before = lane.pause();
        Instant at = before != null && before.reason() == reason ? before.since() : clock.instant();
        return tx.sql.update(
                "UPDATE lane SET pause_reason = ?, pause_detail = ?, paused_at = ? WHERE tag = ?",
                Verdicts.name(reason),
                reason == null ? "" : detail,
                Nanos.of(at),
                lane.tag());
    }

    @Override
    public Optional<Pause> paused(String tag) {
        return reads.read(sql -> Optional.ofNullable(LaneRow.find(sql, tag)).map(LaneRow::pause));
    }

    @Override
    public List<Decision> decided(
            String tag,
            Set<Verdict> wanted,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Reason reason,
            long after,
            int max) {
        var filter = new Reviews.Choice(wanted, from, to, reason);
        return reads.read(sql -> reviews.decided(sql, tag, filter, after, max));
    }

    @Override
    public List<Long> reopen(String tag, List<Long> seqs, Set<Verdict> from, Instant due) {
        return journal.write(tx -> {
            tx.sql.number("SELECT seq FROM head" + database.forUpdate());
            return reviews.reopen(tx, tag, seqs, from, due, false);
        });
    }

    @Override
    public boolean release(String tag, long seq, Instant due) {
        return journal.write(tx -> {
            tx.sql.number("SELECT seq FROM head" + database.forUpdate());
            return !reviews.reopen(tx, tag, List.of(seq), Set.of(Verdict.HELD), due, true)
                    .isEmpty();
        });
    }

    @Override
    public Set<Long> settle(String tag, List<Decision> decisions) {
        return transactions.write(tx -> reviews.settle(tx, tag, decisions));
    }

    @Override
    public Sums sums(String tag) {
        return reads.read(sql -> {
            Position position = position(sql, tag);
            long head = sql.number("SELECT seq FROM head");
            Long parked = parkings.oldest(sql, tag);
            long first = LaneRange.first(position);
            long oldest = parked == null ? first : Math.min(first, parked);
            return new Sums(
                    head - position.start(),
                    Map.copyOf(verdicts.counts(sql, tag)),
                    LaneRange.ahead(position, head),
                    parkings.waiting(sql, tag),
                    sql.first("SELECT received FROM event WHERE seq = ?", row -> Nanos.of(row.getLong(1)), oldest));
        });
    }
}
