package io.taghub.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/**
 * Plays every platform for {@code mode: sandbox}, fast and without judging: tells which event ids came for which host and
 * answers what platforms answer when all is well. Event ids are {@code "event_id":"..."} in a body or {@code id=} in a
 * query. One thread serves all connections.
 */
public final class Receiver implements AutoCloseable {
    private static final byte[] MARK = Inbox.ascii("\"event_id\":\"");
    private static final byte[] QUERY = Inbox.ascii("?id=");
    private static final ByteBuffer ONE = answer(1);

    private final ServerSocketChannel server;
    private final Selector selector;
    private final Taker taker;
    private final Queue<Connection> later = new ArrayDeque<>();
    private volatile Duration delay = Duration.ZERO;

    /** Told of every event id that arrives, before it is answered; called from the receiver's thread. */
    public interface Taker {
        /**
         * @param host with what distinguishes two tags of one platform: {@code graph.facebook.com/v24.0/123/events}
         * @param bytes hold the event's id, and something else afterwards
         */
        void took(String host, byte[] bytes, int from, int to);
    }

    public Receiver(Taker taker) {
        this(0, taker);
    }

    /** @param port 0 for any */
    Receiver(int port, Taker taker) {
        this.taker = taker;
        try {
            this.selector = Selector.open();
            this.server = ServerSocketChannel.open();
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        Thread.ofPlatform().daemon().name("receiver").start(this::run);
    }

    public int port() {
        return server.socket().getLocalPort();
    }

    /** How long every answer takes from now on. */
    public void delay(Duration longer) {
        delay = longer;
    }

    private void run() {
        try {
            while (server.isOpen()) {
                long now = System.nanoTime();
                while (!later.isEmpty() && later.element().at - now <= 0) {
                    later.remove().answer();
                }
                selector.select(this::ready, later.isEmpty() ? 0 : 1);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (ClosedSelectorException closed) {
            // By close().
        }
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof Connection connection) {
            connection.ready();
            return;
        }
        try {
            SocketChannel channel = server.accept();
            if (channel != null) {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.register(selector, SelectionKey.OP_READ, new Connection(channel));
            }
        } catch (IOException closed) {
            // Either it has gone again or this receiver has.
        }
    }

    private final class Connection {
        private final SocketChannel channel;
        private final Inbox inbox = new Inbox();
        private byte[] lastHost = new byte[0];
        private String host = "";
        private int events;
        private long at;

        Connection(SocketChannel channel) {
            this.channel = channel;
        }

        void ready() {
            try {
                if (inbox.read(channel)) {
                    take();
                    inbox.clear();
                    if (delay.isZero()) {
                        answer();
                    } else {
                        at = System.nanoTime() + delay.toNanos();
                        later.add(this);
                    }
                }
            } catch (IOException gone) {
                // The hub was killed or has closed the connection.
                close();
            }
        }

        void answer() {
            try {
                // Small enough to go at once.
                channel.write(events == 1 ? ONE.duplicate() : Receiver.answer(events));
            } catch (IOException gone) {
                close();
            }
        }

        private void close() {
            try {
                channel.close();
            } catch (IOException alreadyGone) {
                // Nothing is left to close.
            }
        }

        private void take() {
            byte[] bytes = inbox.bytes();
            events = 0;
            int from = after((byte) '/', bytes, 0);
            int to = after((byte) ' ', bytes, from) - 1;
            int question = from;
            while (question < to && bytes[question] != '?') {
                question++;
            }
            if (!Arrays.equals(bytes, from, question, lastHost, 0, lastHost.length)) {
                lastHost = Arrays.copyOfRange(bytes, from, question);
                host = new String(lastHost, StandardCharsets.US_ASCII);
            }
            if (stands(QUERY, bytes, question, to)) {
                int id = question + QUERY.length;
                int end = id;
                while (end < to && bytes[end] != '&') {
                    end++;
                }
                took(bytes, id, end);
            }
            int last = inbox.end();
            for (int i = inbox.body(); i < last - MARK.length; i++) {
                if (bytes[i] == '"' && bytes[i + 1] == 'e' && stands(MARK, bytes, i, last)) {
                    int id = i + MARK.length;
                    i = after((byte) '"', bytes, id) - 1;
                    took(bytes, id, i);
                }
            }
        }

        private void took(byte[] bytes, int from, int to) {
            events++;
            taker.took(host, bytes, from, to);
        }
    }

    private static int after(byte what, byte[] bytes, int from) {
        int at = from;
        while (bytes[at] != what) {
            at++;
        }
        return at + 1;
    }

    private static boolean stands(byte[] text, byte[] bytes, int at, int end) {
        return at + text.length <= end && Arrays.equals(bytes, at, at + text.length, text, 0, text.length);
    }

    /** What one platform reads, another does not look at. */
    private static ByteBuffer answer(int events) {
        String body = "{\"events_received\":" + events
                + ",\"messages\":[],\"fbtrace_id\":\"A1\",\"code\":0,\"message\":\"OK\"}";
        return ByteBuffer.wrap(Inbox.ascii("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body));
    }

    @Override
    public void close() {
        try (selector;
                server) {
            selector.keys().forEach(key -> {
                if (key.attachment() instanceof Connection connection) {
                    connection.close();
                }
            });
        } catch (IOException alreadyGone) {
            // Nothing is left to close.
        }
    }
}
