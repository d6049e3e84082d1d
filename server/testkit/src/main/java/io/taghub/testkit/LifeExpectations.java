package io.taghub.testkit;

import io.taghub.life.ConversionState;
import io.taghub.store.Verdict;
import io.taghub.tag.Reason;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a test may expect of conversions: where they stand, and who was told that they were taken back. */
abstract sealed class LifeExpectations permits Expectations {

    abstract Server server();

    /** Looks until the expectation holds. */
    abstract Look poll(Consumer<Look> expectation);

    /** The same, where the tag is one of the config's. */
    abstract void await(String tag, Consumer<Look> expectation);

    /** The receiver of this tag was told that the conversion was taken back, and took it. */
    public final void expectReversed(String tag, String orderOrEventId) {
        await(tag, look -> {
            List<JsonNode> reversals = moves(orderOrEventId)
                    .filter(move -> move.path("move").asString("").equals(ConversionState.REVERSED.word()))
                    .toList();
            if (reversals.stream().noneMatch(move -> taken(move, tag))) {
                throw new AssertionError("the reversal of '" + orderOrEventId + "' should have been sent to " + tag
                        + " but was not; " + told(orderOrEventId));
            }
        });
    }

    /** The conversion stands so, under whatever name it was told. */
    public final void expectState(String orderOrEventId, ConversionState state) {
        expectState(orderOrEventId, null, state);
    }

    /** @param name which of several that share the order, {@code ftd}; null for any */
    public final void expectState(String orderOrEventId, @Nullable String name, ConversionState state) {
        poll(look -> {
            Predicate<JsonNode> meant =
                    one -> name == null || one.path("name").asString("").equals(name);
            if (conversion(orderOrEventId)
                    .path("conversions")
                    .valueStream()
                    .filter(meant)
                    .noneMatch(one -> one.path("state").asString("").equals(state.word()))) {
                throw new AssertionError(
                        "'" + orderOrEventId + "' should be " + state.word() + "; " + told(orderOrEventId));
            }
        });
    }

    /** The life of a conversion as {@code GET /api/conversions/{key}} answers it; nothing is in it where none is known. */
    public final JsonNode conversion(String orderOrEventId) {
        return server().http.jsonIfThere(server().console() + "/api/conversion?key=" + Http.escaped(orderOrEventId));
    }

    /** The event waits at this tag for a person. */
    public final void expectHeld(String tag, String event) {
        expectVerdict(tag, event, Verdict.HELD);
    }

    /** @param reason {@code CONTRACT} or {@code UNKNOWN_OUTCOME} */
    public final void expectHeld(String tag, String event, Reason reason) {
        await(tag, look -> {
            List<Seen> seen = look.at(tag, event);
            if (seen.stream().noneMatch(one -> one.held() && one.reason().equals(reason.name()))) {
                throw new AssertionError("'" + event + "' should be held at " + tag + " for " + reason
                        + ", but there is " + Look.list(seen));
            }
        });
    }

    public abstract void expectVerdict(String tag, String event, Verdict verdict);

    private java.util.stream.Stream<JsonNode> moves(String key) {
        return conversion(key).path("moves").valueStream();
    }

    private static boolean taken(JsonNode move, String tag) {
        return move.path("tags").valueStream().anyMatch(told -> {
            boolean said = told.path("reason").isString();
            return told.path("tag").asString("").equals(tag)
                    && switch (told.path("verdict").asString("")) {
                        case "delivered" -> true;
                        case "duplicate" -> !said;
                        case "waiting" -> told.path("reason").asString("").equals(Reason.PENDING_VERDICT.name());
                        default -> false;
                    };
        });
    }

    /** What was said of it, and who was told. */
    private String told(String key) {
        String moves = moves(key)
                .map(move -> move.path("event").asString("") + " "
                        + (move.path("refusal").isString()
                                ? Reason.ILLEGAL_MOVE.name()
                                : move.path("move").asString(""))
                        + move.path("tags")
                                .valueStream()
                                .map(told -> told.path("tag").asString("") + ": "
                                        + told.path("verdict").asString("")
                                        + (told.path("reason").isString()
                                                ? ", " + told.path("reason").asString("")
                                                : ""))
                                .collect(Collectors.joining("; ", " (", ")")))
                .collect(Collectors.joining(", "));
        return moves.isEmpty() ? "nothing is known of such a conversion" : "what was said of it: " + moves;
    }
}
