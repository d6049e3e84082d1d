package io.taghub.report;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A partner's numbers against ours: {@code rows = agreed + joined + rows with differences + outside}, and of our {@code events}
 * that the receiver should have each is either in a row or in a difference of its own.
 *
 * @param to the last day
 * @param columns by field, which of the file's columns were taken for it
 * @param rows of the file
 * @param outside rows of other days, which were left out
 * @param events ours in these days that the tag asked for
 * @param matched rows that belong to an event of ours
 * @param agreed matched rows without a difference, and none in another row of the same conversion
 * @param joined matched rows of a conversion whose difference stands at another row
 * @param unexplained differences of which nothing more is known than that they are there
 * @param causes most frequent first
 * @param notes what a person should know of how it was compared
 */
public record Reconciliation(
        String tag,
        LocalDate from,
        LocalDate to,
        String zone,
        Map<String, String> columns,
        int rows,
        int outside,
        int events,
        int matched,
        int agreed,
        int joined,
        int unexplained,
        List<Total> causes,
        List<Worth> worth,
        List<Discrepancy> differences,
        List<String> notes) {

    /** So many differences of this cause. */
    public record Total(Cause cause, String text, int count) {}

    /**
     * What each side counts in a currency: we what the receiver took, less what it was told to take back, they what they did
     * not refuse.
     *
     * @param currency null for what nobody said the currency of
     */
    public record Worth(@Nullable String currency, BigDecimal ours, BigDecimal theirs) {}
}
