package io.taghub.fault;

import io.taghub.bench.Latencies;
import io.taghub.bench.Load;
import io.taghub.bench.Receiver;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How often each event came to each tag's platform. */
final class Received implements Receiver.Taker {
    private final Map<String, Map<String, Integer>> tags = new ConcurrentHashMap<>();

    private final Latencies arrivals = new Latencies();
    private volatile @Nullable Load watched;
    private volatile String watchedPrefix = "";

    /** Which tag it is, from where its platform's requests go. */
    private static String tag(String host) {
        return host.contains("/1111111111/")
                ? "meta-one"
                : host.contains("/2222222222/") ? "meta-two" : host.startsWith("business-api") ? "tiktok" : "partner";
    }

    @Override
    public void took(String host, byte[] bytes, int from, int to) {
        String eventId = new String(bytes, from, to - from, StandardCharsets.US_ASCII);
        int times = tags.computeIfAbsent(tag(host), tag -> new ConcurrentHashMap<>())
                .merge(eventId, 1, Integer::sum);
        Load load = watched;
        if (load != null && times == 1 && eventId.startsWith(watchedPrefix)) {
            arrivals.add(System.nanoTime() - load.due(Long.parseLong(eventId.substring(watchedPrefix.length()))));
        }
    }

    /** From now on counts how long events of this load take from when they were due to each tag's platform. */
    void watch(Load load, String prefix) {
        watched = load;
        watchedPrefix = prefix;
    }

    Latencies arrivals() {
        return arrivals;
    }

    Set<String> ids(String tag) {
        return tags.getOrDefault(tag, Map.of()).keySet();
    }

    /** Arrivals beyond the first, all events together. */
    long duplicates(String tag) {
        return tags.getOrDefault(tag, Map.of()).values().stream()
                .mapToLong(n -> n - 1)
                .sum();
    }

    boolean has(String tag, String id) {
        return tags.getOrDefault(tag, Map.of()).containsKey(id);
    }
}
