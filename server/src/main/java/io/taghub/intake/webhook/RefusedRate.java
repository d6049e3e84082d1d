package io.taghub.intake.webhook;

import io.taghub.config.Defaults;
import io.taghub.inbound.hook.Code;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Bounds what a stranger can have the hub keep. Safe for many threads. */
final class RefusedRate {
    private final Map<String, Minute> minutes = new ConcurrentHashMap<>();

    private record Minute(long minute, int kept) {}

    /** Of each code its own: who forges a source's requests takes no place from genuine ones that nobody understood. */
    boolean mayKeep(String source, Code code, Instant now) {
        long minute = now.getEpochSecond() / 60;
        Minute counted = minutes.merge(
                source + " " + code,
                new Minute(minute, 1),
                (before, one) -> before.minute == minute
                        ? new Minute(minute, Math.min(before.kept + 1, Defaults.REFUSED_A_MINUTE + 1))
                        : one);
        return counted.kept <= Defaults.REFUSED_A_MINUTE;
    }
}
