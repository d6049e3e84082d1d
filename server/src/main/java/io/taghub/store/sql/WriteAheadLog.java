package io.taghub.store.sql;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether a SQLite write-ahead log still has all that was committed to it. SQLite itself reads up to the first frame that
 * does not add up and passes over the rest without a word, because after a power failure that is as it should be: what was
 * under way was not yet synced. How much was, it notes in the wal-index file beside the log, after each sync.
 */
final class WriteAheadLog {
    private static final int HEADER = 32;
    private static final int FRAME_HEADER = 24;
    private static final int MAGIC = 0x377f0682;
    private static final int LARGEST_PAGE = 65_536;

    /** The part of the wal-index file that says how many frames are committed; it is there twice. */
    private static final int INDEX_HEADER = 48;

    private int one;
    private int two;

    private WriteAheadLog() {}

    /** Whether commits that were synced cannot be read any more; false where that is not known. */
    static boolean damaged(Path log, Path index) throws IOException {
        if (!Files.isRegularFile(log) || !Files.isRegularFile(index)) {
            return false;
        }
        try (FileChannel file = FileChannel.open(log);
                FileChannel beside = FileChannel.open(index)) {
            ByteBuffer both = read(beside, 0, 2 * INDEX_HEADER);
            boolean known = both.limit() == 2 * INDEX_HEADER
                    && both.slice(0, INDEX_HEADER).equals(both.slice(INDEX_HEADER, INDEX_HEADER));
            long committed =
                    known ? both.duplicate().order(ByteOrder.nativeOrder()).getInt(16) & 0xffffffffL : 0;
            // It is emptied when somebody's data is erased.
            return committed > 0
                    && file.size() > 0
                    && new WriteAheadLog().endsBefore(file, committed, both.getLong(32));
        }
    }

    /** @param salt of the log that is meant; where the file is a newer one all of the older is in the database */
    private boolean endsBefore(FileChannel file, long committed, long salt) throws IOException {
        ByteBuffer header = read(file, 0, HEADER);
        if (header.limit() < HEADER || (header.getInt(0) & ~1) != MAGIC) {
            return true;
        }
        ByteOrder order = (header.getInt(0) & 1) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        add(header, 0, 24, order);
        int page = header.getInt(8);
        if (one != header.getInt(24) || two != header.getInt(28) || page < 512 || page > LARGEST_PAGE) {
            return true;
        }
        if (header.getLong(16) != salt) {
            return false;
        }
        int frame = FRAME_HEADER + page;
        for (long number = 0; number < committed; number++) {
            ByteBuffer next = read(file, HEADER + number * frame, frame);
            if (next.limit() < frame) {
                return true;
            }
            add(next, 0, 8, order);
            add(next, FRAME_HEADER, frame, order);
            if (next.getLong(8) != salt || one != next.getInt(16) || two != next.getInt(20)) {
                return true;
            }
        }
        return false;
    }

    /** The sum runs over pairs of words, from the beginning of the log on. */
    private void add(ByteBuffer bytes, int from, int to, ByteOrder order) {
        ByteBuffer words = bytes.duplicate().order(order);
        for (int at = from; at + 8 <= to; at += 8) {
            one += words.getInt(at) + two;
            two += words.getInt(at + 4) + one;
        }
    }

    private static ByteBuffer read(FileChannel file, long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        int read = 0;
        while (bytes.hasRemaining() && read >= 0) {
            read = file.read(bytes, at + bytes.position());
        }
        return bytes.flip();
    }
}
