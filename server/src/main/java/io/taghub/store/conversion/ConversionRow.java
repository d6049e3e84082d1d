package io.taghub.store.conversion;

import io.taghub.event.Event;
import io.taghub.event.EventJson;
import io.taghub.event.Money;
import io.taghub.life.Saying;
import io.taghub.store.ConversionStore.History;
import io.taghub.store.ConversionStore.Said;
import io.taghub.store.seal.EventCodec;
import io.taghub.text.Moment;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One row: a conversion, or what leads to one or says that somebody had a first one. */
sealed interface ConversionRow {

    /** What was said of a conversion. */
    record Of(History conversion) implements ConversionRow {
        /** The first ones say what it is, the last where it stands. */
        private static final int MAX = 60;

        /** With what this event says, in the place of what it said before if it did, and whose it is by then. */
        Of with(Said said, @Nullable Event whose) {
            List<Said> all = new ArrayList<>(conversion.said());
            all.removeIf(one -> one.seq() == said.seq());
            int place = 0;
            while (place < all.size() && all.get(place).seq() < said.seq()) {
                place++;
            }
            all.add(place, said);
            if (all.size() > MAX) {
                all.remove(MAX / 2);
            }
            return new Of(new History(conversion.key(), all, whose));
        }
    }

    /** An event's id, where the conversion goes by its order. */
    record Alias(String order) implements ConversionRow {}

    /** @param event the id of the event that was somebody's first of its name */
    record First(String event) implements ConversionRow {}

    default JsonNode write() {
        ObjectNode json = EventCodec.JSON.createObjectNode();
        switch (this) {
            case Alias(String order) -> json.put("order", order);
            case First(String event) -> json.put("first", event);
            case Of(History conversion) -> {
                json.put("key", conversion.key());
                ArrayNode list = json.putArray("said");
                conversion.said().forEach(said -> write(said, list.addObject()));
                if (conversion.whose() != null) {
                    json.set("whose", EventJson.write(conversion.whose()));
                }
            }
        }
        return json;
    }

    private static void write(Said said, ObjectNode to) {
        to.put("seq", said.seq())
                .put("event", said.event())
                .put("id", said.id())
                .put("at", said.at().toString())
                .put("kind", Saying.written(said.word().kind()).name());
        if (!said.of().equals(List.of(said.event()))) {
            ArrayNode of = to.putArray("of");
            said.of().forEach(of::add);
        }
        if (said.backEnd()) {
            to.put("back_end", true);
        }
        if (said.ordered()) {
            to.put("ordered", true);
        }
        if (!said.word().reason().isEmpty()) {
            to.put("reason", said.word().reason());
        }
        Money money = said.word().money();
        if (money != null) {
            to.put("value", money.amount());
            to.put("currency", money.currency());
        }
    }

    static ConversionRow read(JsonNode json) {
        if (json.has("order")) {
            return new Alias(json.path("order").stringValue());
        }
        if (json.has("first")) {
            return new First(json.path("first").stringValue());
        }
        return new Of(new History(
                json.path("key").stringValue(),
                json.path("said").valueStream().map(ConversionRow::said).toList(),
                json.has("whose") ? EventJson.read(json.path("whose")) : null));
    }

    private static Said said(JsonNode json) {
        return new Said(
                json.path("seq").longValue(),
                json.has("of")
                        ? json.path("of")
                                .valueStream()
                                .map(JsonNode::stringValue)
                                .toList()
                        : List.of(json.path("event").stringValue()),
                json.path("event").stringValue(),
                json.path("id").stringValue(),
                Moment.instant(json.path("at").stringValue()),
                json.path("back_end").booleanValue(false),
                json.path("ordered").booleanValue(false),
                new Saying(
                        Saying.read(
                                json.path("kind").stringValue(),
                                json.path("event").stringValue()),
                        json.path("reason").stringValue(""),
                        money(json)));
    }

    private static @Nullable Money money(JsonNode json) {
        if (!json.has("value")) {
            return null;
        }
        BigDecimal amount = json.path("value").decimalValue();
        return new Money(amount, json.path("currency").stringValue(null));
    }
}
