package io.taghub.bench;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends events over keep-alive connections at a steady rate, and each again under the same id until it is acknowledged, as
 * a careful back end does. Times count from when a request was due, so that a stalled hub cannot hide by slowing the load.
 */
public final class Load implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration AGAIN = Duration.ofMillis(50);

    /**
     * What to send.
     *
     * @param ids start of every event id
     * @param name the events' name
     * @param connections at the same time
     * @param perSecond requests, 0 for as fast as they are answered
     * @param batch events in a request
     * @param requests at most
     * @param time at most
     * @param browser whether every second request comes from the snippet instead of a back end
     */
    public record Course(
            String ids,
            String name,
            int connections,
            int perSecond,
            int batch,
            long requests,
            Duration time,
            boolean browser) {
        public static Course of(String ids, int connections, int perSecond, Duration time) {
            return new Course(ids, "page_view", connections, perSecond, 1, Long.MAX_VALUE, time, false);
        }

        public Course batch(int events) {
            return new Course(ids, name, connections, perSecond, events, requests, time, browser);
        }

        public Course requests(long most) {
            return new Course(ids, name, connections, perSecond, batch, most, time, browser);
        }

        public Course mixed() {
            return new Course(ids, name, connections, perSecond, batch, requests, time, true);
        }
    }

    private final Course plan;
    private final IntSupplier port;
    private final String key;
    private final Consumer<String> acknowledged;
    private final Latencies latencies = new Latencies();
    private final LongAdder acked = new LongAdder();
    private final LongAdder unavailable = new LongAdder();
    private final LongAdder silent = new LongAdder();
    private final AtomicInteger unexpected = new AtomicInteger();
    private final AtomicLong next = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private final long start = System.nanoTime();
    private volatile int generation;
    private volatile boolean stopping;
    private volatile boolean abandoned;

    /**
     * @param port asked for every new connection
     * @param key a server key
     * @param acknowledged told every event id that was answered with 2xx; called from many threads
     */
    public Load(Course plan, IntSupplier port, String key, Consumer<String> acknowledged) {
        this.plan = plan;
        this.port = port;
        this.key = key;
        this.acknowledged = acknowledged;
        for (int i = 0; i < plan.connections(); i++) {
            threads.add(Thread.ofVirtual().name("load-" + i).start(this::run));
        }
    }

    /** Events answered with 2xx so far. */
    public long acked() {
        return acked.sum();
    }

    /** Answers 503 with Retry-After so far. */
    public long unavailable() {
        return unavailable.sum();
    }

    /** Requests so far that got no answer at all and were sent again. */
    public long unanswered() {
        return silent.sum();
    }

    /** The last status that is neither 2xx nor 503 with Retry-After, 0 if there was none. */
    public int unexpected() {
        return unexpected.get();
    }

    /** From when a request was due to its 2xx. */
    public Latencies latencies() {
        return latencies;
    }

    /** Every connection is made anew, to the port asked for then, before its next request. */
    public void reconnect() {
        generation++;
    }

    /** Begins nothing new; what is under way is carried on until it is acknowledged. */
    public void stop() {
        stopping = true;
    }

    /** Waits until everything that was begun is acknowledged; false if that takes too long. */
    public boolean await(Duration most) throws InterruptedException {
        Instant end = Instant.now().plus(most);
        for (Thread thread : threads) {
            if (!thread.join(Duration.between(Instant.now(), end).plusMillis(1))) {
                return false;
            }
        }
        return true;
    }

    /** When, in {@link System#nanoTime}, a request of a load with a rate was to be sent. */
    public long due(long number) {
        return start + number * 1_000_000_000L / plan.perSecond();
    }

    private void run() {
        Connection connection = new Connection();
        try {
            long end = start + plan.time().toNanos();
            while (!stopping && !abandoned) {
                long number = next.getAndIncrement();
                long due = plan.perSecond() == 0 ? System.nanoTime() : due(number);
                if (number >= plan.requests() || due - end >= 0) {
                    return;
                }
                for (long wait = due - System.nanoTime(); wait > 0 && !abandoned; wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                send(connection, number, due);
            }
        } finally {
            connection.drop();
        }
    }

    private void send(Connection connection, long number, long due) {
        byte[] request = plan.browser() && number % 2 == 1 ? fromBrowser(number) : fromBackEnd(number);
        while (!abandoned) {
            try {
                HttpSocket.Message answer = connection.exchange(request);
                int status = answer.status();
                if (status / 100 == 2) {
                    latencies.add(System.nanoTime() - due);
                    acked.add(plan.batch());
                    for (int i = 0; i < plan.batch(); i++) {
                        acknowledged.accept(id(number, i));
                    }
                    return;
                }
                if (status == 503 && !answer.retryAfter().isEmpty()) {
                    unavailable.increment();
                } else {
                    unexpected.set(status);
                }
            } catch (IOException noAnswer) {
                silent.increment();
                connection.drop();
            }
            LockSupport.parkNanos(AGAIN.toNanos());
        }
    }

    private String id(long number, int i) {
        return plan.ids() + "-" + (plan.batch() == 1 ? number : number * plan.batch() + i);
    }

    private byte[] fromBackEnd(long number) {
        String now = Instant.now().toString();
        StringBuilder body = new StringBuilder(plan.batch() * 400).append(plan.batch() == 1 ? "" : "[");
        for (int i = 0; i < plan.batch(); i++) {
            String id = id(number, i);
            body.append(i == 0 ? "" : ",")
                    .append("{\"name\":\"")
                    .append(plan.name())
                    .append("\",\"id\":\"")
                    .append(id)
                    .append("\",\"time\":\"")
                    .append(now)
                    .append("\",\"visitor\":\"v-")
                    .append(id, 0, id.length() - 1)
                    .append("\",\"user\":{\"id\":\"u-")
                    .append(id, 0, id.length() - 1)
                    .append("\",\"email\":\"ada@example.com\"},\"value\":49.99,\"currency\":\"EUR\",\"page\":{\"url\":")
                    .append("\"https://shop.example/boots?colour=brown\"},\"client\":{\"ip\":\"203.0.113.7\",")
                    .append("\"user_agent\":\"Mozilla/5.0 (X11; Linux x86_64)\"}}");
        }
        return HttpSocket.request(
                "POST",
                "/v1/events",
                "Authorization: Bearer " + key + "\r\n",
                body.append(plan.batch() == 1 ? "" : "]").toString());
    }

    private byte[] fromBrowser(long number) {
        long now = System.currentTimeMillis();
        StringBuilder body = new StringBuilder("{\"v\":1,\"st\":" + now + ",\"l\":\"https://shop.example/\",\"e\":[");
        for (int i = 0; i < plan.batch(); i++) {
            body.append(i == 0 ? "" : ",")
                    .append("{\"n\":\"" + plan.name() + "\",\"i\":\"" + id(number, i) + "\",\"t\":" + now
                            + ",\"u\":\"https://shop.example/boots\"}");
        }
        return HttpSocket.request(
                "POST",
                "/x7k2qd/e",
                "User-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\n",
                body.append("]}").toString());
    }

    /** One connection at a time, made anew after it broke. */
    private final class Connection {
        private @Nullable HttpSocket socket;
        private int made;

        HttpSocket.Message exchange(byte[] request) throws IOException {
            if (made != generation) {
                drop();
            }
            HttpSocket open = socket;
            if (open == null) {
                made = generation;
                open = HttpSocket.open(port.getAsInt(), PATIENCE);
                socket = open;
            }
            open.write(request);
            return open.read();
        }

        void drop() {
            if (socket != null) {
                socket.close();
                socket = null;
            }
        }
    }

    /** Gives up whatever is under way. */
    @Override
    public void close() {
        abandoned = true;
        threads.forEach(Thread::interrupt);
    }
}
