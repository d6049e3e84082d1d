package io.taghub.console;

import io.taghub.config.HubConfig;
import io.taghub.delivery.replay.Replay;
import io.taghub.intake.webhook.Mending;
import io.taghub.plan.Planned;
import io.taghub.quality.Coverage;
import io.taghub.quality.Surveys;
import io.taghub.tag.Reason;
import io.taghub.tag.Tag;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The running hub as far as the store does not tell: its configuration, its clock, and what each lane does right now. */
public interface HubView {

    /** A lane's circuit breaker. */
    enum Rest {
        CLOSED,
        /** One request is let through to see whether the platform is back. */
        PROBING,
        OPEN
    }

    /**
     * What a lane does right now.
     *
     * @param nextAttempt when an open breaker lets the next request through, null where nothing holds the lane back
     * @param stuck whether the tag's own code does not come back, so that only a restart gets the lane going
     * @param elsewhere whether another hub on the same database runs it, so that this one does not know how it does
     * @param attempts HTTP attempts since the start by class: {@code delivered}, {@code retryable}, {@code unknown}, ...
     */
    record LaneState(
            Rest breaker, @Nullable Instant nextAttempt, boolean stuck, boolean elsewhere, Map<String, Long> attempts) {
        public static final LaneState QUIET = new LaneState(Rest.CLOSED, null, false, false, Map.of());
    }

    /**
     * Events to attempt once more; null bounds mean any.
     *
     * @param from received at or after
     * @param to received before
     * @param dryRun count only
     */
    record ReplayOrder(
            String tag,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Reason reason,
            boolean dryRun) {}

    /**
     * A config that is not in force.
     *
     * @param profile null for the hub's own
     * @param base what it is compared with, null for the config in force
     * @param against the span of the journal that is judged by both, as {@link io.taghub.plan.Span} reads it; null for none
     */
    record PlanOrder(
            Path file,
            @Nullable String profile,
            @Nullable Path base,
            @Nullable String against) {}

    /**
     * What it would change; nothing is sent, nothing is written.
     *
     * @throws IllegalArgumentException with a sentence for people if a file or the span is not right
     */
    default Planned plan(PlanOrder order) {
        throw new IllegalArgumentException("this hub does not plan");
    }

    /**
     * Which of what was received is made into events anew.
     *
     * @param id of one, null for all of source and code
     * @param source null for any
     * @param code null for what nothing was made of
     */
    record MendOrder(
            @Nullable String id,
            @Nullable String source,
            @Nullable String code,
            boolean dryRun) {}

    /** Makes events of what was received by the config as it is now; those that there are already do not count again. */
    default Mending.Mended mend(MendOrder order) {
        return new Mending.Mended(0, Map.of(), Map.of(), 0);
    }

    /**
     * A webhook as a source would send it, for tests.
     *
     * @param query without its question mark
     * @param run the test it belongs to, empty for none
     */
    record TriedWebhook(String source, String query, Map<String, String> headers, String body, String run) {}

    /**
     * Signs it with the source's secret and takes it as if it came in; mode sandbox only.
     *
     * @throws IllegalArgumentException with a sentence for people if there is no such source
     */
    default Mending.Answered tryWebhook(TriedWebhook webhook) {
        throw new IllegalArgumentException("this hub takes no webhooks");
    }

    /** What the tag's platform got to recognise people by, since the start. */
    default List<Coverage.Row> coverage(String tag) {
        return List.of();
    }

    /** What the tag's platform said last of the events it got. */
    default Surveys.Said quality(String tag) {
        return new Surveys.Said(null, List.of(), "");
    }

    /** The same by day. */
    default SortedMap<LocalDate, List<Tag.Grade>> qualityHistory(String tag) {
        return new TreeMap<>();
    }

    /** The configuration in force. */
    HubConfig config();

    /** What is wrong with the last edit of the config, which is therefore not in force; empty where it is. */
    List<String> configProblems();

    /** What {@code check} refuses of the config in force, by which the hub goes on because it did before. */
    default List<String> configRefusals() {
        return List.of();
    }

    /** What a person should know of: a full disk, a clock that jumped, a store that is a copy. */
    default List<String> warnings() {
        return List.of();
    }

    /**
     * An event that was not taken.
     *
     * @param channel {@code browser} or {@code server}
     * @param given its form, {@code an object of 3}
     * @param reason as the sender was told
     */
    record RefusedEvent(Instant at, String channel, String given, String reason) {}

    /** The latest of them since the start, newest first; as many as are kept. */
    default List<RefusedEvent> refusedEvents() {
        return List.of();
    }

    /** Whether the machine's clock jumped and nobody said yet that it is right. */
    default boolean clockSuspected() {
        return false;
    }

    /** A person says so. */
    default void confirmClock() {}

    /** The hub's time, which mode sandbox can move. */
    Instant now();

    /** Moves the hub's time; mode sandbox only. Answers the new time. */
    Instant advance(Duration by);

    /** The state of a configured tag's lane. */
    LaneState lane(String tag);

    /**
     * Asks a tag's platform whether it takes the credentials.
     *
     * @param result {@code ok}, {@code failed}, or {@code unproven} where no harmless call tells
     * @param text one plain sentence without a full stop, without secrets
     */
    record ProbeReport(String result, String text) {}

    ProbeReport probe(String tag);

    /** Asks a tag's platform what it thinks of an event's request; nothing is counted. */
    ProbeReport validate(String tag, long seq);

    /**
     * Has the sandbox play a failure of the platform on a tag; mode sandbox only.
     *
     * @param failure {@code bad_token}, {@code refused}, {@code late} or {@code duplicate}; {@code none} ends what is played
     */
    ProbeReport rehearse(String tag, String failure);

    /** Ends a tag's pause and lets its lane try at once. */
    void resume(String tag);

    /** Tells a lane that something was reopened for it. */
    void wake(String tag);

    Replay.Report replay(ReplayOrder order);

    /** What became of a replay so far; null if this hub does not know it. */
    Replay.@Nullable Progress replayed(String id);

    /** Where script and events come in, 0 before it listens. */
    default int publicPort() {
        return 0;
    }

    /** Where the demo site is to be seen, null where it is not running. */
    @Nullable
    URI demo();

    /** A new permission for the debug overlay. */
    String debugToken();
}
