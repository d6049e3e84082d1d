package io.taghub.store.seal;

import io.taghub.event.Event;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The identity of an event as a database key of 16 bytes: the beginning of its id (6), a hash of the id (4), and one of name
 * and id (6). Ids that begin with the time, as the snippet's do, are neighbours in the index when they are neighbours in
 * time, so that a commit touches a few pages of it and not one for each event; and two that begin alike still differ in ten
 * bytes of hash.
 */
public record EventKey(long first, long second) implements Comparable<EventKey> {
    private static final int PREFIX = 6;
    private static final int ID = PREFIX + 4;
    private static final int BYTES = 16;

    /** What of the second half is made of the name. */
    private static final long NAME = -1L >>> Byte.SIZE * (ID - Long.BYTES);

    public static EventKey of(Event event) {
        EventKey id = lowest(event.id());
        long rest =
                ByteBuffer.wrap(Keys.sha256(event.name() + '\0' + event.id())).getLong();
        return new EventKey(id.first, id.second | rest >>> Byte.SIZE * (ID - Long.BYTES));
    }

    public static EventKey of(byte[] bytes) {
        ByteBuffer key = ByteBuffer.wrap(bytes);
        return new EventKey(key.getLong(), key.getLong());
    }

    /** The first key of an event with this id, whatever its name; seldom also of another id. */
    public static EventKey lowest(String id) {
        byte[] text = id.getBytes(StandardCharsets.UTF_8);
        ByteBuffer key = ByteBuffer.allocate(BYTES).put(text, 0, Math.min(text.length, PREFIX));
        key.position(PREFIX).put(Keys.sha256(id), 0, ID - PREFIX).rewind();
        return new EventKey(key.getLong(), key.getLong());
    }

    /** The last key with the same id. */
    public EventKey highest() {
        return new EventKey(first, second | NAME);
    }

    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(first).putLong(second).array();
    }

    /** As the database compares the bytes. */
    @Override
    public int compareTo(EventKey other) {
        int order = Long.compareUnsigned(first, other.first);
        return order == 0 ? Long.compareUnsigned(second, other.second) : order;
    }
}
