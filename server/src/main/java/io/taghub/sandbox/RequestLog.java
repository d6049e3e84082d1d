package io.taghub.sandbox;

import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The latest requests, as many as memory may hold; it counts what it had to drop. Safe for many threads: it is changed
 * behind one lock, and read from a map that allows it.
 */
final class RequestLog {
    private final int maxRequests;
    private final long maxSize;
    private final ConcurrentSkipListMap<Long, Recorded> requests = new ConcurrentSkipListMap<>();
    private long size;
    private long dropped;

    RequestLog(int maxRequests, long maxSize) {
        this.maxRequests = maxRequests;
        this.maxSize = maxSize;
    }

    synchronized void add(Recorded request) {
        requests.put(request.seq(), request);
        size += request.size();
        while (requests.size() > maxRequests || (size > maxSize && requests.size() > 1)) {
            size -= requests.pollFirstEntry().getValue().size();
            dropped++;
        }
    }

    /** Oldest first; only those after {@code since}, and of one host if one is named. */
    List<Recorded> list(@Nullable String host, long since) {
        return requests.tailMap(since, false).values().stream()
                .filter(request -> host == null || request.host().equalsIgnoreCase(host))
                .toList();
    }

    /** Newest first. */
    List<Recorded> latest(int limit) {
        return requests.descendingMap().values().stream().limit(limit).toList();
    }

    synchronized long dropped() {
        return dropped;
    }

    synchronized void clear() {
        requests.clear();
        size = 0;
        dropped = 0;
    }
}
