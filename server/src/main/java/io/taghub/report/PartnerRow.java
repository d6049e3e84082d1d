package io.taghub.report;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A conversion as a partner counts it.
 *
 * @param line of the file, the header's is counted too
 * @param amount null where none is said or it cannot be read
 * @param currency ISO 4217 where it is one, null where none is said
 * @param part which thing of the order it is about, empty where it does not say
 * @param unread whether there is an amount that cannot be read
 * @param reason why it was refused, empty where it does not say
 */
record PartnerRow(
        int line,
        List<Id> ids,
        @Nullable BigDecimal amount,
        @Nullable String currency,
        PartnerTime.@Nullable When when,
        Decision decision,
        String status,
        String reason,
        String part,
        boolean unread) {

    /** The same with another amount and decision. */
    PartnerRow with(@Nullable BigDecimal sum, Decision decided) {
        return new PartnerRow(line, ids, sum, currency, when, decided, status, reason, part, unread);
    }

    /** An id as it stands there. */
    record Id(PartnerField field, String value) {}

    /** What the partner decided about it. */
    enum Decision {
        COUNTED,
        PENDING,
        REFUSED;

        /** By {@link StatusWords}; what is not known to be otherwise counts: an export without a status lists what is paid. */
        static Decision of(String status) {
            return switch (StatusWords.meaning(status)) {
                case COUNTED, UNKNOWN -> COUNTED;
                case PENDING -> PENDING;
                case REFUSED -> REFUSED;
            };
        }
    }
}
