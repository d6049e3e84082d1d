package io.taghub.intake.webhook;

import io.taghub.event.Event;
import io.taghub.inbound.hook.Code;
import java.util.List;

/**
 * What a request came to, before anything of it is admitted.
 *
 * @param code as it will be unless the events turn out to be known already
 * @param detail for the operator
 * @param events to be admitted
 */
record Harvest(Code code, String detail, List<Event> events) {
    static Harvest nothing(Code code, String detail) {
        return new Harvest(code, detail, List.of());
    }
}
