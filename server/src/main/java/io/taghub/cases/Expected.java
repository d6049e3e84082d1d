package io.taghub.cases;

import io.taghub.tag.Reason;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a case says of one tag. */
sealed interface Expected {
    /** @param request by part, empty where only that it is sent counts */
    record Sent(Map<String, @Nullable Object> request) implements Expected {}

    /** @param reason null for any */
    record NotSent(@Nullable Reason reason) implements Expected {}

    record Waits(@Nullable Reason reason) implements Expected {}
}
