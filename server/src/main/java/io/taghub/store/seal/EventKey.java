package io.taghub.store.seal;

import io.taghub.event.Event;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The identity of an event as a database key of 24 bytes: the beginning of its id, then a hash of the id, then one of
 * name and id. Ids that begin with the time, as the snippet's do, are neighbours in the index when they are neighbours in
 * time, so that a commit touches a few pages of it and not one for each event.
 */
public record EventKey(long first, long second, long third) implements Comparable<EventKey> {
    private static final int PREFIX = 12;

    public static EventKey of(Event event) {
        EventKey id = lowest(event.id());
        long rest =
                ByteBuffer.wrap(Keys.sha256(event.name() + '\0' + event.id())).getLong();
        return new EventKey(id.first, id.second, rest);
    }

    public static EventKey of(byte[] bytes) {
        ByteBuffer key = ByteBuffer.wrap(bytes);
        return new EventKey(key.getLong(), key.getLong(), key.getLong());
    }

    /** The first key of an event with this id, whatever its name. */
    public static EventKey lowest(String id) {
        byte[] text = id.getBytes(StandardCharsets.UTF_8);
        ByteBuffer key = ByteBuffer.allocate(16).put(text, 0, Math.min(text.length, PREFIX));
        key.position(PREFIX).put(Keys.sha256(id), 0, 16 - PREFIX).flip();
        return new EventKey(key.getLong(), key.getLong(), 0);
    }

    /** The last key with the same id. */
    public EventKey highest() {
        return new EventKey(first, second, -1);
    }

    public byte[] bytes() {
        return ByteBuffer.allocate(24)
                .putLong(first)
                .putLong(second)
                .putLong(third)
                .array();
    }

    /** As the database compares the bytes. */
    @Override
    public int compareTo(EventKey other) {
        int order = Long.compareUnsigned(first, other.first);
        if (order == 0) {
            order = Long.compareUnsigned(second, other.second);
        }
        return order == 0 ? Long.compareUnsigned(third, other.third) : order;
    }
}
