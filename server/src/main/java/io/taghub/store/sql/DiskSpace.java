package io.taghub.store.sql;

import io.taghub.store.engine.Session;
import io.taghub.time.Seldom;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much room a database in a file has. Events are refused before there is none, because what waits is still to be sent
 * and written down; and a reserve is kept in a file, because even to forget something takes room at first: that of the
 * write-ahead log. Pages that are free inside the database count as room, it takes them first.
 * The writer and the hub's upkeep both measure; each figure is whole by itself, and the next look corrects what is a moment old.
 */
final class DiskSpace {
    static final long KB = 1024;
    static final long MB = 1024 * KB;
    private static final long LARGEST_FLOOR = 64 * MB;
    private static final long LARGEST_RESERVE = 32 * MB;
    private static final long LARGEST_LOG = 16 * MB;

    /** A log of this size is enough to go on with. */
    private static final long LEAST_LOG = MB;

    /** On a larger disk the reserve is made when it gets short. */
    private static final long AMPLE = 1024 * MB;

    private static final long EVERY_NANOS = 100_000_000;
    private static final Logger LOG = LoggerFactory.getLogger(DiskSpace.class);

    private final Path database;
    private final Path log;
    private final Path reserve;
    private final Disk disk;
    private final long floor;
    private final long reserved;
    private final Seldom told = new Seldom();
    private final Seldom used = new Seldom();

    private volatile long left = Long.MAX_VALUE;
    private volatile boolean scarce;
    private long measuredAt;
    private volatile long free;
    private volatile long growth;

    /** The file system of a folder. */
    interface Disk {
        /** Its size in bytes, 0 if it does not say. */
        long total() throws IOException;

        long usable() throws IOException;

        static Disk of(Path folder) {
            return new Disk() {
                @Override
                public long total() throws IOException {
                    return store().getTotalSpace();
                }

                @Override
                public long usable() throws IOException {
                    return store().getUsableSpace();
                }

                /** Before the first start the folder is not there; it will be where its parent is. */
                private FileStore store() throws IOException {
                    return Files.getFileStore(existing(folder));
                }
            };
        }
    }

    DiskSpace(Path database) {
        this(database, Disk.of(folder(database)));
    }

    DiskSpace(Path database, Disk disk) {
        this.database = database;
        this.log = Path.of(database + "-wal");
        this.reserve = Path.of(database + ".reserve");
        this.disk = disk;
        long total = total(disk);
        this.floor = total <= 0 ? 0 : Math.min(LARGEST_FLOOR, total / 8);
        this.reserved = total <= 0 ? 0 : Math.min(LARGEST_RESERVE, total / 16);
        measuredAt = System.nanoTime() - EVERY_NANOS;
    }

    private static Path folder(Path database) {
        Path folder = database.toAbsolutePath().getParent();
        return folder == null ? database : folder;
    }

    private static Path existing(Path folder) {
        Path parent = folder.getParent();
        return Files.exists(folder) || parent == null ? folder : existing(parent);
    }

    private static long total(Disk disk) {
        try {
            return disk.total();
        } catch (IOException unknown) {
            return 0;
        }
    }

    /** Whether so little is left that it is kept for what is there already. */
    boolean scarce() {
        return scarce;
    }

    /** Bytes that may still be filled; very many where that is not known. */
    long left() {
        return left;
    }

    /** The write-ahead log is emptied when it has this many bytes. */
    long logLimit() {
        return scarce ? LEAST_LOG : Math.max(LEAST_LOG, Math.min(LARGEST_LOG, floor / 2));
    }

    long logSize() {
        return size(log);
    }

    /** After a commit. */
    void wrote(Session writer) throws SQLException {
        if (floor == 0) {
            return;
        }
        long now = System.nanoTime();
        if (!scarce && left > 4 * floor && now - measuredAt < EVERY_NANOS) {
            return;
        }
        measuredAt = now;
        long page = writer.number("PRAGMA page_size");
        free = writer.number("PRAGMA freelist_count") * page;
        growth = Math.max(0, writer.number("PRAGMA page_count") * page - size(database));
        writer.commit();
        measure();
    }

    /** Looks again, as the disk may have been filled or emptied by others. */
    void measure() {
        if (floor == 0) {
            return;
        }
        try {
            long usable = disk.usable();
            long missing = Files.exists(reserve) ? 0 : reserved;
            long rest = usable + free - growth - missing;
            // Free pages are of no use where the log cannot grow to them.
            boolean noLog = usable + logSize() < 2 * LEAST_LOG;
            left = Math.max(0, rest);
            boolean enough = !noLog && rest >= (scarce ? floor + floor / 4 : floor);
            boolean was = scarce;
            scarce = !enough;
            if (scarce && !was) {
                say();
            } else if (was && !scarce) {
                LOG.info("the store has room again ({} MB): events are taken", rest / MB);
            }
        } catch (IOException unknown) {
            left = Long.MAX_VALUE;
        }
    }

    private void say() {
        told.tell(times -> LOG.warn(
                "the disk of {} is nearly full: events are refused with 503 until retention or somebody makes room ({} x);"
                        + " what is there is still sent",
                database,
                times));
    }

    @Nullable
    String trouble() {
        return scarce
                ? "the disk of the store is nearly full; events are taken again when retention or somebody has made room"
                : null;
    }

    /** Before the database is opened, or something is forgotten in it: even that takes a little. */
    void release() {
        try {
            if (Files.exists(reserve) && disk.usable() < LEAST_LOG) {
                Files.delete(reserve);
                used.tell(times -> LOG.info("the reserve of {} is used to make room ({} x)", database, times));
            }
        } catch (IOException stays) {
            LOG.debug("the reserve could not be given up", stays);
        }
    }

    /** Whether the reserve is missing and there is no room for it outside the database. */
    boolean wantsSpace() {
        try {
            return reserved > 0 && !Files.exists(reserve) && disk.usable() < reserved + LEAST_LOG;
        } catch (IOException unknown) {
            return false;
        }
    }

    /** Keeps a reserve where the disk may become too small; it is really written, as a hole would not keep anything. */
    void keep() {
        measure();
        try {
            long usable = disk.usable();
            if (reserved == 0 || Files.exists(reserve) || usable > AMPLE || usable < reserved + LEAST_LOG) {
                return;
            }
            try (OutputStream out = Files.newOutputStream(reserve)) {
                byte[] block = new byte[(int) (64 * KB)];
                for (long written = 0; written < reserved; written += block.length) {
                    // Some file systems keep what can be compressed, or repeats, in less.
                    new Random(written).nextBytes(block);
                    out.write(block);
                }
            } catch (IOException noRoomAfterAll) {
                Files.deleteIfExists(reserve);
            }
            measure();
        } catch (IOException unknown) {
            LOG.debug("no reserve could be made", unknown);
        }
    }

    /** Whether a database's disk has not even the little that it takes to make or open it. */
    static boolean exhausted(Path database) {
        Path folder = existing(folder(database));
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            return false;
        }
        try {
            Path probe = Files.createTempFile(folder, "taghub", ".probe");
            try {
                Files.write(probe, new byte[(int) LEAST_LOG]);
                return false;
            } finally {
                Files.deleteIfExists(probe);
            }
        } catch (IOException noRoom) {
            return true;
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException absent) {
            return 0;
        }
    }
}
