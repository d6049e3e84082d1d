package io.taghub.store.record;

import io.taghub.event.ClickId;
import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.store.ReportStore.Remnant;
import io.taghub.store.engine.Bytes;
import io.taghub.store.engine.Nanos;
import io.taghub.store.engine.Session;
import io.taghub.store.engine.Tx;
import io.taghub.store.seal.Keys;
import io.taghub.store.seal.Sealer;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of what is left of events whose bodies are gone: sealed, some neighbours a row. */
public final class Remnants {
    private final Sealer sealer;
    private final Keys keys;

    public Remnants(Sealer sealer, Keys keys) {
        this.sealer = sealer;
        this.keys = keys;
    }

    /**
     * One as it is kept.
     *
     * @param visitor brief subject, 0 for none or once they were forgotten
     * @param user likewise
     */
    record Left(Remnant remnant, long visitor, long user) {
        private boolean isOf(Set<Long> people) {
            return people.contains(visitor) || people.contains(user);
        }

        /** That it happened, when, and what it was worth. */
        private Left blank() {
            Remnant all = remnant;
            Remnant left = new Remnant(
                    all.seq(), all.name(), all.time(), all.received(), all.money(), null, all.id(), 0, Set.of());
            return new Left(left, 0, 0);
        }
    }

    /** A row. */
    public record Block(long to, List<Left> kept) {
        public List<Remnant> remnants() {
            return kept.stream().map(Left::remnant).toList();
        }

        /** Where something of these people is. */
        public List<Long> of(Set<Long> people) {
            return kept.stream()
                    .filter(one -> one.isOf(people))
                    .map(one -> one.remnant.seq())
                    .toList();
        }
    }

    /** By which ids are compared; never 0, which stands for none. */
    public long mark(String id) {
        return keys.subject(id).brief();
    }

    Left of(long seq, Event event) {
        Set<Long> clicks = new HashSet<>();
        for (ClickId click : event.clickIds()) {
            clicks.add(mark(click.value()));
        }
        return new Left(
                new Remnant(
                        seq,
                        event.name(),
                        event.time(),
                        event.received(),
                        event.money(),
                        event.status(),
                        mark(event.id()),
                        event.orderId() == null ? 0 : mark(event.orderId()),
                        clicks),
                Keys.brief(keys.visitor(event)),
                Keys.brief(keys.user(event)));
    }

    /** @param events in order, at least one */
    void put(Tx tx, List<Left> events) throws SQLException {
        long received = events.stream()
                .mapToLong(one -> Nanos.of(one.remnant.received()))
                .max()
                .orElse(0);
        tx.sql.update(
                "INSERT INTO remnant (to_seq, from_seq, received, body) VALUES (?, ?, ?, ?)",
                events.getLast().remnant.seq(),
                events.getFirst().remnant.seq(),
                received,
                sealer.seal(write(events)));
    }

    /** Those received at or after, a row at a time in order. */
    public Optional<Block> next(Session sql, long after, Instant received) throws SQLException {
        return Optional.ofNullable(sql.first(
                "SELECT to_seq, body FROM remnant WHERE to_seq > ? AND received >= ? ORDER BY to_seq LIMIT 1",
                this::block,
                after,
                Nanos.of(received)));
    }

    private Block block(ResultSet row) throws SQLException {
        return new Block(row.getLong(1), read(sealer.open(row.getBytes(2))));
    }

    /** Those at these places. */
    public List<Remnant> these(Session sql, Collection<Long> seqs) throws SQLException {
        List<Remnant> found = new ArrayList<>();
        for (long seq : seqs) {
            for (Block block : sql.list(
                    "SELECT to_seq, body FROM remnant WHERE to_seq >= ? AND from_seq <= ? ORDER BY to_seq",
                    this::block,
                    seq,
                    seq)) {
                block.remnants().stream().filter(one -> one.seq() == seq).forEach(found::add);
            }
        }
        return found;
    }

    /** Forgets by what these people's events could be found. */
    public void blank(Tx tx, long to, Set<Long> people) throws SQLException {
        byte[] body = tx.sql.first("SELECT body FROM remnant WHERE to_seq = ?", row -> row.getBytes(1), to);
        if (body != null) {
            List<Left> left = read(sealer.open(body)).stream()
                    .map(one -> one.isOf(people) ? one.blank() : one)
                    .toList();
            tx.sql.update("UPDATE remnant SET body = ? WHERE to_seq = ?", sealer.seal(write(left)), to);
        }
    }

    /** The oldest place that is left, null where there is none. */
    public static @Nullable Long oldest(Session sql) throws SQLException {
        return sql.first("SELECT from_seq FROM remnant ORDER BY from_seq LIMIT 1", row -> row.getLong(1));
    }

    /** Removes a few rows of what was received before, with the verdicts that were kept for them; answers how many. */
    public int trim(Tx tx, long before) throws SQLException {
        List<Block> old = tx.sql.list(
                "SELECT to_seq, body FROM remnant WHERE received < ? ORDER BY to_seq LIMIT 4", this::block, before);
        for (Block block : old) {
            Verdicts.forget(tx, block.remnants().stream().map(Remnant::seq).toList());
            tx.sql.update("DELETE FROM remnant WHERE to_seq = ?", block.to);
        }
        return old.size();
    }

    private static byte[] write(List<Left> events) {
        Map<String, Integer> words = new LinkedHashMap<>();
        for (Left one : events) {
            word(words, one.remnant.name());
            word(words, one.remnant.money() == null ? null : one.remnant.money().currency());
            word(words, one.remnant.status());
        }
        Bytes out = new Bytes().number(words.size());
        words.keySet().forEach(out::text);
        out.number(events.size());
        long seq = 0;
        for (Left one : events) {
            Remnant event = one.remnant;
            Money money = event.money();
            out.number(event.seq() - seq)
                    .number(word(words, event.name()))
                    .number(event.time().toEpochMilli())
                    .number(event.received().toEpochMilli())
                    .text(money == null ? "" : money.amount().toString())
                    .number(word(words, money == null ? null : money.currency()))
                    .number(word(words, event.status()))
                    .number(event.id())
                    .number(event.order())
                    .number(event.clicks().size());
            event.clicks().forEach(out::number);
            out.number(one.visitor).number(one.user);
            seq = event.seq();
        }
        return out.done();
    }

    /** 0 stands for none. */
    private static int word(Map<String, Integer> words, @Nullable String word) {
        return word == null ? 0 : words.computeIfAbsent(word, each -> words.size() + 1);
    }

    private static List<Left> read(byte[] body) {
        Bytes.Reader in = new Bytes.Reader(body);
        List<@Nullable String> words = new ArrayList<>();
        words.add(null);
        for (long left = in.number(); left > 0; left--) {
            words.add(in.text());
        }
        List<Left> events = new ArrayList<>();
        long seq = 0;
        for (long left = in.number(); left > 0; left--) {
            seq += in.number();
            String name = String.valueOf(words.get((int) in.number()));
            Instant time = Instant.ofEpochMilli(in.number());
            Instant received = Instant.ofEpochMilli(in.number());
            String amount = in.text();
            String currency = words.get((int) in.number());
            String status = words.get((int) in.number());
            long id = in.number();
            long order = in.number();
            Set<Long> clicks = new HashSet<>();
            for (long click = in.number(); click > 0; click--) {
                clicks.add(in.number());
            }
            Money money = amount.isEmpty() ? null : new Money(new BigDecimal(amount), currency);
            events.add(new Left(
                    new Remnant(seq, name, time, received, money, status, id, order, clicks),
                    in.number(),
                    in.number()));
        }
        return events;
    }
}
