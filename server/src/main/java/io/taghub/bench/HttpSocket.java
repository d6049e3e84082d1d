package io.taghub.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/** As much HTTP/1.1 over one keep-alive connection as a load generator and a receiver need, and no more. */
final class HttpSocket implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final StringBuilder line = new StringBuilder();

    /**
     * A request or answer: its first line, body, and the one header anybody asks for.
     *
     * @param retryAfter the header Retry-After, empty where there is none
     */
    record Message(String start, byte[] body, String retryAfter) {
        int status() {
            return Integer.parseInt(start.substring(9, 12));
        }
    }

    HttpSocket(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        this.out = socket.getOutputStream();
    }

    /** To a port of this machine; an answer may take as long as {@code patience}. */
    static HttpSocket open(int port, Duration patience) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2000);
            socket.setSoTimeout((int) patience.toMillis());
            return new HttpSocket(socket);
        } catch (IOException refused) {
            socket.close();
            throw refused;
        }
    }

    void write(byte[] message) throws IOException {
        out.write(message);
        out.flush();
    }

    /** @throws EOFException where the other side has closed */
    Message read() throws IOException {
        String start = line();
        int length = 0;
        boolean chunked = false;
        String retryAfter = "";
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).strip());
            } else if (lower.startsWith("retry-after:")) {
                retryAfter = header.substring(12).strip();
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = true;
            }
        }
        return new Message(start, chunked ? chunks() : exactly(length), retryAfter);
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunk(); size > 0; size = chunk()) {
            body.writeBytes(exactly(size));
            line();
        }
        line();
        return body.toByteArray();
    }

    private int chunk() throws IOException {
        return Integer.parseInt(line().split(";", 2)[0].strip(), 16);
    }

    private byte[] exactly(int length) throws IOException {
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException();
        }
        return body;
    }

    private String line() throws IOException {
        line.setLength(0);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    static byte[] request(String method, String path, String headers, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return joined(
                method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n" + headers
                        + "Content-Length: " + bytes.length + "\r\n\r\n",
                bytes);
    }

    static byte[] answer(String status, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return joined(
                "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: " + bytes.length
                        + "\r\n\r\n",
                bytes);
    }

    private static byte[] joined(String head, byte[] body) {
        byte[] start = head.getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[start.length + body.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return all;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // Nothing is left to close.
        }
    }
}
