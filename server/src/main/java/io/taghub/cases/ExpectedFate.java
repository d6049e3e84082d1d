package io.taghub.cases;

import io.taghub.tag.Reason;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a case says of one tag. */
sealed interface ExpectedFate {
    /** @param request by part, empty where only that it is sent counts */
    record Sent(Map<String, @Nullable Object> request) implements ExpectedFate {}

    /** @param reason null for any */
    record NotSent(@Nullable Reason reason) implements ExpectedFate {}

    record Waits(@Nullable Reason reason) implements ExpectedFate {}
}
