package io.taghub.report;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A conversion as a partner counts it.
 *
 * @param line of the file, the header's is counted too
 * @param amount null where none is said or it cannot be read
 * @param currency ISO 4217 where it is one, null where none is said
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
        String reason) {

    /** The same with another amount and decision. */
    PartnerRow with(@Nullable BigDecimal sum, Decision decided) {
        return new PartnerRow(line, ids, sum, currency, when, decided, status, reason);
    }

    /** An id as it stands there. */
    record Id(PartnerField field, String value) {}

    /** What the partner decided about it. */
    enum Decision {
        COUNTED,
        PENDING,
        REFUSED;

        private static final List<String> PENDING_WORDS = List.of(
                "pending",
                "open",
                "hold",
                "on hold",
                "new",
                "waiting",
                "review",
                "processing",
                "locked",
                "unconfirmed",
                "not approved",
                "unapproved",
                "delayed");
        private static final List<String> REFUSED_WORDS = List.of(
                "reject",
                "declin",
                "cancel",
                "revers",
                "refus",
                "void",
                "denied",
                "delet",
                "invalid",
                "disapprov",
                "fraud",
                "trash",
                "bounced",
                "failed",
                "chargeback",
                "return",
                "refund",
                "expired",
                "out of",
                "out_of",
                "too late",
                "too old",
                "duplicate",
                "blocked",
                "ignored",
                "not counted");

        /** What is not known to be otherwise counts: an export without a status lists what is paid. */
        static Decision of(String status) {
            String word = status.toLowerCase(Locale.ROOT);
            if (PENDING_WORDS.stream().anyMatch(one -> one.length() < 4 ? word.equals(one) : word.startsWith(one))) {
                return PENDING;
            }
            return REFUSED_WORDS.stream().anyMatch(word::startsWith) ? REFUSED : COUNTED;
        }
    }
}
