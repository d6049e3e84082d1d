package io.taghub.inbound.map;

import io.taghub.inbound.hook.Code;
import io.taghub.inbound.hook.Hook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * What of a request becomes which field of an event.
 *
 * @param source the operator's name for it, part of the ids that the hub makes
 * @param body where the JSON stands if not in the body itself, {@code ?AwinTransactionPush}; null for the body
 * @param each where the list of events stands if there are several, the first that is there; empty for one
 * @param only what else must hold
 * @param fields target to where it is had from; {@code name} is among them
 * @param byEvent what is otherwise for events of this name; null there for what such an event has not
 * @param ignoreUnknown whether what the table of names has no word for is of no interest, and not a mistake
 */
public record Mapping(
        String source,
        @Nullable Locator body,
        List<Locator> each,
        List<Only> only,
        Map<String, Extract> fields,
        Map<String, Map<String, @Nullable Extract>> byEvent,
        boolean ignoreUnknown) {
    static final String NAME = "name";

    /**
     * Every event of a request, in its order.
     *
     * @param delivery the sender's own name for the delivery, as the verifier found it
     * @param max events in one request
     */
    public List<Mapped> events(Hook hook, @Nullable String delivery, int max) {
        JsonNode whole = hook.json();
        if (body != null) {
            JsonNode inside = body.in(new Scene(hook, whole, whole, null));
            whole = inside.isString() ? Hook.json(inside.stringValue()) : whole;
        }
        Scene all = new Scene(hook, whole, whole, null);
        JsonNode list = MissingNode.getInstance();
        for (Locator place : each) {
            list = list.isMissingNode() ? place.in(all) : list;
        }
        if (each.isEmpty() || list.isObject()) {
            return List.of(one(new Scene(hook, whole, each.isEmpty() ? whole : list, null), delivery));
        }
        if (!list.isArray()) {
            return List.of(new Mapped.Refused(Code.UNREADABLE, "'each' leads to no list"));
        }
        if (list.size() > max) {
            return List.of(new Mapped.Refused(Code.TOO_LARGE, "more than " + max + " events in one request"));
        }
        List<Mapped> events = new ArrayList<>();
        for (JsonNode element : list) {
            events.add(one(
                    new Scene(hook, whole, element, null), delivery == null ? null : delivery + "-" + events.size()));
        }
        return events;
    }

    private Mapped one(Scene scene, @Nullable String delivery) {
        for (Only condition : only) {
            if (!condition.holds(scene)) {
                return new Mapped.Ignored("'only' does not hold: " + condition.written());
            }
        }
        Map<String, JsonNode> found = new LinkedHashMap<>();
        Extract ofName = fields.get(NAME);
        if (ofName == null) {
            return new Mapped.Refused(Code.UNKNOWN_EVENT, "the mapping has no name");
        }
        switch (ofName.in(scene)) {
            case Extract.Found.Value(JsonNode value) -> found.put(NAME, value);
            case Extract.Found.Several(Map<String, JsonNode> several) -> found.putAll(several);
            case Extract.Found.Ignore(boolean missing) -> {
                return new Mapped.Ignored(missing ? "nothing says what happened" : "the table of names says so");
            }
            case Extract.Found.Nothing nothing -> {
                return new Mapped.Refused(Code.UNKNOWN_EVENT, "there is nothing where the event's name should be");
            }
            case Extract.Found.Unknown unknown -> {
                return ignoreUnknown
                        ? new Mapped.Ignored("the table of names does not have it")
                        : Fillings.isUnfilled(ofName, scene)
                                ? new Mapped.Refused(Code.UNRESOLVED_MACRO, "name")
                                : new Mapped.Refused(
                                        Code.UNKNOWN_EVENT, "the table of names does not have what it says");
            }
        }
        JsonNode name = found.get(NAME);
        if (name == null) {
            return new Mapped.Refused(Code.UNKNOWN_EVENT, "the table of names gives it no name");
        }
        if (Fillings.isUnfilled(name)) {
            return new Mapped.Refused(Code.UNRESOLVED_MACRO, NAME);
        }
        return new Assembly(source, delivery, scene).of(found, wanted(name.asString("")));
    }

    /** The name is among them, and found. */
    private Map<String, Extract> wanted(String name) {
        Map<String, @Nullable Extract> own = byEvent.get(name);
        if (own == null) {
            return fields;
        }
        Map<String, Extract> wanted = new LinkedHashMap<>(fields);
        own.forEach((target, extract) -> {
            if (extract == null) {
                wanted.remove(target);
            } else {
                wanted.put(target, extract);
            }
        });
        return wanted;
    }
}
