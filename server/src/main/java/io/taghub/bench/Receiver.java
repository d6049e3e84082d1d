package io.taghub.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Plays every platform for {@code mode: sandbox}, fast and without judging: tells which event ids came for which host and
 * answers what that platform answers when all is well. Event ids are {@code "event_id":"..."} in a body or {@code id=} in
 * a query.
 */
public final class Receiver implements AutoCloseable {
    private static final byte[] MARK = "\"event_id\":\"".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket server;
    private final Taker taker;
    private final Set<HttpSocket> open = ConcurrentHashMap.newKeySet();
    private volatile Duration delay = Duration.ZERO;

    /** Told of every event id that arrives, before it is answered; called from many threads. */
    public interface Taker {
        /** @param host with what distinguishes two tags of one platform: {@code graph.facebook.com/v24.0/123/events} */
        void took(String host, String eventId);
    }

    public Receiver(Taker taker) {
        this.taker = taker;
        try {
            this.server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        Thread.ofVirtual().name("receiver").start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** How long every answer takes from now on. */
    public void delay(Duration longer) {
        delay = longer;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (HttpSocket http = new HttpSocket(socket)) {
            open.add(http);
            try {
                while (true) {
                    http.write(answer(http.read()));
                }
            } finally {
                open.remove(http);
            }
        } catch (SocketException | java.io.EOFException gone) {
            // The hub was killed or has closed the connection.
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private byte[] answer(HttpSocket.Message request) throws InterruptedException {
        String target = request.start().split(" ", 3)[1].substring(1);
        int question = target.indexOf('?');
        String host = question < 0 ? target : target.substring(0, question);
        List<String> ids = ids(request.body());
        int id = target.indexOf("?id=");
        if (id > 0) {
            int end = target.indexOf('&', id);
            ids.add(target.substring(id + 4, end < 0 ? target.length() : end));
        }
        ids.forEach(one -> taker.took(host, one));
        if (!delay.isZero()) {
            Thread.sleep(delay);
        }
        return HttpSocket.answer(
                "200 OK",
                host.startsWith("graph.facebook.com")
                        ? "{\"events_received\":" + ids.size() + ",\"messages\":[],\"fbtrace_id\":\"A1\"}"
                        : "{\"code\":0,\"message\":\"OK\"}");
    }

    private static List<String> ids(byte[] body) {
        List<String> ids = new ArrayList<>();
        for (int at = 0; at < body.length - MARK.length; at++) {
            if (body[at] == '"' && body[at + 1] == 'e' && marked(body, at)) {
                int from = at + MARK.length;
                int to = from;
                while (to < body.length && body[to] != '"') {
                    to++;
                }
                ids.add(new String(body, from, to - from, StandardCharsets.US_ASCII));
                at = to;
            }
        }
        return ids;
    }

    private static boolean marked(byte[] body, int at) {
        for (int i = 0; i < MARK.length; i++) {
            if (body[at + i] != MARK[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException alreadyGone) {
            // Nothing is left to close.
        }
        open.forEach(HttpSocket::close);
    }
}
