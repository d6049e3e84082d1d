package io.taghub.report;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One difference between a partner's row and an event of ours, personal data masked. A row may have several.
 *
 * @param row of the file, counted with the header; null where the file has none for the event
 * @param event name of ours, null where nothing of ours belongs to it
 * @param id of ours, null likewise and where retention has removed it
 * @param ids the row's own, {@code order_id=A-1001}
 * @param day ours, in the report's time zone
 * @param theirDay as it stands in the file
 * @param explained false where all that is known is that it is so
 */
public record Discrepancy(
        Cause cause,
        @Nullable Integer row,
        @Nullable String event,
        @Nullable String id,
        List<String> ids,
        @Nullable Instant time,
        @Nullable String day,
        @Nullable String theirDay,
        @Nullable String ours,
        @Nullable String theirs,
        String detail,
        boolean explained) {

    /** The same, said otherwise. */
    Discrepancy but(String said, boolean isExplained) {
        return new Discrepancy(cause, row, event, id, ids, time, day, theirDay, ours, theirs, said, isExplained);
    }
}
