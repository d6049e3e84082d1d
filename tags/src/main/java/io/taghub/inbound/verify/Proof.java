package io.taghub.inbound.verify;

import io.taghub.inbound.hook.Code;
import org.jspecify.annotations.Nullable;

/** What a verifier found. */
public sealed interface Proof {
    /** @param delivery the sender's own name for this delivery, the same when it is repeated; null where it has none */
    record Good(@Nullable String delivery) implements Proof {}

    /** @param detail for the operator, without anything of the request's */
    record Bad(Code code, String detail) implements Proof {}

    Proof GOOD = new Good(null);

    static Proof signature(String detail) {
        return new Bad(Code.BAD_SIGNATURE, detail);
    }

    static Proof token(String detail) {
        return new Bad(Code.BAD_TOKEN, detail);
    }
}
