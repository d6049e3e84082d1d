package io.taghub.store.seal;

import io.taghub.event.ClickIds;
import io.taghub.event.Consent;
import io.taghub.event.Details;
import io.taghub.event.Event;
import io.taghub.event.EventJson;
import io.taghub.event.Person;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Events as the database keeps them: JSON, sealed as a whole, because an e-mail address may hide in a page's address or
 * a property as well as in the field made for it.
 */
public final class EventCodec {
    /** The visitor of an event whose person asked to be forgotten. */
    static final String ERASED = "erased";

    public static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Sealer sealer;
    private final Keys keys;

    public EventCodec(Sealer sealer, Keys keys) {
        this.sealer = sealer;
        this.keys = keys;
    }

    public Draft draft(Event event) {
        return new Draft(event, write(event), keys.visitor(event), keys.user(event));
    }

    /** The draft of an event that was read from this body. */
    public Draft draft(Event event, byte[] body) {
        return new Draft(event, body, keys.visitor(event), keys.user(event));
    }

    byte[] write(Event event) {
        Consent said = said(event.consent());
        return seal(EventJson.write(
                said == event.consent()
                        ? event
                        : event.toBuilder().consent(said).build()));
    }

    public Event read(byte[] body) {
        return EventJson.read(open(body));
    }

    public byte[] seal(JsonNode json) {
        return sealer.seal(JSON.writeValueAsBytes(json));
    }

    public JsonNode open(byte[] body) {
        return JSON.readTree(sealer.open(body));
    }

    /** An explicit "unset" says nothing, and JSON has no word for it. */
    private static Consent said(Consent consent) {
        if (!consent.states().containsValue(Consent.State.UNSET)) {
            return consent;
        }
        Map<Consent.Purpose, Consent.State> said = new EnumMap<>(Consent.Purpose.class);
        consent.states().forEach((purpose, state) -> {
            if (state != Consent.State.UNSET) {
                said.put(purpose, state);
            }
        });
        return new Consent(said);
    }

    /** What may stay of an erased person's event: that it happened, when, and what it was worth. */
    public static Event blank(Event event) {
        return event.toBuilder()
                .visitor(ERASED)
                .user(Person.UNKNOWN)
                .clickIds(ClickIds.NONE)
                .orderId(null)
                .items(List.of())
                .page(null)
                .client(null)
                .app(Details.none())
                .device(Details.none())
                .location(Details.none())
                .original(null)
                .notes(List.of())
                .status(null)
                .properties(Map.of())
                .build();
    }

    public static boolean isBlank(Event event) {
        return ERASED.equals(event.visitor());
    }
}
