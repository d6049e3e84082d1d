package io.taghub.event;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Events as {@link EventJson} reads them, written with single quotes. */
final class Read {
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    static final JsonMapper JSON = JsonMapper.builder()
            .enable(tools.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(tools.jackson.core.json.JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .build();

    static final String SHA = "836F82DB99121B3481011F16B49DFA5FBC714A0D1B1B9F784A1EBBBF5B39577F";

    private Read() {}

    static EventJson.Parsed parsed(String json) {
        return EventJson.parse(JSON.readTree(json), NOW, name -> name.equals("purchase") ? null : "made-1");
    }

    /** A purchase with an id and this beside. */
    static Event event(String more) {
        return ((EventJson.Parsed.Ok)
                        parsed("{'name':'purchase','id':'p-1'" + (more.isEmpty() ? "" : "," + more) + "}"))
                .event();
    }

    static List<String> noted(Event event) {
        return event.notes().stream().map(FieldNote::field).toList();
    }
}
