package io.taghub.console.received;

import io.taghub.console.Masked;
import io.taghub.inbound.hook.Code;
import io.taghub.intake.webhook.Kept;
import io.taghub.store.ReceivedStore.Arrival;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * One request in the list. {@code GET /api/received?source=&code=&limit=} answers {@code {"received": [...]}} with these keys in
 * snake_case, the latest first.
 *
 * @param code what became of it
 * @param codeText the same in words
 * @param refused whether nothing was made of it
 * @param method {@code POST}
 * @param detail for the operator
 * @param events what it became
 */
record ReceivedRow(
        String id,
        String source,
        Instant at,
        String code,
        String codeText,
        boolean refused,
        String method,
        String detail,
        List<Made> events) {

    record Made(String name, String id) {}

    static ReceivedRow of(Arrival received) {
        return of(received, Kept.read(received.content()));
    }

    static ReceivedRow of(Arrival received, Kept kept) {
        return new ReceivedRow(
                received.id(),
                received.source(),
                received.at(),
                received.code(),
                text(received.code()),
                received.refused(),
                kept.hook().method(),
                Masked.text(kept.detail()),
                kept.events().stream()
                        .map(event -> new Made(event.getFirst(), event.getLast()))
                        .toList());
    }

    private static String text(String word) {
        try {
            return Code.valueOf(word.toUpperCase(Locale.ROOT)).text();
        } catch (IllegalArgumentException ofAnotherVersion) {
            return "";
        }
    }
}
