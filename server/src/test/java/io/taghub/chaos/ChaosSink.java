package io.taghub.chaos;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A platform that misbehaves on order: plain HTTP over real sockets on loopback, every request written down. What the
 * next requests get is scripted with {@link #next}, what all others get is set with {@link #always}.
 */
public final class ChaosSink implements AutoCloseable {

    /** A request that arrived whole. */
    public record Received(int number, String method, String path, Map<String, String> headers, String body) {
        /** The lines of the body. */
        public List<String> lines() {
            return body.lines().toList();
        }
    }

    public static Mode.Answer ok() {
        return answer(200, "{\"ok\":true}");
    }

    public static Mode.Answer answer(int status, String body) {
        return new Mode.Answer(status, Map.of(), body);
    }

    public static Mode.Answer status(int status) {
        return answer(status, "{\"error\":" + status + "}");
    }

    public static Mode tooMany(Duration retryAfter) {
        return status(429).header("Retry-After", Long.toString(retryAfter.toSeconds()));
    }

    public static Mode redirect(String location) {
        return status(302).header("Location", location);
    }

    public static Mode slow(Duration pause) {
        return new Mode.Slow(pause, ok());
    }

    public static Mode hang() {
        return new Mode.Hang();
    }

    public static Mode reset() {
        return new Mode.Reset();
    }

    private final int port;
    private final boolean remembers;
    private final Queue<Mode> script = new ConcurrentLinkedQueue<>();
    private final List<Received> received = Collections.synchronizedList(new ArrayList<>());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile ServerSocket server;
    private volatile Thread acceptor;
    private volatile CountDownLatch gate = new CountDownLatch(1);
    private volatile Function<Received, Mode> usual = request -> ok();
    private volatile Consumer<Received> witness = request -> {};

    private ChaosSink(int port, boolean remembers) {
        this.remembers = remembers;
        this.server = listen(port);
        this.port = server.getLocalPort();
        this.acceptor = accept(server);
    }

    /** A sink on a free port that remembers every request. */
    public static ChaosSink start() {
        return new ChaosSink(0, true);
    }

    /** A sink on this port (0: a free one) that only shows requests to its {@link #witness}: for long runs. */
    public static ChaosSink forgetful(int port) {
        return new ChaosSink(port, false);
    }

    public int port() {
        return port;
    }

    public URI url(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** What every request gets for which nothing is scripted. */
    public ChaosSink always(Mode mode) {
        usual = request -> mode;
        return this;
    }

    /** The same, decided by what is in the request. */
    public ChaosSink always(Function<Received, Mode> choice) {
        usual = choice;
        return this;
    }

    /** What the next requests get, in order of their arrival. */
    public ChaosSink next(Mode... modes) {
        script.addAll(List.of(modes));
        return this;
    }

    /** Sees every request before it is answered; called by many threads. */
    public ChaosSink witness(Consumer<Received> seen) {
        witness = seen;
        return this;
    }

    /** Answers what hangs: those requests get what they would get now. */
    public void letGo() {
        CountDownLatch held = gate;
        gate = new CountDownLatch(1);
        held.countDown();
    }

    /** Every request so far, in order of arrival. */
    public List<Received> received() {
        synchronized (received) {
            return List.copyOf(received);
        }
    }

    /** The lines of all bodies, in order of arrival. */
    public List<String> lines() {
        return received().stream().flatMap(request -> request.lines().stream()).toList();
    }

    /** How many requests arrived. */
    public int requests() {
        return requests.get();
    }

    /** How many connections were made. */
    public int connections() {
        return connections.get();
    }

    /** How many connections are open. */
    public int open() {
        return open.size();
    }

    /** Refuses connections until {@link #up}. */
    public void down() {
        close(server);
        // A thread in accept keeps the port alive for a moment, and may come back with one more connection.
        try {
            acceptor.join();
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        open.forEach(ChaosSink::close);
    }

    public void up() {
        server = listen(port);
        acceptor = accept(server);
    }

    @Override
    public void close() {
        down();
        gate.countDown();
    }

    private static ServerSocket listen(int port) {
        try {
            ServerSocket server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
            return server;
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    private Thread accept(ServerSocket listening) {
        return Thread.ofPlatform()
                .daemon()
                .name("chaos-" + listening.getLocalPort())
                .start(() -> {
                    while (!listening.isClosed()) {
                        try {
                            Socket socket = listening.accept();
                            connections.incrementAndGet();
                            open.add(socket);
                            Thread.ofVirtual().start(() -> converse(socket));
                        } catch (IOException closed) {
                            // Down: the loop ends.
                        }
                    }
                });
    }

    private void converse(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = new BufferedOutputStream(socket.getOutputStream());
            boolean goesOn = true;
            while (goesOn) {
                Received request = read(in);
                if (request == null) {
                    return;
                }
                if (remembers) {
                    received.add(request);
                }
                witness.accept(request);
                Mode scripted = script.poll();
                goesOn = perform(scripted == null ? usual.apply(request) : scripted, request, socket, out);
                out.flush();
            }
        } catch (IOException | InterruptedException gone) {
            // The other side went, or the sink is closing.
        } finally {
            open.remove(socket);
        }
    }

    /** Answers whether the connection stays open. */
    private boolean perform(Mode mode, Received request, Socket socket, OutputStream out)
            throws IOException, InterruptedException {
        switch (mode) {
            case Mode.Answer(int status, var headers, String body) -> {
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                head(out, status, headers, bytes.length);
                out.write(bytes);
                return true;
            }
            case Mode.Slow(Duration pause, Mode then) -> {
                // The fault itself, a receiver that takes its time; no test waits for it.
                Thread.sleep(pause);
                return perform(then, request, socket, out);
            }
            case Mode.Hang() -> {
                gate.await();
                Mode now = usual.apply(request);
                return !(now instanceof Mode.Hang) && !socket.isClosed() && perform(now, request, socket, out);
            }
            case Mode.Garbage() -> {
                byte[] noise = new byte[4096];
                new Random(request.number()).nextBytes(noise);
                out.write(noise);
                return false;
            }
            case Mode.Truncated() -> {
                head(out, 200, Map.of(), 1000);
                out.write("{\"ok\":".getBytes(StandardCharsets.UTF_8));
                return false;
            }
            case Mode.WrongLength() -> {
                head(out, 200, Map.of(), 2);
                out.write("{}{\"more\":\"than was said\"}".getBytes(StandardCharsets.UTF_8));
                return true;
            }
            case Mode.BadEncoding() -> {
                head(out, 200, Map.of("Content-Encoding", "gzip"), 11);
                out.write("{\"ok\":true}".getBytes(StandardCharsets.UTF_8));
                return true;
            }
            case Mode.HalfClose() -> {
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
                return false;
            }
            case Mode.Reset() -> {
                socket.setSoLinger(true, 0);
                return false;
            }
            case Mode.Huge(long bytes) -> {
                head(out, 200, Map.of(), bytes);
                byte[] block = new byte[64 * 1024];
                for (long left = bytes; left > 0; left -= block.length) {
                    out.write(block, 0, (int) Math.min(left, block.length));
                }
                return true;
            }
        }
    }

    private static void head(OutputStream out, int status, Map<String, String> headers, long length)
            throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Chaos\r\n");
        Map<String, String> all = new LinkedHashMap<>(Map.of("Content-Type", "application/json"));
        all.putAll(headers);
        all.put("Content-Length", Long.toString(length));
        all.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private Received read(InputStream in) throws IOException {
        String first = line(in);
        if (first == null) {
            return null;
        }
        String[] words = first.split(" ");
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                // Not HTTP: somebody tries TLS.
                return null;
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = in.readNBytes(length);
        return body.length < length
                ? null
                : new Received(
                        requests.incrementAndGet(),
                        words[0],
                        words[1],
                        headers,
                        new String(body, StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int read = in.read(); read != '\n'; read = in.read()) {
            if (read < 0) {
                return null;
            }
            line.append((char) read);
        }
        return line.toString().stripTrailing();
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception gone) {
            // It was closed already.
        }
    }
}
