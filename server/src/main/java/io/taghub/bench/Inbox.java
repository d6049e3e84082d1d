package io.taghub.bench;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * As much HTTP/1.1 as a load generator and a receiver need: one message at a time, left in the bytes it came in, since
 * whatever is made of it costs the machine that is measured.
 */
final class Inbox {
    private static final byte[] LENGTH = ascii("content-length:");
    private static final byte[] CHUNKED = ascii("transfer-encoding:");
    private static final byte[] RETRY = ascii("retry-after:");
    private static final byte[] END_OF_HEAD = ascii("\r\n\r\n");
    private static final byte[] END_OF_CHUNKS = ascii("\r\n0\r\n\r\n");

    private byte[] bytes = new byte[1 << 12];
    private ByteBuffer buffer = ByteBuffer.wrap(bytes);
    private int body;
    private int length;
    private boolean chunked;
    private boolean retryAfter;

    /**
     * Takes what has come.
     *
     * @return whether the message is whole
     * @throws EOFException where the other side has closed
     */
    boolean read(SocketChannel channel) throws IOException {
        int seen = buffer.position();
        if (channel.read(buffer) < 0) {
            throw new EOFException();
        }
        if (body == 0) {
            readHead(Math.max(0, seen - END_OF_HEAD.length));
        }
        boolean whole = body > 0 && (chunked ? endsWith(END_OF_CHUNKS) : filled() >= body + length);
        int needed = Math.max(body + length, filled() + 1);
        if (!whole && bytes.length < needed) {
            grow(Math.max(needed, 2 * bytes.length));
        }
        return whole;
    }

    private void grow(int size) {
        int filled = filled();
        bytes = Arrays.copyOf(bytes, size);
        buffer = ByteBuffer.wrap(bytes).position(filled);
    }

    private void readHead(int from) {
        for (int at = from; at + END_OF_HEAD.length <= filled(); at++) {
            if (bytes[at] == '\r' && is(END_OF_HEAD, at)) {
                body = at + END_OF_HEAD.length;
                break;
            }
        }
        for (int at = 0; at < body - 2; at++) {
            if (bytes[at] == '\n') {
                readHeader(at + 1);
            }
        }
    }

    private void readHeader(int at) {
        if (is(LENGTH, at)) {
            for (int digit = at + LENGTH.length; bytes[digit] != '\r'; digit++) {
                length = bytes[digit] == ' ' ? length : length * 10 + bytes[digit] - '0';
            }
        } else if (is(CHUNKED, at)) {
            chunked = true;
        } else if (is(RETRY, at)) {
            retryAfter = true;
        }
    }

    /** Letters in either case; the text in lower case. */
    private boolean is(byte[] text, int at) {
        if (at + text.length > filled()) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            byte here = bytes[at + i];
            if (here != text[i] && (here < 'A' || here > 'Z' || here + 32 != text[i])) {
                return false;
            }
        }
        return true;
    }

    private boolean endsWith(byte[] text) {
        // A body of no chunk has its end right behind the head.
        return filled() - text.length >= body - 2 && is(text, filled() - text.length);
    }

    private int filled() {
        return buffer.position();
    }

    /** Of an answer. */
    int status() {
        return (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + bytes[11] - '0';
    }

    boolean hasRetryAfter() {
        return retryAfter;
    }

    /** The message's bytes, good until {@link #clear}. */
    byte[] bytes() {
        return bytes;
    }

    /** Where the body begins. */
    int body() {
        return body;
    }

    /** Where the message ends. */
    int end() {
        return chunked ? filled() : body + length;
    }

    /** Makes room for the next message. */
    void clear() {
        buffer.clear();
        body = 0;
        length = 0;
        chunked = false;
        retryAfter = false;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
