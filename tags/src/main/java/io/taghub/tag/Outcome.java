package io.taghub.tag;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What an attempt came to, for one item. */
public sealed interface Outcome {

    /**
     * The platform took it.
     *
     * @param note what it said beside that, in words; empty where nothing
     */
    record Delivered(String note) implements Outcome {}

    /** The platform took it and will say later whether it counts; ask with the handle. */
    record Accepted(String handle) implements Outcome {}

    /** The platform had it already: as good as delivered. */
    record Duplicate() implements Outcome {}

    /**
     * It failed for now.
     *
     * @param reason {@link Reason#UNKNOWN_OUTCOME} where it may have been taken all the same
     * @param after how long the platform asks us to wait, null where it does not say
     */
    record Retryable(Reason reason, @Nullable Duration after, String detail) implements Outcome {}

    /**
     * It answered, and the answer does not say whether it was taken: treated like a request without an answer. Several in
     * a row pause the tag, because then something else answers than the platform.
     */
    record Unknown(String detail) implements Outcome {}

    /** This item will never be taken. */
    record Rejected(Reason reason, String detail) implements Outcome {}

    /** The tag itself is set up wrongly (token, account): pause it and keep everything. */
    record Misconfigured(Reason reason, String detail) implements Outcome {}

    Outcome DELIVERED = new Delivered("");
    Outcome DUPLICATE = new Duplicate();

    static Outcome retry(Reason reason, String detail) {
        return new Retryable(reason, null, detail);
    }

    static Outcome rejected(String detail) {
        return new Rejected(Reason.REJECTED_BY_PLATFORM, detail);
    }

    static Outcome misconfigured(Reason reason, String detail) {
        return new Misconfigured(reason, detail);
    }
}
