package io.taghub.delivery;

import io.taghub.store.LaneStore;
import io.taghub.store.Store;
import io.taghub.store.StoreUnavailableException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** A store whose lanes cannot commit a step or end a pause while the disk is full; everything else works. */
final class CrampedStore {
    private CrampedStore() {}

    static Store around(Store store, AtomicBoolean diskFull) {
        LaneStore lanes = proxy(LaneStore.class, store.lanes(), Set.of("commit", "pause"), () -> {
            if (diskFull.get()) {
                throw new StoreUnavailableException("the disk is full", new java.io.IOException());
            }
            return null;
        });
        return proxy(Store.class, store, Set.of("lanes"), () -> lanes);
    }

    @FunctionalInterface
    private interface Instead {
        Object answer();
    }

    private static <T> T proxy(Class<T> type, T real, Set<String> methods, Instead instead) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, called, arguments) -> {
                    if (methods.contains(called.getName())) {
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
