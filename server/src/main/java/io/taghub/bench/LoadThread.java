package io.taghub.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One thread for many connections of a load: one for each would cost more than what they measure. */
final class LoadThread {
    private static final long PATIENCE = Duration.ofSeconds(30).toNanos();
    private static final long CONNECT = Duration.ofSeconds(2).toNanos();
    private static final long AGAIN = Duration.ofMillis(50).toNanos();
    private static final long MILLISECOND = 1_000_000;

    /** What a selector cannot wait for, since it counts in milliseconds, is looked for so often. */
    private static final long SOON = 100_000;

    private final Load load;
    private final PreparedRequest backEnd;
    private final PreparedRequest browser;
    private final List<Connection> connections = new ArrayList<>();
    private final Selector selector;
    private final Thread thread;

    LoadThread(Load load, int connections) {
        this.load = load;
        this.backEnd = load.target.template(load.course);
        this.browser = load.course.browser() ? Load.Target.browser(load.course) : backEnd;
        for (int i = 0; i < connections; i++) {
            this.connections.add(new Connection());
        }
        try {
            this.selector = Selector.open();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
        this.thread = Thread.ofPlatform().daemon().name("load").start(this::run);
    }

    boolean join(Duration most) throws InterruptedException {
        return thread.join(most);
    }

    void wake() {
        selector.wakeup();
    }

    private void run() {
        try (selector) {
            while (!load.abandoned && !connections.isEmpty()) {
                long now = System.nanoTime();
                long wait = PATIENCE;
                for (Connection connection : connections) {
                    connection.attend(now);
                    wait = Math.min(wait, connection.at - now);
                }
                select(wait);
                connections.removeIf(connection -> connection.phase == Phase.ENDED);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } finally {
            connections.forEach(Connection::drop);
        }
    }

    private void select(long wait) throws IOException {
        if (wait > MILLISECOND) {
            selector.select(key -> ((Connection) key.attachment()).ready(), wait / MILLISECOND);
        } else {
            if (wait > 0) {
                LockSupport.parkNanos(Math.min(wait, SOON));
            }
            selector.selectNow(key -> ((Connection) key.attachment()).ready());
        }
    }

    private enum Phase {
        WAITING,
        CONNECTING,
        SENDING,
        ENDED
    }

    /** One request at a time over one connection at a time, which is made anew after it broke. */
    private final class Connection {
        private final Inbox inbox = new Inbox();
        private Phase phase = Phase.WAITING;
        private @Nullable SocketChannel channel;
        private ByteBuffer out = ByteBuffer.allocate(0);
        private int made;
        private long number = -1;
        private boolean begun;
        private long due;

        /** When something is to be done about it if nothing has come by then. */
        private long at;

        private void attend(long now) {
            if (phase == Phase.WAITING && number < 0) {
                take(now);
            }
            if (phase == Phase.WAITING && load.stopping && !begun) {
                end();
            } else if (at - now <= 0) {
                switch (phase) {
                    case WAITING -> send();
                    case CONNECTING, SENDING -> broken();
                    case ENDED -> {}
                }
            }
        }

        private void end() {
            drop();
            phase = Phase.ENDED;
            at = System.nanoTime();
        }

        private void take(long now) {
            number = load.next.getAndIncrement();
            begun = false;
            due = load.course.perSecond() == 0 ? now : load.due(number);
            at = due;
            if (number >= load.course.requests()
                    || due - load.start - load.course.time().toNanos() >= 0) {
                end();
            }
        }

        private void send() {
            begun = true;
            try {
                if (channel != null && made != load.generation) {
                    drop();
                }
                if (channel == null) {
                    connect();
                } else {
                    begin(channel);
                }
            } catch (IOException refused) {
                broken();
            }
        }

        private void connect() throws IOException {
            made = load.generation;
            SocketChannel opened = SocketChannel.open();
            channel = opened;
            opened.configureBlocking(false);
            opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
            phase = Phase.CONNECTING;
            at = System.nanoTime() + CONNECT;
            opened.register(selector, SelectionKey.OP_CONNECT, this);
            if (opened.connect(load.target.address().get())) {
                begin(opened);
            }
        }

        private void begin(SocketChannel open) throws IOException {
            phase = Phase.SENDING;
            at = System.nanoTime() + PATIENCE;
            inbox.clear();
            byte[] request = (number % 2 == 1 ? browser : backEnd).request(number);
            ByteBuffer all = ByteBuffer.wrap(request);
            open.write(all);
            if (all.hasRemaining()) {
                // The template serves other connections before the rest can go.
                out = ByteBuffer.wrap(request.clone()).position(all.position());
            }
            listen(open, all.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }

        private void listen(SocketChannel open, int to) {
            SelectionKey key = open.keyFor(selector);
            if (key.interestOps() != to) {
                key.interestOps(to);
            }
        }

        private void ready() {
            SocketChannel open = channel;
            if (open == null) {
                return;
            }
            try {
                switch (phase) {
                    case CONNECTING -> {
                        if (open.finishConnect()) {
                            begin(open);
                        }
                    }
                    case SENDING -> {
                        if (out.hasRemaining()) {
                            open.write(out);
                            if (!out.hasRemaining()) {
                                listen(open, SelectionKey.OP_READ);
                            }
                        } else if (inbox.read(open)) {
                            answered();
                        }
                    }
                    // Closed by the other side between two requests.
                    case WAITING, ENDED -> drop();
                }
            } catch (IOException noAnswer) {
                broken();
            }
        }

        private void answered() {
            int status = inbox.status();
            boolean retryAfter = inbox.hasRetryAfter();
            long now = System.nanoTime();
            phase = Phase.WAITING;
            if (status / 100 == 2) {
                load.latencies.add(now - due);
                load.acked.add(load.course.batch());
                if (load.acknowledged != null) {
                    for (int i = 0; i < load.course.batch(); i++) {
                        load.acknowledged.accept(
                                PreparedRequest.id(load.course.ids(), number * load.course.batch() + i));
                    }
                }
                number = -1;
                attend(now);
            } else {
                if (status == 503 && retryAfter) {
                    load.unavailable.increment();
                } else {
                    load.unexpected.set(status);
                }
                at = now + AGAIN;
            }
        }

        private void broken() {
            load.silent.increment();
            drop();
            phase = Phase.WAITING;
            at = System.nanoTime() + AGAIN;
        }

        private void drop() {
            out = ByteBuffer.allocate(0);
            try (SocketChannel old = channel) {
                channel = null;
            } catch (IOException alreadyGone) {
                // Nothing is left to close.
            }
        }
    }
}
