package io.taghub.delivery;

import io.taghub.config.TagConfig;
import io.taghub.store.LaneStore.Lease;
import io.taghub.store.LaneStore.Position;
import io.taghub.store.LaneStore.Step;
import io.taghub.store.Store;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where a lane stands and what it has yet to write down. For the lane's own thread alone. */
final class Footing {
    private final TagConfig tag;
    private final Store store;
    private final Due due;
    private final Supplier<String> decides;
    private final Supplier<Lease> held;

    private Position position = new Position(0, 0, 0, 0);
    private Set<Long> lost = Set.of();
    private @Nullable Step unwritten;

    /**
     * @param decides hash of the config in force
     * @param held the lease; throws where another node has it
     */
    Footing(TagConfig tag, Store store, Due due, Supplier<String> decides, Supplier<Lease> held) {
        this.tag = tag;
        this.store = store;
        this.due = due;
        this.decides = decides;
        this.held = held;
    }

    /** With a new lease it begins where the store says, whatever it had not written. */
    void begin() {
        unwritten = null;
        position = store.lanes().position(tag.name());
        lost = new HashSet<>(store.lanes().unresolved(tag.name()));
    }

    Position position() {
        return position;
    }

    /** Events that may have been sent before the hub stopped. */
    Set<Long> lost() {
        return lost;
    }

    /** What cannot be written now is written before anything else is done: it happened, and must not happen again. */
    void write(Step step) {
        unwritten = step.by(decides.get());
        writeUnwritten();
    }

    void writeUnwritten() {
        Step step = unwritten;
        if (step == null) {
            return;
        }
        store.lanes().commit(held.get(), step);
        unwritten = null;
        position = step.position();
        if (!step.parked().isEmpty()) {
            due.askAgain();
        }
        if (!lost.isEmpty()) {
            step.decisions().forEach(one -> lost.remove(one.seq()));
            step.parked().forEach(one -> lost.remove(one.seq()));
        }
    }

    /** Before they go: those that must not go again if nobody learns what became of them. Answers whether there are any. */
    boolean intend(List<Ready> ready) {
        List<Long> intents = intents(ready);
        if (!intents.isEmpty()) {
            store.lanes().intend(held.get(), intents);
        }
        return !intents.isEmpty();
    }

    /** They never arrived, and may go again. */
    void recall(List<Ready> neverArrived) {
        List<Long> intents = intents(neverArrived);
        if (!intents.isEmpty()) {
            store.lanes().recall(held.get(), intents);
        }
    }

    private List<Long> intents(List<Ready> ready) {
        return ready.stream()
                .filter(one -> Aftermath.holds(tag, one))
                .map(Ready::seq)
                .toList();
    }
}
