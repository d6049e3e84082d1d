package io.taghub.store.conversion;

import io.taghub.store.ConversionStore;
import io.taghub.store.engine.Reads;
import java.util.Optional;

/** Looks conversions up for people. Safe for many threads. */
public final class SqlConversions implements ConversionStore {
    private final Reads reads;
    private final ConversionRows rows;

    public SqlConversions(Reads reads, ConversionRows rows) {
        this.reads = reads;
        this.rows = rows;
    }

    @Override
    public Optional<History> find(String key) {
        return reads.read(sql -> {
            ConversionRow row = rows.find(sql, rows.row(key));
            if (row instanceof ConversionRow.Alias(String order)) {
                row = rows.find(sql, rows.row(order));
            }
            return row instanceof ConversionRow.Of(History conversion) ? Optional.of(conversion) : Optional.empty();
        });
    }
}
