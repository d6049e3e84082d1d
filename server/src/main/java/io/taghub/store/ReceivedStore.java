package io.taghub.store;

import io.taghub.event.Event;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Webhooks and postbacks as they came, so that a wrong mapping can be mended and what it lost be had after all. */
public interface ReceivedStore {
    /**
     * One request.
     *
     * @param id names it; {@link #id} makes one
     * @param code what became of it, a word of the intake's
     * @param refused whether nothing was made of it
     * @param content what came, in a form of the intake's; sealed at rest
     */
    record Arrival(String id, String source, Instant at, String code, boolean refused, byte[] content) {}

    /** A new one's name. */
    static String id(Instant at, int random) {
        return "%016x-%08x".formatted(at.getEpochSecond() * 1_000_000_000L + at.getNano(), random & 0x7fffffff);
    }

    /**
     * Keeps one, in place of the one of its id where there is one; durable when it returns.
     *
     * @param made the events it became, by whose people it is found when these are to be forgotten
     * @throws StoreUnavailableException if it could not be kept
     */
    void keep(Arrival received, List<Event> made);

    /**
     * Notes what became of one that is kept, if it is there still.
     *
     * @param refused whether nothing was made of it
     * @throws StoreUnavailableException if it could not be noted
     */
    void settle(String id, String code, boolean refused);

    /** Null where there is none, or no longer. */
    @Nullable
    Arrival find(String id);

    /** The latest first; null for any source, any code. */
    List<Arrival> latest(@Nullable String source, @Nullable String code, int max);

    /**
     * Those of one code, the oldest first.
     *
     * @param after the id to go on behind, null to begin
     */
    List<Arrival> oldest(@Nullable String source, @Nullable String code, @Nullable String after, int max);

    /**
     * Forgets what came before, and of each source's refused ones all but the latest of each code.
     *
     * @return rows removed
     */
    int trim(Instant before, int refused);

    /** For a store that keeps nothing. */
    ReceivedStore NONE = new ReceivedStore() {
        @Override
        public void keep(Arrival received, List<Event> made) {}

        @Override
        public void settle(String id, String code, boolean refused) {}

        @Override
        public @Nullable Arrival find(String id) {
            return null;
        }

        @Override
        public List<Arrival> latest(@Nullable String source, @Nullable String code, int max) {
            return List.of();
        }

        @Override
        public List<Arrival> oldest(@Nullable String source, @Nullable String code, @Nullable String after, int max) {
            return List.of();
        }

        @Override
        public int trim(Instant before, int refused) {
            return 0;
        }
    };
}
