package io.taghub.store.record;

import io.taghub.store.Attempt;
import io.taghub.store.Attempt.EventResult;
import io.taghub.store.engine.Bytes;
import io.taghub.store.engine.Nanos;
import io.taghub.store.engine.Session;
import io.taghub.store.engine.Tx;
import io.taghub.store.seal.Sealer;
import io.taghub.tag.Reason;
import java.io.ByteArrayOutputStream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** The attempts, deflated and sealed, because a request may hold an address in clear where a platform wants it so. */
public final class Attempts {
    private static final int BUCKET_BITS = 10;

    /** ASCII's own separators, which no sentence has. */
    private static final String UNIT = "\u001f";

    private static final String RECORD = "\u001e";

    private final Sealer sealer;
    private final BooleanSupplier scarce;

    /** @param scarce whether there is no room to spare for what was sent and answered */
    public Attempts(Sealer sealer, BooleanSupplier scarce) {
        this.sealer = sealer;
        this.scarce = scarce;
    }

    /** @param n number of the lane's last attempt before these */
    public void write(Tx tx, String tag, long n, List<Attempt> attempts, String config) throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        List<Object[]> buckets = new ArrayList<>();
        long next = n;
        for (Attempt attempt : attempts) {
            next++;
            List<Long> seqs = attempt.seqs().stream().sorted().toList();
            rows.add(new Object[] {
                tag,
                next,
                Nanos.of(attempt.at()),
                new Bytes().numbers(seqs).done(),
                seal(scarce.getAsBoolean() ? blank(attempt) : attempt, config)
            });
            for (long bucket : buckets(seqs)) {
                buckets.add(new Object[] {tag, bucket, next});
            }
        }
        tx.sql.batch("INSERT INTO attempt (tag, n, made_at, seqs, body) VALUES (?, ?, ?, ?, ?)", rows);
        tx.sql.batch("INSERT INTO attempt_bucket (tag, bucket, n) VALUES (?, ?, ?)", buckets);
    }

    private static Set<Long> buckets(Collection<Long> seqs) {
        Set<Long> buckets = new TreeSet<>();
        seqs.forEach(seq -> buckets.add(seq >> BUCKET_BITS));
        return buckets;
    }

    /** An attempt as stored. */
    private record Row(String tag, long n, long at, byte[] seqs, byte[] body) {
        List<Long> numbers() {
            return new Bytes.Reader(seqs).numbers();
        }
    }

    public List<Attempt> of(Session sql, String tag, long seq) throws SQLException {
        return near(sql, tag, Set.of(seq)).stream()
                .map(row -> open(row).of(seq))
                .sorted(Comparator.comparing(Attempt::at))
                .toList();
    }

    /** Those made in {@code [from, to)}, up to so many after this number. */
    public List<Numbered> between(Session sql, String tag, long from, long to, long after, int max)
            throws SQLException {
        return sql
                .list(
                        "SELECT n, made_at, seqs, body FROM attempt WHERE tag = ? AND n > ? AND made_at >= ? AND made_at < ?"
                                + " ORDER BY n LIMIT ?",
                        row -> new Row(tag, row.getLong(1), row.getLong(2), row.getBytes(3), row.getBytes(4)),
                        tag,
                        after,
                        from,
                        to,
                        max)
                .stream()
                .map(row -> new Numbered(row.n, open(row)))
                .toList();
    }

    /** An attempt with its number at the tag. */
    public record Numbered(long n, Attempt attempt) {}

    /** Of those of these events that may have arrived without an answer: when they were first attempted. */
    public Map<Long, Instant> unknown(Session sql, String tag, Set<Long> seqs) throws SQLException {
        Map<Long, Instant> first = new HashMap<>();
        Set<Long> unknown = new HashSet<>();
        for (Row row : near(sql, tag, seqs)) {
            Attempt attempt = open(row);
            for (long seq : attempt.seqs()) {
                first.merge(seq, attempt.at(), (one, other) -> one.isBefore(other) ? one : other);
                if (attempt.of(seq).result().equals(Attempt.UNKNOWN)) {
                    unknown.add(seq);
                }
            }
        }
        first.keySet().retainAll(unknown);
        return first;
    }

    /** The attempts that carried any of these. */
    private List<Row> near(Session sql, String tag, Set<Long> seqs) throws SQLException {
        Set<Long> candidates = new TreeSet<>(sql.listIn(
                "SELECT n FROM attempt_bucket WHERE tag = ? AND bucket IN (?*)",
                row -> row.getLong(1),
                buckets(seqs),
                tag));
        return sql
                .listIn(
                        "SELECT n, made_at, seqs, body FROM attempt WHERE tag = ? AND n IN (?*) ORDER BY n",
                        row -> new Row(tag, row.getLong(1), row.getLong(2), row.getBytes(3), row.getBytes(4)),
                        candidates,
                        tag)
                .stream()
                .filter(row -> row.numbers().stream().anyMatch(seqs::contains))
                .toList();
    }

    /** Forgets what was sent and answered in the attempts that carried these events, not that they were made. */
    public int blank(Tx tx, String tag, Set<Long> seqs) throws SQLException {
        List<Object[]> blanked = new ArrayList<>();
        for (Row row : near(tx.sql, tag, seqs)) {
            Attempt blank = blank(open(row));
            blanked.add(new Object[] {seal(blank, blank.config()), tag, row.n});
        }
        tx.sql.batch("UPDATE attempt SET body = ? WHERE tag = ? AND n = ?", blanked);
        return blanked.size();
    }

    private static Attempt blank(Attempt a) {
        List<EventResult> others = a.others().stream()
                .map(own -> new EventResult(own.seq(), own.result(), own.reason(), ""))
                .toList();
        return new Attempt(
                a.seqs(), a.at(), a.took(), a.result(), a.reason(), "", a.status(), "", "", a.config(), others);
    }

    /** Removes up to so many that were made before; answers how many. */
    public int trim(Tx tx, long before, int max) throws SQLException {
        List<Row> old = tx.sql.list(
                "SELECT tag, n, seqs FROM attempt WHERE made_at < ? ORDER BY made_at LIMIT ?",
                row -> new Row(row.getString(1), row.getLong(2), 0, row.getBytes(3), new byte[0]),
                before,
                max);
        List<Object[]> rows = new ArrayList<>();
        List<Object[]> buckets = new ArrayList<>();
        for (Row row : old) {
            rows.add(new Object[] {row.tag, row.n});
            buckets(row.numbers()).forEach(bucket -> buckets.add(new Object[] {row.tag, bucket, row.n}));
        }
        tx.sql.batch("DELETE FROM attempt WHERE tag = ? AND n = ?", rows);
        tx.sql.batch("DELETE FROM attempt_bucket WHERE tag = ? AND bucket = ? AND n = ?", buckets);
        return rows.size();
    }

    private byte[] seal(Attempt attempt, String config) {
        return sealer.seal(deflate(new Bytes()
                .number(attempt.took().toNanos())
                .text(attempt.result())
                .text(Verdicts.name(attempt.reason()))
                .text(attempt.detail())
                .number(attempt.status())
                .text(attempt.request())
                .text(attempt.response())
                .text(config)
                .text(written(attempt.others()))
                .done()));
    }

    private static String written(List<EventResult> others) {
        return others.stream()
                .map(own -> String.join(
                        UNIT,
                        String.valueOf(own.seq()),
                        own.result(),
                        Verdicts.name(own.reason()),
                        own.detail().replaceAll("[" + UNIT + RECORD + "]", " ")))
                .collect(Collectors.joining(RECORD));
    }

    private static List<EventResult> others(String written) {
        return written.isEmpty()
                ? List.of()
                : Stream.of(written.split(RECORD, -1))
                        .map(record -> record.split(UNIT, -1))
                        .map(own -> new EventResult(Long.parseLong(own[0]), own[1], VerdictPage.reason(own[2]), own[3]))
                        .toList();
    }

    private Attempt open(Row row) {
        Bytes.Reader in = new Bytes.Reader(inflate(sealer.open(row.body)));
        Duration took = Duration.ofNanos(in.number());
        String result = in.text();
        Reason reason = VerdictPage.reason(in.text());
        String detail = in.text();
        int status = (int) in.number();
        String request = in.text();
        String response = in.text();
        String config = in.added();
        List<EventResult> others = others(in.added());
        return new Attempt(
                row.numbers(),
                Nanos.of(row.at),
                took,
                result,
                reason,
                detail,
                status,
                request,
                response,
                config,
                others);
    }

    private static byte[] deflate(byte[] bytes) {
        try (Deflater deflater = new Deflater(Deflater.BEST_SPEED, true)) {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[4096];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        }
    }

    private static byte[] inflate(byte[] bytes) {
        try (Inflater inflater = new Inflater(true)) {
            inflater.setInput(bytes);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[4096];
            while (!inflater.finished()) {
                int size = inflater.inflate(buffer);
                if (size == 0 && inflater.needsInput()) {
                    throw new DataFormatException("it ends too early");
                }
                out.write(buffer, 0, size);
            }
            return out.toByteArray();
        } catch (DataFormatException broken) {
            throw new IllegalStateException("an attempt in the store cannot be read", broken);
        }
    }
}
