package io.taghub.inbound.map;

import io.taghub.event.FieldNote;
import io.taghub.inbound.hook.Code;
import io.taghub.inbound.hook.Hook;
import io.taghub.tag.Identifiers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts one event together out of what was found of it. */
final class Assembly {
    private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,128}");

    /** Without any of them nobody could be told of the event. */
    private static final List<String> RECOGNISED_BY = List.of("click_ids", "user", "visitor", "order_id");

    private final String source;
    private final @Nullable String delivery;
    private final Scene scene;
    private final List<FieldNote> notes = new ArrayList<>();
    private final List<String> unfilled = new ArrayList<>();
    private String ignored = "";
    private boolean strange;

    Assembly(String source, @Nullable String delivery, Scene scene) {
        this.source = source;
        this.delivery = delivery;
        this.scene = scene;
    }

    /** @param given what the table of names said beside the name */
    Mapped of(Map<String, JsonNode> given, Map<String, Extract> wanted) {
        Map<String, JsonNode> found = new LinkedHashMap<>(given);
        Extract ofCurrency = wanted.get("currency");
        String currency = null;
        if (ofCurrency != null && !found.containsKey("currency") && !take("currency", ofCurrency, scene, found)) {
            return new Mapped.Ignored(ignored);
        }
        if (found.get("currency") != null) {
            currency = found.get("currency").asString("").toUpperCase(java.util.Locale.ROOT);
        }
        Scene whole = scene.in(currency);
        for (Map.Entry<String, Extract> entry : wanted.entrySet()) {
            String target = entry.getKey();
            if (!target.equals("currency")
                    && !found.containsKey(target)
                    && !take(target, entry.getValue(), whole, found)) {
                return new Mapped.Ignored(ignored);
            }
        }
        return made(found);
    }

    /** False where the event is of no interest. */
    private boolean take(String target, Extract extract, Scene from, Map<String, JsonNode> found) {
        switch (extract.in(from)) {
            case Extract.Found.Value(JsonNode value) -> {
                if (Fillings.isUnfilled(target, value)) {
                    unfilled.add(target);
                    notes.add(new FieldNote(
                            Targets.path(target),
                            FieldNote.form(value),
                            "it is a macro or word that somebody's tool did not fill in"));
                } else {
                    found.put(target, value);
                }
            }
            case Extract.Found.Several(Map<String, JsonNode> several) -> several.forEach(found::putIfAbsent);
            case Extract.Found.Ignore(boolean missing) -> {
                ignored = missing ? "there is no '" + target + "'" : "the table of '" + target + "' says so";
                return false;
            }
            case Extract.Found.Unknown unknown -> {
                strange = true;
                notes.add(new FieldNote(Targets.path(target), "text", "the mapping's table has no word for it"));
            }
            case Extract.Found.Nothing nothing -> {}
        }
        return true;
    }

    private Mapped made(Map<String, JsonNode> found) {
        ObjectNode json = Hook.JSON.createObjectNode();
        found.forEach((target, value) -> {
            if (!target.equals(Targets.TXN_ID) && !target.startsWith("click.") && !target.equals(Targets.EVENT_ID)) {
                put(json, Targets.path(target), value);
            }
        });
        click(json, found);
        if (found.get(Targets.TXN_ID) != null && !json.has("order_id")) {
            // It is the sender's own count, and not the shop's: another order may have the same number there.
            json.put("order_id", source + ":" + found.get(Targets.TXN_ID).asString(""));
        }
        boolean recognised = RECOGNISED_BY.stream().anyMatch(json::has);
        boolean ids = unfilled.stream()
                .anyMatch(one -> one.startsWith("click") || one.equals(Targets.TXN_ID) || one.equals(Targets.EVENT_ID));
        if (ids && !recognised) {
            return new Mapped.Refused(Code.UNRESOLVED_MACRO, String.join(", ", unfilled));
        }
        String id = id(found, json);
        if (id == null) {
            return ids
                    ? new Mapped.Refused(Code.UNRESOLVED_MACRO, String.join(", ", unfilled))
                    : new Mapped.Refused(Code.MISSING_ID, "map 'event_id' or 'txn_id'");
        }
        json.put("id", id);
        return new Mapped.Made(json, List.copyOf(notes), unfilled.isEmpty() && !strange ? null : Code.UNRESOLVED_FIELD);
    }

    private static void put(ObjectNode json, String path, JsonNode value) {
        // What stands behind these is a name of the sender's, which may have points in it.
        String[] keys = path.startsWith("properties.") || path.startsWith("click_ids.")
                ? path.split("\\.", 2)
                : path.split("\\.", -1);
        ObjectNode at = json;
        for (int i = 0; i < keys.length - 1; i++) {
            at = at.get(keys[i]) instanceof ObjectNode inner ? inner : at.putObject(keys[i]);
        }
        at.set(keys[keys.length - 1], value);
    }

    private static void click(ObjectNode json, Map<String, JsonNode> found) {
        JsonNode value = found.get(Targets.CLICK);
        if (value == null) {
            return;
        }
        JsonNode name = found.get(Targets.CLICK_NAME);
        ObjectNode click = Hook.JSON.createObjectNode();
        click.set("value", value);
        if (found.get(Targets.CLICK_OWNER) != null) {
            click.set("for", found.get(Targets.CLICK_OWNER));
        }
        if (found.get(Targets.CLICK_TIME) != null) {
            click.set("seen", found.get(Targets.CLICK_TIME));
        }
        put(json, "click_ids." + (name == null ? "clickid" : name.asString("clickid")), click);
    }

    /**
     * The same for the same event however often it comes: what the sender calls it, else its transaction in this state, else the
     * delivery; else, weakly, what is in it. Null where nothing is.
     */
    private @Nullable String id(Map<String, JsonNode> found, ObjectNode json) {
        JsonNode given = found.get(Targets.EVENT_ID);
        if (given != null) {
            return fitting(given.asString(""));
        }
        JsonNode transaction = found.get(Targets.TXN_ID);
        if (transaction != null) {
            JsonNode status = found.get("status");
            return fitting(source + ":" + transaction.asString("") + (status == null ? "" : ":" + status.asString("")));
        }
        if (unfilled.contains(Targets.TXN_ID) || unfilled.contains(Targets.EVENT_ID)) {
            return null;
        }
        if (delivery != null) {
            return fitting(source + ":" + delivery);
        }
        if (RECOGNISED_BY.stream().noneMatch(json::has)) {
            return null;
        }
        notes.add(
                new FieldNote(
                        "id",
                        "nothing",
                        "made of what the event says, so that two of a day that say the same count as one; map 'event_id' or 'txn_id'"));
        String day = json.path("time").asString("");
        String said = Stream.of("name", "click_ids", "user", "visitor", "order_id", "value", "currency", "status")
                .map(key -> json.path(key).toString())
                .collect(Collectors.joining("\n", source + "\n", day.length() < 10 ? "" : day.substring(0, 10)));
        return "w-" + hash(said);
    }

    private static String fitting(String id) {
        return ID.matcher(id).matches() ? id : "h-" + hash(id);
    }

    private static String hash(String text) {
        return Identifiers.hex("SHA-256", text).substring(0, 32);
    }
}
