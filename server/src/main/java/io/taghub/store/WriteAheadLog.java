package io.taghub.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether a SQLite write-ahead log still has all that was committed to it. SQLite itself reads up to the first frame that
 * does not add up and passes over the rest without a word, because after a power failure that is as it should be: the
 * commit under way was not yet synced. Commits before it were.
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

    /** Whether commits that were synced cannot be read any more. */
    static boolean damaged(Path log, Path index) throws IOException {
        try (FileChannel file = FileChannel.open(log)) {
            // It is emptied when somebody's data is erased.
            return file.size() > 0 && new WriteAheadLog().damaged(file, index);
        }
    }

    private boolean damaged(FileChannel file, Path index) throws IOException {
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
        long salt = header.getLong(16);
        int frame = FRAME_HEADER + page;
        boolean whole = true;
        long good = 0;
        int commitsAfter = 0;
        for (long at = HEADER; at + frame <= file.size(); at += frame) {
            ByteBuffer next = read(file, at, whole ? frame : FRAME_HEADER);
            if (next.limit() < FRAME_HEADER) {
                break;
            }
            boolean ofThisLog = next.getLong(8) == salt;
            if (whole) {
                add(next, 0, 8, order);
                add(next, FRAME_HEADER, next.limit(), order);
                whole = ofThisLog && one == next.getInt(16) && two == next.getInt(20);
                good += whole ? 1 : 0;
            }
            commitsAfter += !whole && ofThisLog && next.getInt(4) != 0 ? 1 : 0;
        }
        // The last commit may have been under way; the one before it was synced before that began.
        return commitsAfter > 1 || good < committed(index, salt);
    }

    /** The sum runs over pairs of words, from the beginning of the log on. */
    private void add(ByteBuffer bytes, int from, int to, ByteOrder order) {
        ByteBuffer words = bytes.duplicate().order(order);
        for (int at = from; at + 8 <= to; at += 8) {
            one += words.getInt(at) + two;
            two += words.getInt(at + 4) + one;
        }
    }

    /** How many frames SQLite noted as committed, which it does after their sync; 0 where that is not known. */
    private static long committed(Path index, long salt) throws IOException {
        if (!Files.isRegularFile(index)) {
            return 0;
        }
        try (FileChannel file = FileChannel.open(index)) {
            ByteBuffer both = read(file, 0, 2 * INDEX_HEADER);
            boolean known = both.limit() == 2 * INDEX_HEADER
                    && both.slice(0, INDEX_HEADER).equals(both.slice(INDEX_HEADER, INDEX_HEADER))
                    && both.getLong(32) == salt;
            return known ? both.order(ByteOrder.nativeOrder()).getInt(16) & 0xffffffffL : 0;
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
