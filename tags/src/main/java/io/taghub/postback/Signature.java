package io.taghub.postback;

import io.taghub.postback.encode.Digest;
import io.taghub.postback.encode.Spelling;
import io.taghub.tag.Secret;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A text of several values that is hashed or signed as a whole, or a signature of the request itself.
 *
 * @param text null where it is of the request
 * @param key null for what is only hashed
 */
record Signature(
        Over over,
        @Nullable Template text,
        Digest by,
        Spelling as,
        @Nullable Secret key) {

    /** What is signed. */
    enum Over {
        TEXT,
        /** The address with this signature's parameter empty. */
        URL,
        BODY
    }

    /** Stands for a signature that is not made yet: an empty value, not none. */
    record Blank() {
        @Override
        public String toString() {
            return "";
        }
    }

    /** Of a text of the event's own; null where a value in it is absent, as half a text proves nothing. */
    @Nullable
    String of(Binding binding) {
        String bound = text == null ? null : text.bind(binding, UnaryOperator.identity());
        return bound == null ? null : of(bound);
    }

    String of(String signed) {
        return as.of(by.of(signed, key == null ? "" : key.reveal()));
    }
}
