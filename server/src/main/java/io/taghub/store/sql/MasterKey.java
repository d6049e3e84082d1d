package io.taghub.store.sql;

import io.taghub.store.engine.Database;
import io.taghub.store.engine.Session;
import io.taghub.store.seal.Sealer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The key that personal data is sealed with. Best given by the operator. Else SQLite gets a file beside the database,
 * which need not go into the same backup; and PostgreSQL a row, because all nodes must have it and have nothing else in
 * common. The row protects single tables and columns that leak, not against who can read the whole database.
 */
final class MasterKey {
    private static final int BYTES = 32;
    private static final byte[] CHECK = {'t', 'a', 'g', 'h', 'u', 'b'};

    private MasterKey() {}

    static byte[] of(Database database, Session session, byte @Nullable [] given) throws SQLException {
        byte[] key = given == null ? own(database, session) : given;
        verify(session, key);
        return key;
    }

    private static byte[] own(Database database, Session session) throws SQLException {
        Path file = database.file();
        if (file == null) {
            put(session, "key", random());
            byte[] key = meta(session, "key");
            return key == null ? new byte[0] : key;
        }
        Path beside = file.resolveSibling("taghub.key");
        boolean isNew = meta(session, "check") == null;
        try {
            return isNew && !Files.exists(beside) ? create(beside) : read(beside);
        } catch (IOException cannot) {
            throw new IllegalStateException(
                    "the key of the database is not readable; it should be in " + beside
                            + " or in the setting 'encryption_key'",
                    cannot);
        }
    }

    /** Better a hub that does not start than one that cannot read half of what it kept. */
    private static void verify(Session session, byte[] key) throws SQLException {
        Sealer sealer = new Sealer(key);
        put(session, "check", sealer.seal(CHECK));
        session.commit();
        byte[] check = meta(session, "check");
        if (check == null || !Arrays.equals(sealer.open(check), CHECK)) {
            throw new IllegalStateException("this is not the key of this database");
        }
    }

    private static byte @Nullable [] meta(Session session, String name) throws SQLException {
        return session.first("SELECT value FROM meta WHERE name = ?", row -> row.getBytes(1), name);
    }

    /** The first to write wins. */
    private static void put(Session session, String name, byte[] value) throws SQLException {
        session.update("INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING", name, value);
    }

    private static byte[] random() {
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        return key;
    }

    private static byte[] read(Path file) throws IOException {
        byte[] key = Files.readAllBytes(file);
        if (key.length != BYTES) {
            throw new IOException(file + " should hold " + BYTES + " bytes");
        }
        return key;
    }

    /** On disk before anything is sealed with it, and there whole or not at all: a disk may be full by then. */
    private static byte[] create(Path file) throws IOException {
        byte[] key = random();
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        boolean posix = Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix");
        FileAttribute<?>[] mine = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try (FileChannel out =
                FileChannel.open(draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mine)) {
            out.write(ByteBuffer.wrap(key));
            out.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        return key;
    }
}
