package io.taghub.inbound.map;

import io.taghub.event.FieldNote;
import io.taghub.inbound.hook.Code;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What a mapping made of one event of a request. */
public sealed interface Mapped {
    /**
     * @param json in the vocabulary of {@code /v1/events}
     * @param notes of what was left out
     * @param flag what a person should know although it was made, null for nothing
     */
    record Made(
            ObjectNode json,
            List<FieldNote> notes,
            @Nullable Code flag) implements Mapped {}

    /** Of no interest, as the source says. */
    record Ignored(String why) implements Mapped {}

    /** @param detail for the operator, without anything of the request's but a field's name */
    record Refused(Code code, String detail) implements Mapped {}
}
