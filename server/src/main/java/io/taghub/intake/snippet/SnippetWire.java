package io.taghub.intake.snippet;

import io.taghub.config.Defaults;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.EventJson;
import io.taghub.event.FieldNote;
import io.taghub.intake.Batch;
import io.taghub.intake.Body;
import io.taghub.text.Nobody;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The snippet's wire format, version 1: {@code {v, st, l, r, c, x, g, wd, cl, e:[{n, i, t, u, p}]}}. Unknown keys are
 * ignored, so that an old hub understands a newer snippet.
 */
final class SnippetWire {
    private static final Set<String> COMMERCE =
            Set.of("value", "currency", "order_id", "items", "status", "app", "device", "original_event");
    private static final int MAX_TEXT = 8192;

    /** A browser's clock is some time in the next centuries; farther off it says nothing. */
    private static final long MAX_MILLIS = 1L << 43;

    private final JsonNode post;
    private final List<Batch.Part> wires;
    private final Instant now;
    private final Duration skew;

    private SnippetWire(JsonNode post, List<Batch.Part> wires, Instant now) {
        this.post = post;
        this.wires = wires;
        this.now = now;
        Long sent = millis(post.path("st"));
        this.skew = sent == null ? Duration.ZERO : Duration.between(Instant.ofEpochMilli(sent), now);
    }

    static SnippetWire of(String body, Instant now) throws Body.BadBodyException {
        Batch batch = Batch.of(body, "e", Defaults.SNIPPET_EVENTS);
        List<Batch.Part> wires = batch.parts();
        if (!batch.head().isObject() || wires == null) {
            throw new Body.BadBodyException(
                    400, "'e' must be a list of at most " + Defaults.SNIPPET_EVENTS + " events");
        }
        return new SnippetWire(batch.head(), wires, now);
    }

    /**
     * Where click ids stand: the first address of this page life and, for those who went on without a new one, the pages of
     * the events.
     */
    SequencedSet<String> addresses() {
        SequencedSet<String> addresses = new LinkedHashSet<>();
        add(addresses, text(post, "l"));
        for (Batch.Part part : wires) {
            if (part instanceof Batch.Part.Readable(JsonNode wire)) {
                add(addresses, text(wire, "u"));
                // What a single-page app gives for its address, where that is not the browser's.
                add(addresses, text(wire.path("p"), "page_location"));
            }
        }
        return addresses;
    }

    private static void add(Set<String> addresses, @Nullable String address) {
        if (address != null) {
            addresses.add(address);
        }
    }

    @Nullable
    String referrer() {
        return text(post, "r");
    }

    /** Who the page says the visitor is. */
    @Nullable
    String userId() {
        return EventJson.readUser(user()).id();
    }

    boolean cookieless() {
        return post.path("cl").asInt(0) == 1;
    }

    boolean automated() {
        return post.path("wd").asInt(0) == 1;
    }

    /** Whether it has no events, and is sent for the visitor's word or for the address alone. */
    boolean eventless() {
        return wires.isEmpty();
    }

    /** What the visitor decided: {@code {ad_storage:"granted", ...}}; other keys are left out. */
    private Consent decided() {
        return purposes("");
    }

    /**
     * What holds at this site where the visitor has decided nothing: {@code {ad_storage:"site_denied", ...}}. Earlier
     * snippets do not tell it apart.
     */
    Consent siteDefault() {
        return purposes("site_");
    }

    private Consent purposes(String prefix) {
        Map<Consent.Purpose, Consent.State> states = new EnumMap<>(Consent.Purpose.class);
        for (Consent.Purpose purpose : Consent.Purpose.values()) {
            String written = post.path("c").path(purpose.key()).asString("");
            if (written.equals(prefix + "granted")) {
                states.put(purpose, Consent.State.GRANTED);
            } else if (written.equals(prefix + "denied")) {
                states.put(purpose, Consent.State.DENIED);
            }
        }
        return new Consent(states);
    }

    /** What the visitor says, in the form of an event that nobody reports. */
    Event word() {
        return Event.named("consent", "consent", now)
                .received(now)
                .consent(decided())
                .user(EventJson.readUser(user()))
                .build();
    }

