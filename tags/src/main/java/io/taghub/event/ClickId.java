package io.taghub.event;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One identifier that a platform or network put on the visitor: a click id from the landing address ({@code gclid},
 * {@code fbclid}, {@code btag}) or the platform's own browser id from its cookie ({@code fbp}, {@code ttp}, {@code ga}).
 *
 * @param name the canonical name from the click-id registry, lower case
 * @param value exactly as caught: case matters, never decoded twice
 * @param seen when it was first seen
 * @param params the other query parameters of the landing address, for postbacks that echo them
 * @param owner the tag or network whose click it is, where a back end said so
 */
public record ClickId(
        String name,
        String value,
        Instant seen,
        Map<String, String> params,
        @Nullable String owner) {

    public ClickId {
        params = Map.copyOf(params);
    }

    public ClickId(String name, String value, Instant seen, Map<String, String> params) {
        this(name, value, seen, params, null);
    }

    public ClickId(String name, String value, Instant seen) {
        this(name, value, seen, Map.of());
    }

    /** Whether the other is the same click, whatever else is known of it. */
    public boolean same(ClickId other) {
        return name.equals(other.name) && value.equals(other.value);
    }

    /** This click, with what the other knows of it and this does not: whose it is, and the address it came with. */
    public ClickId or(ClickId other) {
        return new ClickId(
                name, value, seen, params.isEmpty() ? other.params : params, owner == null ? other.owner : owner);
    }
}
