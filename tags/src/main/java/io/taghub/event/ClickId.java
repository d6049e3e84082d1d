package io.taghub.event;

import java.time.Instant;
import java.util.Map;

/**
 * One identifier that a platform or network put on the visitor: a click id from the landing address ({@code gclid},
 * {@code fbclid}, {@code btag}) or the platform's own browser id from its cookie ({@code fbp}, {@code ttp}, {@code ga}).
 *
 * @param name the canonical name from the click-id registry, lower case
 * @param value exactly as caught: case matters, never decoded twice
 * @param seen when it was first seen
 * @param params the other query parameters of the landing address, for postbacks that echo them
 */
public record ClickId(String name, String value, Instant seen, Map<String, String> params) {

    public ClickId {
        params = Map.copyOf(params);
    }

    public ClickId(String name, String value, Instant seen) {
        this(name, value, seen, Map.of());
    }
}
