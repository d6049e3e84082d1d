package io.taghub.testkit;

import io.taghub.tag.Reason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One event of a test at one tag, as it stood when the hub was asked.
 *
 * @param row its line in the list of events
 * @param standing {@code {"tag","verdict","reason","next_attempt","waits_for"}}
 */
record Seen(JsonNode row, JsonNode standing) {
    String name() {
        return row.path("name").asString("");
    }

    String id() {
        return row.path("id").asString("");
    }

    String tag() {
        return standing.path("tag").asString("");
    }

    String verdict() {
        return standing.path("verdict").asString("");
    }

    String reason() {
        return standing.path("reason").asString("");
    }

    /** Delivered, said by the platform to be there already, or taken by one that decides later. */
    boolean sent() {
        return switch (verdict()) {
            case "delivered" -> true;
            case "duplicate" -> reason().isEmpty();
            case "waiting" -> reason().equals("PENDING_VERDICT");
            default -> false;
        };
    }

    /** It went out, no answer came, and a person has to say whether it goes again: the platform may have it. */
    boolean held() {
        return verdict().equals("held");
    }

    boolean triggered() {
        return !reason().equals("NOT_TRIGGERED");
    }

    /** Nothing more is sent of it. */
    boolean settled() {
        return waitsFor().isEmpty();
    }

    /** {@code hub}, {@code time} or {@code person}; empty where nothing more is sent. */
    String waitsFor() {
        return standing.path("waits_for").asString("");
    }

    /** When its wait is over whatever happens. */
    @Nullable
    Instant until() {
        String until = standing.path("next_attempt").asString("");
        return until.isEmpty() ? null : Instant.parse(until);
    }

    @Override
    public String toString() {
        Instant until = until();
        return name() + " " + id() + ": " + verdict()
                + (reason().isEmpty() ? "" : ", " + reason() + " (" + inWords(reason()) + ")")
                + (settled() || until == null ? "" : ", until " + until);
    }

    private static String inWords(String reason) {
        return Reason.valueOf(reason).text();
    }
}
