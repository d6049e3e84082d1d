package io.taghub.store.engine;

import io.taghub.event.Channel;
import io.taghub.event.Event;
import io.taghub.store.Journal.Incoming;
import io.taghub.store.Journal.Pair;
import io.taghub.store.seal.Draft;
import io.taghub.store.seal.EventCodec;
import io.taghub.store.seal.EventKey;
import io.taghub.store.seal.Sealer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Groups that were answered before the database's transaction with them was committed: one append and one sync of a file
 * whose blocks are there already, where a commit writes every page of six tables that a group touches. It holds no more
 * than the one transaction that is open; each commit begins it anew, and the database knows the number of the last one, so
 * that after a crash it is clear what is missing there. The writer reserves the place of a group, {@link Promises} writes it;
 * they never do so at the same time with anything else, because the writer waits for what was promised before it commits.
 */
public final class RedoLog implements AutoCloseable {
    /** Many times what comes in while a transaction is open. */
    private static final int SIZE = 4 << 20;

    private static final int HEADER = Long.BYTES + Integer.BYTES;
    private static final long AGAIN_NANOS = Duration.ofSeconds(10).toNanos();
    private static final Logger LOG = LoggerFactory.getLogger(RedoLog.class);

    private final Path file;
    private final Sealer sealer;
    private final EventCodec codec;
    private @Nullable FileChannel channel;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    private long triedAt = System.nanoTime() - AGAIN_NANOS;
    private long generation;
    private int end;

    public RedoLog(Path file, Sealer sealer, EventCodec codec) {
        this.file = file;
        this.sealer = sealer;
        this.codec = codec;
    }

    /** What was answered and is not in the database. To be called once, before anything else. */
    public List<Arrivals> left(long committed) throws IOException {
        generation = committed + 1;
        List<Arrivals> groups = new ArrayList<>();
        if (Files.exists(file)) {
            ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file));
            for (byte[] sealed = next(all); sealed != null; sealed = next(all)) {
                byte[] plain;
                try {
                    plain = sealer.open(sealed);
                } catch (IllegalStateException cutOff) {
                    LOG.info(
                            "{} ends in the middle of a write, which nobody was answered; or another key made it",
                            file);
                    break;
                }
                // What is whole and cannot be read was answered: the hub must not go on without it.
                groups.add(group(plain));
                end = all.position();
            }
        }
        return groups;
    }

    private byte @Nullable [] next(ByteBuffer all) {
        if (all.remaining() < HEADER || all.getLong() != generation) {
            return null;
        }
        int length = all.getInt();
        if (length <= 0 || length > all.remaining()) {
            return null;
        }
        byte[] sealed = new byte[length];
        all.get(sealed);
        return sealed;
    }

    /** A group and its place. */
    record Reserved(long generation, int at, byte[] plain) {
        int length() {
            return HEADER + plain.length + Sealer.OVERHEAD;
        }
    }

    /** Null if there is no room. */
    @Nullable
    Reserved reserve(Arrivals group) {
        if (channel() == null) {
            return null;
        }
        Reserved reserved = new Reserved(generation, end, bytes(group));
        if (end + reserved.length() > SIZE) {
            return null;
        }
        end += reserved.length();
        return reserved;
    }

    /** What follows this one was not written. */
    void giveBack(Reserved first) {
        end = first.at;
    }

    /** @param group each where the one before ends; all of them are durable when it returns */
    void write(List<Reserved> group) throws IOException {
        FileChannel log = channel;
        if (log == null) {
            throw new IOException("closed");
        }
        int length = group.stream().mapToInt(Reserved::length).sum();
        if (buffer.capacity() < length) {
            buffer = ByteBuffer.allocateDirect(Math.max(length, 2 * buffer.capacity()));
        }
        buffer.clear();
        for (Reserved one : group) {
            byte[] sealed = sealer.seal(one.plain);
            buffer.putLong(one.generation).putInt(sealed.length).put(sealed);
        }
        write(log, buffer.flip(), group.getFirst().at);
        log.force(false);
    }

    /** What was written is part of this transaction. */
    void committing(Tx tx) throws SQLException {
        tx.sql.update("UPDATE head SET generation = ?", generation);
    }

    void committed() {
        generation++;
        end = 0;
    }

    /** Leaves no trace of what the database has or has forgotten. */
    public void wipe() {
        try {
            FileChannel log = channel;
            if (log != null) {
                fill(log, 0);
            }
        } catch (IOException brokenDisk) {
            LOG.warn("{} could not be overwritten, and may hold sealed traces of who was erased", file, brokenDisk);
        }
    }

    /** Null while the disk has no room for it: then every group is committed before it is answered. */
    private @Nullable FileChannel channel() {
        if (channel == null && System.nanoTime() - triedAt >= AGAIN_NANOS) {
            triedAt = System.nanoTime();
            try {
                channel = open();
            } catch (IOException fullDisk) {
                LOG.debug("no room for {}; each group is committed before its answers", file, fullDisk);
            }
        }
        return channel;
    }

    private FileChannel open() throws IOException {
        boolean there = Files.exists(file);
        if (!there && Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        FileChannel log =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (log.size() < SIZE) {
                fill(log, log.size());
                try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent())) {
                    folder.force(true);
                }
            }
            return log;
        } catch (IOException full) {
            log.close();
            if (!there) {
                Files.deleteIfExists(file);
            }
            throw full;
        }
    }

    private static void fill(FileChannel log, long from) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 16);
        for (long at = from; at < SIZE; at += zeros.capacity()) {
            write(log, zeros.clear().limit((int) Math.min(zeros.capacity(), SIZE - at)), at);
        }
        log.force(true);
    }

    private static void write(FileChannel log, ByteBuffer from, long to) throws IOException {
        long at = to;
        while (from.hasRemaining()) {
            at += log.write(from, at);
        }
    }

    private static byte[] bytes(Arrivals group) {
        Bytes out = new Bytes()
                .number(group.now())
                .number(group.settled())
                .number(group.copies().size());
        for (Copy copy : group.copies()) {
            Incoming terms = copy.terms();
            Pair pair = terms.pair();
            out.number(terms.dedupWindow().toNanos())
                    .number((terms.conversion() ? 1 : 0) | (terms.claims() ? 2 : 0) | (pair == null ? 0 : 4))
                    .text(terms.voice());
            if (pair != null) {
                out.number(pair.prefer().ordinal()).number(pair.patience().toNanos());
            }
            out.bytes(copy.draft().body());
        }
        return out.done();
    }

    private Arrivals group(byte[] bytes) {
        Bytes.Reader in = new Bytes.Reader(bytes);
        long now = in.number();
        long settled = in.number();
        List<Copy> copies = new ArrayList<>();
        for (long left = in.number(); left > 0; left--) {
            Duration window = Duration.ofNanos(in.number());
            long flags = in.number();
            String voice = in.text();
            Pair pair = (flags & 4) == 0
                    ? null
                    : new Pair(Channel.values()[(int) in.number()], Duration.ofNanos(in.number()));
            byte[] body = in.bytes();
            Event event = codec.read(body);
            Draft draft = codec.draft(event, body);
            copies.add(new Copy(
                    EventKey.of(event),
                    draft,
                    new Incoming(
                            event, window, pair, (flags & 1) != 0, (flags & 2) != 0, voice.isEmpty() ? null : voice)));
        }
        return new Arrivals(now, settled, copies);
    }

    @Override
    public void close() {
        try {
            FileChannel log = channel;
            if (log != null) {
                log.close();
            }
        } catch (IOException nothingIsLost) {
            LOG.debug("{} could not be closed", file, nothingIsLost);
        }
    }
}
