package io.taghub.inbound.map;

import io.taghub.inbound.hook.Hook;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What expressions look at.
 *
 * @param whole the body as JSON
 * @param element the one event of several that is read now, else the whole
 * @param currency of the event's amount, as soon as it is known
 */
record Scene(
        Hook hook,
        JsonNode whole,
        JsonNode element,
        @Nullable String currency) {
    Scene in(@Nullable String known) {
        return new Scene(hook, whole, element, known);
    }
}
