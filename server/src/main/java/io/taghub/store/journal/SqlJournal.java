package io.taghub.store.journal;

import io.taghub.store.Journal;
import io.taghub.store.engine.Copy;
import io.taghub.store.engine.Nanos;
import io.taghub.store.engine.Reads;
import io.taghub.store.engine.Writer;
import io.taghub.store.seal.Draft;
import io.taghub.store.seal.EventCodec;
import io.taghub.store.seal.EventKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The journal in SQL. */
public final class SqlJournal implements Journal {
    private final Writer writer;
    private final Reads reads;
    private final EventCodec codec;
    private final EventLog log;
    private final JournalGate gate;
    private final Trimming trimming;
    private final Tail tail;

    public SqlJournal(
            Writer writer,
            Reads reads,
            EventCodec codec,
            EventLog log,
            JournalGate gate,
            Trimming trimming,
            Tail tail) {
        this.writer = writer;
        this.reads = reads;
        this.codec = codec;
        this.log = log;
        this.gate = gate;
        this.trimming = trimming;
        this.tail = tail;
    }

    @Override
    public List<Admission> admit(List<Incoming> copies) {
        if (copies.isEmpty()) {
            return List.of();
        }
        return writer.admit(copies.stream()
                .map(incoming -> new Copy(EventKey.of(incoming.event()), codec.draft(incoming.event()), incoming))
                .toList());
    }

    @Override
    public void hear(Incoming word) {
        Draft draft = codec.draft(word.event());
        writer.write(tx -> gate.hear(tx, draft, word));
    }

    @Override
    public int release(Instant now) {
        int total = 0;
        int released;
        do {
            released = writer.write(tx -> gate.release(tx, now));
            total += released;
        } while (released > 0);
        return total;
    }

    @Override
    public @Nullable Instant nextRelease() {
        return reads.read(sql -> Optional.ofNullable(sql.first(
                        "SELECT release_at FROM twin ORDER BY release_at LIMIT 1", row -> Nanos.of(row.getLong(1)))))
                .orElse(null);
    }

    @Override
    public long head() {
        writer.catchUp();
        return tail.remembers() ? tail.head() : reads.read(sql -> sql.number("SELECT seq FROM head"));
    }

    @Override
    public List<Entry> read(long seq, int max) {
        if (tail.remembers() && seq >= head()) {
            return List.of();
        }
        List<Entry> remembered = tail.read(seq, max);
        if (!remembered.isEmpty()) {
            return remembered;
        }
        long asOf = tail.changes();
        List<Entry> entries = reads.read(sql -> log.after(sql, seq, max));
        tail.reread(entries, asOf);
        return entries;
    }

    @Override
    public List<Entry> read(List<Long> seqs) {
        return reads.read(sql -> log.these(sql, seqs));
    }

    @Override
    public List<Found> find(String eventId) {
        return reads.read(sql -> log.find(sql, eventId));
    }

    @Override
    public List<Found> latest(int limit) {
        return reads.read(sql -> log.latest(sql, limit));
    }

    @Override
    public Counts counts() {
        return reads.read(sql -> {
            long waiting = sql.number("SELECT count(*) FROM twin");
            Counts counts = sql.first(
                    "SELECT seq, duplicates, twins, claims FROM head",
                    row -> new Counts(row.getLong(1), waiting, row.getLong(2), row.getLong(3), row.getLong(4)));
            return counts == null ? new Counts(0, waiting, 0, 0, 0) : counts;
        });
    }

    @Override
    public long trim(Instant now, Instant bodies, Instant attempts, Instant identity) {
        return trimming.trim(now, bodies, attempts, identity);
    }

    @Override
    public void onAppend(Runnable listener) {
        tail.onAppend(listener);
    }
}