    /** In the order of the post, each an event or what is wrong with it. */
    List<EventJson.Parsed> events(Function<String, @Nullable String> idFor) {
        Consent consent = decided();
        ObjectNode user = user();
        return wires.stream()
                .map(part -> switch (part) {
                    case Batch.Part.Unreadable(String reason) -> new EventJson.Parsed.Bad("json", reason);
                    case Batch.Part.Readable(JsonNode wire)
                    when !wire.isObject() -> new EventJson.Parsed.Bad("json", "an event must be a JSON object");
                    case Batch.Part.Readable(JsonNode wire) -> event(wire, consent, user, idFor);
                })
                .toList();
    }

    /** What the event at this place looks like. */
    String form(int index) {
        return wires.get(index) instanceof Batch.Part.Readable(JsonNode wire) ? FieldNote.form(wire) : "text";
    }

    private EventJson.Parsed event(
            JsonNode wire, Consent consent, ObjectNode user, Function<String, @Nullable String> idFor) {
        // The script takes an order's number for the id, and a page may have none to give; no other copy has this id.
        boolean nothing = Nobody.isPlaceholder(wire.path("i").asString(""));
        EventJson.Parsed parsed = EventJson.parse(
                publicForm(wire, user), now, nothing ? _ -> UUID.randomUUID().toString() : idFor);
        return parsed instanceof EventJson.Parsed.Ok(Event event)
                ? new EventJson.Parsed.Ok(event.toBuilder().consent(consent).build())
                : parsed;
    }

    private ObjectNode publicForm(JsonNode wire, ObjectNode user) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        copy(wire, "n", event, "name");
        copy(wire, "i", event, "id");
        event.put("time", time(wire.path("t")).toString());
        ObjectNode page = event.putObject("page");
        putText(page, "url", text(wire, "u"));
        putText(page, "referrer", referrer());
        ObjectNode properties = event.putObject("properties");
        post.path("x").properties().forEach(entry -> properties.set(entry.getKey(), entry.getValue()));
        wire.path("p").properties().forEach(entry -> {
            String key = entry.getKey().equals("transaction_id") ? "order_id" : entry.getKey();
            JsonNode value = entry.getValue();
            if (COMMERCE.contains(key)) {
                event.set(key, value);
            } else {
                properties.set(key, value);
            }
        });
        JsonNode said = wire.path("p");
        if (said.isArray() || said.isValueNode()) {
            // So that it is noted.
            event.set("properties", said);
        }
        if (!user.isEmpty()) {
            event.set("user", user);
        }
        return event;
    }

    private static void copy(JsonNode from, String theirs, ObjectNode to, String ours) {
        JsonNode value = from.get(theirs);
        if (value != null) {
            to.set(ours, value);
        }
    }

    /** The browser's clock may be anything; what counts is how long before sending it happened. */
    private Instant time(JsonNode written) {
        Long millis = millis(written);
        if (millis == null) {
            return now;
        }
        Instant corrected = Instant.ofEpochMilli(millis).plus(skew);
        return corrected.isAfter(now)
                ? now
                : corrected.isBefore(now.minus(Defaults.SNIPPET_AGE)) ? now.minus(Defaults.SNIPPET_AGE) : corrected;
    }

    private static @Nullable Long millis(JsonNode written) {
        if (!written.isNumber() || written.decimalValue().abs().compareTo(BigDecimal.valueOf(MAX_MILLIS)) > 0) {
            return null;
        }
        return written.decimalValue().longValue();
    }

    /** Under whatever names; what is none of a person's is left out without a word. */
    private ObjectNode user() {
        ObjectNode user = JsonNodeFactory.instance.objectNode();
        post.path("g").properties().forEach(field -> {
            String key = field.getKey().toLowerCase(Locale.ROOT);
            if (EventJson.isOfUser(key)) {
                user.set(key, field.getValue());
            }
        });
        return user;
    }

    private static void putText(ObjectNode node, String key, @Nullable String value) {
        if (value != null) {
            node.put(key, value);
        }
    }

    /** The beginning of what is too long: the click stands there, as a rule. */
    private static @Nullable String text(JsonNode node, String key) {
        String value = node.path(key).asString("");
        return value.isBlank() ? null : value.substring(0, Math.min(value.length(), MAX_TEXT));
    }
}
