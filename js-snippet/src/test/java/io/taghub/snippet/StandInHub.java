package io.taghub.snippet;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Plays a site and the hub's endpoint on it, and remembers what came in. */
final class StandInHub implements AutoCloseable {
    static final String PREFIX = "/x7k2qd/";
    /** The one line a site needs. */
    static final String TAG = tag("");

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private record Page(String contentSecurityPolicy, String html) {}

    private final HttpServer server;
    private final Map<String, Page> pages = new HashMap<>();
    private final Map<String, String> verdicts = new HashMap<>();
    private final Map<String, CountDownLatch> held = new HashMap<>();
    private final Deque<Integer> answers = new ArrayDeque<>();
    private final List<Post> posts = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();

    StandInHub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    static String tag(String attributes) {
        return "<script defer src='" + PREFIX + "h.js' data-th " + attributes + "></script>";
    }

    String url(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    /** A page of the site; what comes before the body text is up to the test. */
    synchronized StandInHub page(String path, String html) {
        pages.put(path, new Page("", "<!doctype html><meta charset=utf-8><link rel=icon href=data:,>" + html));
        return this;
    }

    synchronized StandInHub page(String path, String policy, String html) {
        pages.put(path, new Page(policy, "<!doctype html><meta charset=utf-8>" + html));
        return this;
    }

    /** How the endpoint answers the next posts; 204 after these. */
    synchronized void answer(Integer... statuses) {
        answers.addAll(List.of(statuses));
    }

    /** Keeps an answer back until the latch is down. */
    synchronized CountDownLatch hold(String path) {
        var latch = new CountDownLatch(1);
        held.put(path, latch);
        return latch;
    }

    /** What the debug overlay is told of any event, for whoever has this token. */
    synchronized void verdicts(String token, String json) {
        verdicts.put(token, json);
    }

    synchronized List<Post> posts() {
        return List.copyOf(posts);
    }

    synchronized List<JsonNode> events() {
        return posts.stream().flatMap(post -> post.events().stream()).toList();
    }

    synchronized List<JsonNode> events(String name) {
        return events().stream()
                .filter(event -> event.get("n").asString().equals(name))
                .toList();
    }

    /** Every request line, in order. */
    synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    synchronized void forget() {
        posts.clear();
        requests.clear();
    }

    /** Waits for that many events of a name, and gives them. */
    List<JsonNode> await(int count, String name) {
        await(hub -> hub.events(name).size() >= count, () -> count + " x " + name);
        return events(name);
    }

    synchronized void await(Predicate<StandInHub> condition, Supplier<String> what) {
        if (!within(condition)) {
            throw new AssertionError("waited for " + what.get() + ", but came " + requests + " with " + events());
        }
    }

    /** Whether it came about, waiting for it as long as a test would. */
    synchronized boolean within(Predicate<StandInHub> condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!condition.test(this)) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            note(exchange);
            waitUntilReleased(path);
            if (path.equals(PREFIX + "e")) {
                take(exchange);
            } else if (path.startsWith(PREFIX + "d/")) {
                tell(exchange, path);
            } else if (path.startsWith(PREFIX)) {
                file(exchange, path);
            } else {
                page(exchange, path);
            }
        }
    }

    private void waitUntilReleased(String path) {
        CountDownLatch latch;
        synchronized (this) {
            latch = held.get(path);
        }
        if (latch != null) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private synchronized void note(HttpExchange exchange) {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        notifyAll();
    }

    private void take(HttpExchange exchange) throws IOException {
        String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Cache-Control", "no-store");
        int status;
        synchronized (this) {
            status = answers.isEmpty() ? 204 : answers.removeFirst();
            posts.add(new Post(exchange.getRequestHeaders(), text, JSON.readTree(text)));
        }
        exchange.sendResponseHeaders(status, -1);
        synchronized (this) {
            notifyAll();
        }
    }

    private void tell(HttpExchange exchange, String path) throws IOException {
        String token = exchange.getRequestURI().getQuery().substring("t=".length());
        String json;
        synchronized (this) {
            json = verdicts.get(token);
        }
        if (json == null) {
            exchange.sendResponseHeaders(403, -1);
        } else {
            send(
                    exchange,
                    "application/json",
                    json.replace("@id@", path.substring((PREFIX + "d/").length()))
                            .getBytes(StandardCharsets.UTF_8));
        }
    }

    private void file(HttpExchange exchange, String path) throws IOException {
        try (var file = StandInHub.class.getResourceAsStream("/io/taghub/snippet/" + path.substring(PREFIX.length()))) {
            if (file == null) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                send(exchange, "text/javascript", file.readAllBytes());
            }
        }
    }

    private void page(HttpExchange exchange, String path) throws IOException {
        Page page;
        synchronized (this) {
            page = pages.get(path);
        }
        if (page == null) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        if (!page.contentSecurityPolicy.isEmpty()) {
            exchange.getResponseHeaders().add("Content-Security-Policy", page.contentSecurityPolicy);
        }
        send(exchange, "text/html;charset=utf-8", page.html.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, String type, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
