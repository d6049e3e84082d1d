package io.taghub.store.sql;

import io.taghub.store.ScriptStore;
import io.taghub.store.engine.Reads;
import io.taghub.store.engine.Transactions;
import io.taghub.store.seal.Sealer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Script files as rows of {@code meta}. They are no secret; sealed they are because they run on every page of the site, and
 * whoever can write to the database, but has not the key, must not be able to change them.
 */
final class SqlScripts implements ScriptStore {
    private static final String PREFIX = "script/";

    private final Transactions writer;
    private final Reads reads;
    private final Sealer sealer;

    SqlScripts(Transactions writer, Reads reads, Sealer sealer) {
        this.writer = writer;
        this.reads = reads;
        this.sealer = sealer;
    }

    @Override
    public void keep(Map<String, byte[]> files) {
        List<Object[]> rows = files.entrySet().stream()
                .map(file -> new Object[] {PREFIX + file.getKey(), sealer.seal(file.getValue())})
                .toList();
        writer.write(tx -> {
            tx.sql.batch("INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING", rows);
            return rows.size();
        });
    }

    @Override
    public Map<String, byte[]> all() {
        List<Map.Entry<String, byte[]>> rows = reads.read(sql -> sql.list(
                "SELECT name, value FROM meta WHERE name LIKE 'script/%'",
                row -> Map.entry(row.getString(1).substring(PREFIX.length()), row.getBytes(2))));
        Map<String, byte[]> files = new HashMap<>();
        rows.forEach(row -> {
            try {
                files.put(row.getKey(), sealer.open(row.getValue()));
            } catch (IllegalStateException changed) {
                // Not ours any more; better a page without the script than with somebody else's.
            }
        });
        return files;
    }
}
