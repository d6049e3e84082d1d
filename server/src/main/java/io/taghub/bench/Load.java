package io.taghub.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends events over keep-alive connections at a steady rate, and each again under the same id until it is acknowledged, as
 * a careful back end does. Times count from when a request was due, so that a stalled hub cannot hide by slowing the load.
 * Safe for many threads: what its own threads count is atomic.
 */
public final class Load implements AutoCloseable {
    private static final String JSON = "Host: 127.0.0.1\r\nContent-Type: application/json\r\n";
    private static final String FROM_BACK_END = """
            {"name":"{{name}}","id":"{{id}}","time":"{{time}}","visitor":"v-{{visitor}}",\
            "user":{"id":"u-{{visitor}}","email":"ada@example.com"},"value":49.99,"currency":"EUR",\
            "page":{"url":"https://shop.example/boots?colour=brown"},\
            "client":{"ip":"203.0.113.7","user_agent":"Mozilla/5.0 (X11; Linux x86_64)"}}""";
    private static final String FROM_BROWSER =
            "{\"n\":\"{{name}}\",\"i\":\"{{id}}\",\"t\":{{millis}},\"u\":\"https://shop.example/boots\"}";

    final Course course;
    final Target target;
    final @Nullable Consumer<String> acknowledged;
    final Latencies latencies = new Latencies();
    final LongAdder acked = new LongAdder();
    final LongAdder unavailable = new LongAdder();
    final LongAdder silent = new LongAdder();
    final AtomicInteger unexpected = new AtomicInteger();
    final AtomicLong next = new AtomicLong();
    final long start = System.nanoTime();
    volatile int generation;
    volatile boolean stopping;
    volatile boolean abandoned;
    private final List<LoadThread> threads = new ArrayList<>();

    /**
     * What to send.
     *
     * @param ids start of every event id; a letter, or the digits behind it are not all in the part that orders the
     *     index, and what follows each other there lies far apart
     * @param name the events' name
     * @param connections at the same time
     * @param perSecond requests, 0 for as fast as they are answered
     * @param batch events in a request
     * @param requests at most
     * @param time at most
     * @param browser whether every second request comes from the snippet instead of a back end
     * @param keys how many {@link Prefill} has put into the store: new ids lie between those, and their visitors are known
     */
    public record Course(
            String ids,
            String name,
            int connections,
            int perSecond,
            int batch,
            long requests,
            Duration time,
            boolean browser,
            int keys) {
        public static Course of(String ids, int connections, int perSecond, Duration time) {
            return new Course(ids, "page_view", connections, perSecond, 1, Long.MAX_VALUE, time, false, 0);
        }

        /** The same before it, under other ids, until the hub is warm. */
        Course warmUp(Duration howLong) {
            return new Course(ids + "w", name, connections, perSecond, batch, requests, howLong, browser, keys);
        }

        public Course batch(int events) {
            return new Course(ids, name, connections, perSecond, events, requests, time, browser, keys);
        }

        public Course requests(long most) {
            return new Course(ids, name, connections, perSecond, batch, most, time, browser, keys);
        }

        /** Every second request comes from the snippet instead of a back end. */
        public Course mixed() {
            return new Course(ids, name, connections, perSecond, batch, requests, time, true, keys);
        }

        Course among(int known) {
            return new Course(ids, name, connections, perSecond, batch, requests, time, browser, known);
        }
    }

    /**
     * Where to.
     *
     * @param address asked for every new connection
     * @param start method, path and headers
     * @param event as in {@link PreparedRequest}
     */
    record Target(Supplier<InetSocketAddress> address, String start, String event) {
        static Target hub(IntSupplier port, String key) {
            return new Target(
                    () -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port.getAsInt()),
                    "POST /v1/events HTTP/1.1\r\n" + JSON + "Authorization: Bearer " + key + "\r\n",
                    FROM_BACK_END);
        }

        PreparedRequest template(Course course) {
            return PreparedRequest.of(start, course.batch() == 1 ? "%s" : "[%s]", event, course);
        }

        /** As the snippet sends them. */
        static PreparedRequest browser(Course course) {
            return PreparedRequest.of(
                    "POST /x7k2qd/e HTTP/1.1\r\n" + JSON + "User-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\n",
                    "{\"v\":1,\"st\":" + System.currentTimeMillis() + ",\"l\":\"https://shop.example/\",\"e\":[%s]}",
                    FROM_BROWSER,
                    course);
        }

        /** Bytes of one event as it is sent. */
        int eventBytes() {
            return template(Course.of("size", 1, 0, Duration.ZERO)).bodySize();
        }
    }

    /**
     * @param port asked for every new connection
     * @param key a server key
     * @param acknowledged told every event id that was answered with 2xx
     */
    public Load(Course course, IntSupplier port, String key, Consumer<String> acknowledged) {
        this(course, Target.hub(port, key), acknowledged);
    }

    /** Half of the machine's processors serve the connections at most. */
    Load(Course course, Target target, @Nullable Consumer<String> acknowledged) {
        this.course = course;
        this.target = target;
        this.acknowledged = acknowledged;
        int most = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, course.connections());
        for (int i = 0; i < most; i++) {
            threads.add(new LoadThread(this, course.connections() / most + (i < course.connections() % most ? 1 : 0)));
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
        threads.forEach(LoadThread::wake);
    }

    /** Waits until everything that was begun is acknowledged; false if that takes too long. */
    public boolean await(Duration most) throws InterruptedException {
        Instant end = Instant.now().plus(most);
        for (LoadThread thread : threads) {
            if (!thread.join(Duration.between(Instant.now(), end).plusMillis(1))) {
                return false;
            }
        }
        return true;
    }

    /** When, in {@link System#nanoTime}, a request of a load with a rate was to be sent. */
    public long due(long number) {
        return start + number * 1_000_000_000L / course.perSecond();
    }

    /** Gives up whatever is under way. */
    @Override
    public void close() {
        abandoned = true;
        threads.forEach(LoadThread::wake);
    }
}
