package io.taghub.store.engine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers and texts in few bytes: whole numbers in groups of seven bits, texts after their length. */
public final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public Bytes number(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    public Bytes text(@Nullable String text) {
        byte[] utf8 = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        out.writeBytes(utf8);
        return this;
    }

    public Bytes bytes(byte[] bytes) {
        number(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    /** @param ascending each as the distance from the one before */
    public Bytes numbers(List<Long> ascending) {
        number(ascending.size());
        long last = 0;
        for (long value : ascending) {
            number(value - last);
            last = value;
        }
        return this;
    }

    public byte[] done() {
        return out.toByteArray();
    }

    /** Reads what was written, in the same order. */
    public static final class Reader {
        private final byte[] bytes;
        private int at;

        public Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        public long number() {
            long value = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = bytes[at++];
                value |= (long) (next & 0x7f) << shift;
                if (next >= 0) {
                    return value;
                }
            }
        }

        public String text() {
            int length = (int) number();
            String text = new String(bytes, at, length, StandardCharsets.UTF_8);
            at += length;
            return text;
        }

        /** A text that earlier versions did not write, at the end. */
        public String added() {
            return at < bytes.length ? text() : "";
        }

        public byte[] bytes() {
            int length = (int) number();
            at += length;
            return Arrays.copyOfRange(bytes, at - length, at);
        }

        public List<Long> numbers() {
            int size = (int) number();
            List<Long> values = new ArrayList<>(size);
            long last = 0;
            for (int i = 0; i < size; i++) {
                last += number();
                values.add(last);
            }
            return values;
        }
    }
}
