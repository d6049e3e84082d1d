package io.taghub.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When the present visit of each visitor began, for analytics that get no such number from a cookie: a visit ends with half
 * an hour in which nothing comes. In memory: after a restart, or at another node, the same visit begins anew. Safe for many
 * threads.
 */
public final class Sessions {
    private static final int REMEMBERED = 50_000;
    private static final Duration PAUSE = Duration.ofMinutes(30);

    private record Session(Instant began, Instant last) {}

    private final Cache<String, Session> sessions = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .executor(Runnable::run)
            .build();

    /** Who was seen last as whom. */
    private final Cache<String, String> visitors = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .executor(Runnable::run)
            .build();

    /**
     * With something that came now.
     *
     * @param user who it is about, if that was said; without a visitor it is the visit of the one they were seen as last
     * @return null where there is no visit
     */
    public @Nullable Instant began(@Nullable String visitor, @Nullable String user, Instant now) {
        if (visitor != null && user != null) {
            visitors.put(user, visitor);
        }
        String known = visitor == null && user != null ? visitors.getIfPresent(user) : visitor;
        return known == null ? null : began(known, now);
    }

    private Instant began(String visitor, Instant now) {
        return sessions.asMap()
                .compute(
                        visitor,
                        (same, known) -> known == null || now.isAfter(known.last.plus(PAUSE))
                                ? new Session(now, now)
                                : new Session(known.began, now.isAfter(known.last) ? now : known.last))
                .began;
    }
}
