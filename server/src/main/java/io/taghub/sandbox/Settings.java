package io.taghub.sandbox;

import java.time.Duration;
import java.util.Map;

/**
 * How the sandbox behaves where the real platforms leave a choice.
 *
 * @param processingTime how long a platform that answers later takes
 * @param badWord an access token that contains it is refused
 * @param maxRequests how many requests are kept
 * @param maxConversions how many conversions are kept
 * @param networks networks of the operator's own, name to the content of {@code twin.yaml}
 */
public record Settings(
        Duration processingTime, String badWord, int maxRequests, int maxConversions, Map<String, String> networks) {
    /** 30 minutes, {@code revoked}, the last 20,000 requests, 100,000 conversions. */
    public static final Settings DEFAULT = new Settings(Duration.ofMinutes(30), "revoked", 20_000, 100_000, Map.of());

    public Settings {
        if (badWord.isEmpty() || maxRequests < 1 || maxConversions < 1 || processingTime.isNegative()) {
            throw new IllegalArgumentException("sandbox settings out of range");
        }
    }

    public Settings withProcessingTime(Duration time) {
        return new Settings(time, badWord, maxRequests, maxConversions, networks);
    }

    public Settings withMaxRequests(int max) {
        return new Settings(processingTime, badWord, max, maxConversions, networks);
    }

    public Settings withNetworks(Map<String, String> twins) {
        return new Settings(processingTime, badWord, maxRequests, maxConversions, twins);
    }
}
