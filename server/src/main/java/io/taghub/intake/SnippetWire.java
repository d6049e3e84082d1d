package io.taghub.intake;

import io.taghub.event.Event;
import io.taghub.event.EventJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The snippet's wire format, version 1: {@code {v, st, l, r, c, x, g, wd, cl, e:[{n, i, t, u, p}]}}. Unknown keys are
 * ignored, so that an old hub understands a newer snippet.
 */
final class SnippetWire {
    private static final int MAX_EVENTS = 100;
    private static final Duration OLDEST = Duration.ofDays(7);
    private static final Set<String> COMMERCE = Set.of("value", "currency", "order_id", "items", "status");
    private static final Map<String, String> USER_ALIASES = Map.of(
            "uid",
            "id",
            "em",
            "email",
            "ph",
            "phone",
            "fn",
            "first_name",
            "ln",
            "last_name",
            "ct",
            "city",
            "st",
            "region",
            "zp",
            "postal_code");
    private static final Set<String> USER_KEYS = Set.of(
            "id",
            "email",
            "phone",
            "first_name",
            "last_name",
            "city",
            "region",
            "postal_code",
            "country",
            "birth_date",
            "gender");

    private final JsonNode post;
    private final Instant now;
    private final Duration skew;

    /** Events that are right, and why the others are not. */
    record Parsed(List<Event> events, List<String> problems) {}

    SnippetWire(JsonNode post, Instant now) {
        this.post = post;
        this.now = now;
        JsonNode sent = post.path("st");
        this.skew = sent.isNumber() ? Duration.between(Instant.ofEpochMilli(sent.asLong()), now) : Duration.ZERO;
    }

    /** The first address of this page life: where click ids stand. */
    @Nullable
    String landing() {
        return text(post, "l");
    }

    @Nullable
    String referrer() {
        return text(post, "r");
    }

    boolean cookieless() {
        return post.path("cl").asInt(0) == 1;
    }

    boolean automated() {
        return post.path("wd").asInt(0) == 1;
    }

    /** Consent as the page knows it: {@code {ad_storage:"granted", ...}}; other keys are left out. */
    ObjectNode consent() {
        ObjectNode consent = JsonNodeFactory.instance.objectNode();
        post.path("c").properties().forEach(entry -> {
            String state = entry.getValue().asString("");
            boolean known = io.taghub.event.Consent.Purpose.of(entry.getKey()) != null;
            if (known && (state.equals("granted") || state.equals("denied"))) {
                consent.put(entry.getKey(), state);
            }
        });
        return consent;
    }

    Parsed events() {
        List<Event> events = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        JsonNode list = post.path("e");
        if (!list.isArray() || list.isEmpty() || list.size() > MAX_EVENTS) {
            problems.add("'e' must hold 1 to " + MAX_EVENTS + " events");
            return new Parsed(events, problems);
        }
        ObjectNode consent = consent();
        ObjectNode user = user();
        for (JsonNode wire : list) {
            switch (EventJson.parse(publicForm(wire, consent, user), now, name -> null)) {
                case EventJson.Parsed.Ok(Event event) -> events.add(event);
                case EventJson.Parsed.Bad(String reason) -> problems.add(reason);
            }
        }
        return new Parsed(events, problems);
    }

    private ObjectNode publicForm(JsonNode wire, ObjectNode consent, ObjectNode user) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.set("name", wire.path("n"));
        event.set("id", wire.path("i"));
        event.put("time", time(wire.path("t")).toString());
        ObjectNode page = event.putObject("page");
        putText(page, "url", text(wire, "u"));
        putText(page, "referrer", referrer());
        ObjectNode properties = event.putObject("properties");
        post.path("x").properties().forEach(entry -> properties.set(entry.getKey(), entry.getValue()));
        wire.path("p").properties().forEach(entry -> {
            String key = entry.getKey().equals("transaction_id") ? "order_id" : entry.getKey();
            if (COMMERCE.contains(key)) {
                event.set(
                        key,
                        key.equals("order_id") && entry.getValue().isNumber()
                                ? JsonNodeFactory.instance.stringNode(
                                        entry.getValue().asString())
                                : entry.getValue());
            } else {
                properties.set(key, entry.getValue());
            }
        });
        if (!consent.isEmpty()) {
            event.set("consent", consent);
        }
        if (!user.isEmpty()) {
            event.set("user", user);
        }
        return event;
    }

    /** The browser's clock may be anything; what counts is how long before sending it happened. */
    private Instant time(JsonNode millis) {
        if (!millis.isNumber()) {
            return now;
        }
        Instant corrected = Instant.ofEpochMilli(millis.asLong()).plus(skew);
        return corrected.isAfter(now) ? now : corrected.isBefore(now.minus(OLDEST)) ? now.minus(OLDEST) : corrected;
    }

    private ObjectNode user() {
        ObjectNode user = JsonNodeFactory.instance.objectNode();
        post.path("g").properties().forEach(entry -> {
            String written = entry.getKey().toLowerCase(Locale.ROOT);
            String key = USER_ALIASES.getOrDefault(written, written);
            if (USER_KEYS.contains(key)
                    && (entry.getValue().isString() || entry.getValue().isNumber())) {
                user.put(key, entry.getValue().asString());
            }
        });
        return user;
    }

    private static void putText(ObjectNode node, String key, @Nullable String value) {
        if (value != null) {
            node.put(key, value);
        }
    }

    private static @Nullable String text(JsonNode node, String key) {
        JsonNode value = node.path(key);
        return value.isString()
                        && !value.stringValue().isBlank()
                        && value.stringValue().length() <= 8192
                ? value.stringValue()
                : null;
    }
}
