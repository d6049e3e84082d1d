package io.taghub.delivery;

import io.taghub.store.LaneStore;
import io.taghub.store.Store;
import io.taghub.store.StoreUnavailableException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/** A store whose lanes cannot commit a step while the disk is full; everything else works. */
final class CrampedStore {
    private CrampedStore() {}

    static Store around(Store store, AtomicBoolean diskFull) {
        LaneStore lanes = proxy(LaneStore.class, store.lanes(), "commit", () -> {
            if (diskFull.get()) {
                throw new StoreUnavailableException("the disk is full", new java.io.IOException());
            }
            return null;
        });
        return proxy(Store.class, store, "lanes", () -> lanes);
    }

    @FunctionalInterface
    private interface Instead {
        Object answer();
    }

    private static <T> T proxy(Class<T> type, T real, String method, Instead instead) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, called, arguments) -> {
                    if (called.getName().equals(method)) {
                        Object answer = instead.answer();
                        if (answer != null) {
                            return answer;
                        }
                    }
                    try {
                        return called.invoke(real, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                }));
    }
}
