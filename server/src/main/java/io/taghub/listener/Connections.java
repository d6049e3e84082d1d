package io.taghub.listener;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.WritePendingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Keeps strangers from holding connections. The head of a request has a deadline, because an idle timeout alone begins anew
 * with each byte that trickles in; and of too many connections those that wait are closed, first of the peer that has
 * most. Safe for many threads: connections stand in a concurrent map, and one sweep runs at a time.
 */
final class Connections extends AbstractLifeCycle implements Connection.Listener, Runnable {
    /** Old clients send a line break after a body; that alone does not begin a request. */
    private static final int STRAY = 2;

    private static final byte[] TOO_SLOW =
            "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private static final int MANY = 8_192;

    /** Held back for the store, the lanes and the libraries. */
    private static final int OTHER_FILES = 256;

    /** What is known of one connection; guarded by the one sweep that runs at a time, but for what is final. */
    private static final class Watched {
        final String peer;
        final long opened;
        long since;
        long messages;
        long bytesBefore;

        Watched(String peer, long now) {
            this.peer = peer;
            this.opened = now;
            this.since = now;
        }
    }

    private final Map<Connection, Watched> open = new ConcurrentHashMap<>();
    private final Connector connector;
    private final Duration deadline;
    private final int most;
    private final Refusals refusals;
    private Scheduler.@Nullable Task next;

    /** @param most connections at a time, 0 for what the machine bears */
    Connections(Connector connector, Duration deadline, int most, Refusals refusals) {
        this.connector = connector;
        this.deadline = deadline;
        this.most = most == 0 ? bearable() : most;
        this.refusals = refusals;
    }

    /** Where files run out, accepting fails for everybody, and the store cannot open its own. */
    private static int bearable() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.UnixOperatingSystemMXBean unix
                ? (int) Math.clamp((unix.getMaxFileDescriptorCount() - OTHER_FILES) / 2, 64, MANY)
                : MANY;
    }

    @Override
    protected void doStart() {
        later();
    }

    @Override
    protected void doStop() {
        Scheduler.Task task = next;
        if (task != null) {
            task.cancel();
        }
    }

    private void later() {
        next = connector.getScheduler().schedule(this, deadline.toMillis() / 10 + 1, TimeUnit.MILLISECONDS);
    }

    @Override
    public void onOpened(Connection connection) {
        open.put(connection, new Watched(peer(connection.getEndPoint()), System.nanoTime()));
        if (open.size() > most) {
            makeRoom();
        }
    }

    @Override
    public void onClosed(Connection connection) {
        open.remove(connection);
    }

    /** Ends what has been sending one head for too long. */
    @Override
    public void run() {
        try {
            sweep(System.nanoTime());
        } finally {
            if (isRunning()) {
                later();
            }
        }
    }

    private synchronized void sweep(long now) {
        open.forEach((connection, watched) -> {
            if (beginning(connection, watched, now) && now - watched.since > deadline.toNanos()) {
                refusals.slowHead();
                end(connection);
            }
        });
    }

    /** Whether a head has begun and not ended; {@code since} is then the time it was first seen so. */
    private static boolean beginning(Connection connection, Watched watched, long now) {
        long messages = connection.getMessagesIn();
        long bytes = connection.getBytesIn();
        if (!waits(connection)) {
            watched.messages = -1;
            watched.since = now;
            return false;
        }
        if (messages != watched.messages) {
            watched.messages = messages;
            watched.bytesBefore = bytes;
            watched.since = now;
        }
        if (nothingSaid(connection) && bytes <= watched.bytesBefore + STRAY) {
            watched.since = now;
            return false;
        }
        return true;
    }

    /** What is open waits for the next request, of which a part may have come. No public call of Jetty's tells as much. */
    private static boolean waits(Connection connection) {
        return connection instanceof HttpConnection http && http.getParser().inHeaderState();
    }

    /** Line breaks before a request leave the parser where it was; only their number tells of them. */
    private static boolean nothingSaid(Connection connection) {
        return connection instanceof HttpConnection http && http.getParser().isStart();
    }

    /** Nobody else writes while a head is incomplete; where it was completed just now, hanging up is answer enough. */
    private static void end(Connection connection) {
        EndPoint endPoint = connection.getEndPoint();
        try {
            endPoint.write(Callback.from(endPoint::close, failure -> endPoint.close()), ByteBuffer.wrap(TOO_SLOW));
        } catch (WritePendingException answered) {
            endPoint.close();
        }
    }

    /** Several at once, so that a flood does not cost a look at every connection for each of its own. */
    private synchronized void makeRoom() {
        int surplus = open.size() - most;
        if (surplus <= 0) {
            return;
        }
        Map<String, Integer> perPeer = new HashMap<>();
        open.values().forEach(watched -> perPeer.merge(watched.peer, 1, Integer::sum));
        List<Map.Entry<Connection, Watched>> waiting = new ArrayList<>();
        open.entrySet().stream().filter(entry -> waits(entry.getKey())).forEach(waiting::add);
        waiting.sort(Comparator.<Map.Entry<Connection, Watched>>comparingInt(
                        entry -> -perPeer.getOrDefault(entry.getValue().peer, 0))
                .thenComparingLong(entry -> entry.getValue().opened));
        List<Map.Entry<Connection, Watched>> leaving =
                waiting.subList(0, Math.min(waiting.size(), surplus + most / 16));
        refusals.crowded(leaving.size());
        leaving.forEach(entry -> {
            open.remove(entry.getKey());
            entry.getKey().getEndPoint().close();
        });
    }

    /** An address, or the network a line of IPv6 is given as a whole. */
    private static String peer(EndPoint endPoint) {
        if (!(endPoint.getRemoteSocketAddress() instanceof InetSocketAddress remote)) {
            return "";
        }
        InetAddress address = remote.getAddress();
        if (address == null) {
            return "";
        }
        byte[] bytes = address.getAddress();
        return HexFormat.of().formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, 8)));
    }
}
