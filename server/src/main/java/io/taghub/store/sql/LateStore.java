package io.taghub.store.sql;

import io.taghub.store.IdentityStore;
import io.taghub.store.Journal;
import io.taghub.store.LaneStore;
import io.taghub.store.QualityStore;
import io.taghub.store.ReceivedStore;
import io.taghub.store.ReportStore;
import io.taghub.store.ScriptStore;
import io.taghub.store.Store;
import io.taghub.store.StoreUnavailableException;
import io.taghub.time.HubClock;
import io.taghub.time.Seldom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store whose disk is so full that it cannot be opened, until it can: the hub runs meanwhile, says what is wrong and
 * refuses events, so that senders keep them. Safe for many threads: one thread of its own opens the store, and who
 * waits for that is behind a lock.
 */
final class LateStore implements Store {
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(LateStore.class);

    private final Supplier<Store> opening;
    private final boolean shared;
    private final List<Consumer<Store>> waiting = new ArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Seldom failures = new Seldom();
    private final Thread thread;
    private volatile StoreUnavailableException why;
    private volatile @Nullable Store opened;

    /** @param why it could not be opened at first */
    LateStore(Supplier<Store> opening, boolean shared, StoreUnavailableException why) {
        this.opening = opening;
        this.shared = shared;
        this.why = why;
        tell(why);
        this.thread = Thread.ofPlatform().daemon().name("store-opening").start(this::run);
    }

    private void run() {
        try {
            while (opened == null && !closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                open();
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whoever waits gets it before anybody else: what has to be there before the first event. */
    private void open() {
        Store store = null;
        try {
            store = opening.get();
            synchronized (this) {
                for (Consumer<Store> one : waiting) {
                    one.accept(store);
                }
                opened = store;
            }
            LOG.info("the store is open: events are taken");
        } catch (RuntimeException notYet) {
            if (store != null) {
                store.close();
            }
            why = new StoreUnavailableException("the store cannot be opened: " + notYet.getMessage(), notYet);
            tell(notYet);
        }
    }

    private void tell(RuntimeException failure) {
        failures.tell(times -> LOG.error(
                "the store cannot be opened ({} x), events are refused with 503 until it can: {}",
                times,
                failure.getMessage()));
    }

    private Store store() {
        Store store = opened;
        if (store == null) {
            throw new StoreUnavailableException("the store is not open yet", why);
        }
        return store;
    }

    @Override
    public synchronized void whenOpen(Consumer<Store> then) {
        Store store = opened;
        if (store == null) {
            waiting.add(then);
        } else {
            then.accept(store);
        }
    }

    @Override
    public Journal journal() {
        return store().journal();
    }

    @Override
    public LaneStore lanes() {
        return store().lanes();
    }

    @Override
    public IdentityStore identity() {
        return store().identity();
    }

    @Override
    public QualityStore quality() {
        Store store = opened;
        return store == null ? QualityStore.NONE : store.quality();
    }

    @Override
    public ReceivedStore received() {
        return store().received();
    }

    @Override
    public ReportStore reports() {
        return store().reports();
    }

    @Override
    public ScriptStore scripts() {
        return new ScriptStore() {
            @Override
            public void keep(Map<String, byte[]> files) {
                store().scripts().keep(files);
            }

            @Override
            public Map<String, byte[]> all() {
                return store().scripts().all();
            }
        };
    }

    @Override
    public boolean shared() {
        return shared;
    }

    @Override
    public boolean healthy() {
        Store store = opened;
        return store != null && store.healthy();
    }

    @Override
    public @Nullable String trouble() {
        Store store = opened;
        return store == null
                ? "the store cannot be opened, as its disk is full; events are taken when somebody has made room"
                : store.trouble();
    }

    @Override
    public long room() {
        Store store = opened;
        return store == null ? 0 : store.room();
    }

    @Override
    public boolean cramped() {
        Store store = opened;
        return store != null && store.cramped();
    }

    @Override
    public void keepRoom() {
        Store store = opened;
        if (store != null) {
            store.keepRoom();
        }
    }

    @Override
    public List<String> warnings() {
        Store store = opened;
        return store == null ? List.of() : store.warnings();
    }

    @Override
    public HubClock.@Nullable Memory remembered() {
        return store().remembered();
    }

    @Override
    public void remember(HubClock.Memory memory) {
        store().remember(memory);
    }

    @Override
    public void setRight(Duration back, Instant now) {
        store().setRight(back, now);
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        Store store = opened;
        if (store != null) {
            store.close();
        }
    }
}
