package io.taghub.store;

import io.taghub.time.HubClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One database seen from three sides. Admission writes to all of them in one transaction. */
public interface Store extends AutoCloseable {

    Journal journal();

    LaneStore lanes();

    IdentityStore identity();

    ScriptStore scripts();

    default ConversionStore conversions() {
        return ConversionStore.NONE;
    }

    default QualityStore quality() {
        return QualityStore.NONE;
    }

    /** What came by webhook. */
    default ReceivedStore received() {
        return ReceivedStore.NONE;
    }

    default ReportStore reports() {
        return ReportStore.NONE;
    }

    /** Whether another node may write to the same database, so that new events arrive without this node's doing. */
    boolean shared();

    /** Whether the last write worked; false while the disk is full or the database away. */
    boolean healthy();

    /** What keeps it from taking events, in a sentence for people; null while nothing does. */
    default @Nullable String trouble() {
        return healthy() ? null : "the store cannot write";
    }

    /** What a person should know of it although it works, in sentences. */
    default List<String> warnings() {
        return List.of();
    }

    /** Bytes that may still be filled; very many where that is not known. */
    default long room() {
        return Long.MAX_VALUE;
    }

    /** Whether it should be trimmed often, for want of room. */
    default boolean cramped() {
        return false;
    }

    /** Sees to it that there is room to forget something when there is none for anything else. */
    default void keepRoom() {}

    /** What it remembers of the clock, null where it is new. */
    default HubClock.@Nullable Memory remembered() {
        return null;
    }

    default void remember(HubClock.Memory memory) {}

    /** The clock went back by so much, to now: what was written while it was ahead is moved back too. */
    default void setRight(Duration back, Instant now) {}

    /** Gives the opened store once, now or as soon as there is one. */
    default void whenOpen(Consumer<Store> then) {
        then.accept(this);
    }

    @Override
    void close();
}
