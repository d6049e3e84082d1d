package io.taghub.store.sql;

import io.taghub.store.QualityStore;
import io.taghub.store.engine.Reads;
import io.taghub.store.engine.Transactions;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What platforms said, as rows of {@code meta}: {@code quality/TAG/DAY}. */
final class SqlQuality implements QualityStore {
    private final Transactions writer;
    private final Reads reads;

    SqlQuality(Transactions writer, Reads reads) {
        this.writer = writer;
        this.reads = reads;
    }

    private static String prefix(String tag) {
        return "quality/" + tag + "/";
    }

    @Override
    public void keep(String tag, LocalDate day, String said) {
        writer.write(tx -> {
            tx.sql.update(
                    "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                    prefix(tag) + day,
                    said.getBytes(StandardCharsets.UTF_8));
            String prefix = prefix(tag);
            return tx.sql.update(
                    "DELETE FROM meta WHERE substr(name, 1, ?) = ? AND substr(name, ?) < ?",
                    prefix.length(),
                    prefix,
                    prefix.length() + 1,
                    day.minusDays(DAYS).toString());
        });
    }

    @Override
    public SortedMap<LocalDate, String> of(String tag) {
        String prefix = prefix(tag);
        List<Map.Entry<LocalDate, String>> rows = reads.read(sql -> sql.list(
                // No range of names: in which order those are is the database's language's choice.
                "SELECT name, value FROM meta WHERE substr(name, 1, ?) = ?",
                row -> Map.entry(
                        LocalDate.parse(row.getString(1).substring(prefix.length())),
                        new String(row.getBytes(2), StandardCharsets.UTF_8)),
                prefix.length(),
                prefix));
        SortedMap<LocalDate, String> days = new TreeMap<>();
        rows.forEach(row -> days.put(row.getKey(), row.getValue()));
        return days;
    }
}
