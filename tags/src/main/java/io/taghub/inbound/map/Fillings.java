package io.taghub.inbound.map;

import io.taghub.text.Nobody;
import io.taghub.text.UnresolvedMacro;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Tells values from what stands where a sender's tool filled nothing in. */
final class Fillings {
    private static final UnresolvedMacro MACROS = new UnresolvedMacro(List.of());

    /** Many events would share such a value, and one would be taken for the other. */
    private static final Set<String> IDS =
            Set.of(Targets.EVENT_ID, Targets.TXN_ID, "order_id", "user_id", "user.id", Targets.CLICK);

    private Fillings() {}

    static boolean isUnfilled(JsonNode value) {
        return value.isString()
                && UnresolvedMacro.isUnfilled(value.stringValue().strip());
    }

    static boolean isUnfilled(Extract extract, Scene scene) {
        return extract.from().stream().anyMatch(one -> isUnfilled(one.in(scene)));
    }

    /** The same, of an id also a word for nothing. */
    static boolean isUnfilled(String target, JsonNode value) {
        if (isUnfilled(value)) {
            return true;
        }
        boolean id = IDS.contains(target) || target.startsWith("click_ids.");
        String text = value.asString("").strip();
        return id
                && value.isValueNode()
                && (MACROS.looksLike(text) || (!target.startsWith("click") && Nobody.isPlaceholder(text)));
    }
}
