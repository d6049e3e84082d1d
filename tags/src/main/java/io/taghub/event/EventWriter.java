package io.taghub.event;

import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes an {@link Event} as JSON; what is absent is not written. */
final class EventWriter {
    private EventWriter() {}

    static void write(ObjectNode json, Event event) {
        json.put("name", event.name())
                .put("id", event.id())
                .put("time", event.time().toString());
        json.put("received", event.received().toString());
        ArrayNode channels = json.putArray("channels");
        new TreeSet<>(event.channels()).forEach(channel -> channels.add(channel.name()));
        put(json, "visitor", event.visitor());
        if (!event.user().equals(Person.UNKNOWN)) {
            PersonJson.write(json.putObject("user"), event.user());
        }
        if (!event.clickIds().isEmpty()) {
            write(json.putObject("click_ids"), event.clickIds());
        }
        if (!event.consent().states().isEmpty()) {
            ObjectNode consent = json.putObject("consent");
            new TreeMap<>(event.consent().states())
                    .forEach((purpose, state) ->
                            consent.put(purpose.key(), state == Consent.State.GRANTED ? "granted" : "denied"));
        }
        if (event.money() != null) {
            json.put("value", event.money().amount());
            put(json, "currency", event.money().currency());
        }
        put(json, "order_id", event.orderId());
        if (!event.items().isEmpty()) {
            ArrayNode items = json.putArray("items");
            event.items().forEach(item -> ItemJson.write(items, item));
        }
        if (event.page() != null) {
            ObjectNode page = json.putObject("page");
            put(page, "url", event.page().url());
            put(page, "referrer", event.page().referrer());
        }
        if (event.client() != null) {
            ObjectNode client = json.putObject("client");
            put(client, "ip", event.client().ip());
            put(client, "user_agent", event.client().userAgent());
        }
        DetailsJson.write(json, "app", event.app());
        DetailsJson.write(json, "device", event.device());
        DetailsJson.write(json, "user_location", event.location());
        if (event.original() != null) {
            write(json.putObject("original_event"), event.original());
        }
        put(json, "status", event.status());
        if (!event.notes().isEmpty()) {
            ArrayNode notes = json.putArray("notes");
            event.notes()
                    .forEach(note -> notes.addObject()
                            .put("field", note.field())
                            .put("given", note.given())
                            .put("why", note.why()));
        }
        if (!event.properties().isEmpty()) {
            json.set("properties", EventJson.JSON.valueToTree(new TreeMap<>(event.properties())));
        }
    }

    private static void write(ObjectNode json, ClickIds ids) {
        for (ClickId id : ids) {
            ObjectNode node = json.putObject(id.name());
            node.put("value", id.value()).put("seen", id.seen().toString());
            if (!id.params().isEmpty()) {
                ObjectNode params = node.putObject("params");
                new TreeMap<>(id.params()).forEach(params::put);
            }
            put(node, "for", id.owner());
        }
    }

    private static void write(ObjectNode json, Event.Original original) {
        put(json, "name", original.name());
        put(json, "id", original.id());
        put(json, "time", original.time() == null ? null : original.time().toString());
        put(json, "order_id", original.orderId());
    }

    private static void put(ObjectNode json, String key, @Nullable String value) {
        if (value != null) {
            json.put(key, value);
        }
    }
}
