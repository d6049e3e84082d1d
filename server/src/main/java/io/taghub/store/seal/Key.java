package io.taghub.store.seal;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** 16 bytes of a hash, as a database key and as a map key. */
public record Key(long high, long low) implements Comparable<Key> {

    /** The first 16 bytes. */
    public static Key of(byte[] hash) {
        ByteBuffer bytes = ByteBuffer.wrap(hash);
        return new Key(bytes.getLong(), bytes.getLong());
    }

    public byte[] bytes() {
        return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    }

    /** 8 bytes that lead to the few rows worth opening; never 0, which stands for none. */
    public long brief() {
        return high == 0 ? 1 : high;
    }

    public static void write(List<Key> keys, ArrayNode list) {
        keys.forEach(key -> list.add(HexFormat.of().formatHex(key.bytes())));
    }

    public static List<Key> read(JsonNode list) {
        return list.valueStream()
                .map(key -> of(HexFormat.of().parseHex(key.stringValue())))
                .toList();
    }

    @Override
    public int compareTo(Key other) {
        int order = Long.compare(high, other.high);
        return order == 0 ? Long.compare(low, other.low) : order;
    }
}
