package io.taghub.fault;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Every event id that was acknowledged, a line each, flushed as it comes: a promise the hub has made. */
final class AckFile implements AutoCloseable {
    private final Path file;
    private final BufferedWriter out;
    private volatile String newest = "";

    AckFile(Path file) {
        this.file = file;
        try {
            this.out = Files.newBufferedWriter(file);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    synchronized void write(String id) {
        try {
            out.write(id);
            out.newLine();
            out.flush();
            newest = id;
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** The ids; each must have been acknowledged once. */
    Set<String> ids() throws IOException {
        List<String> lines = Files.readAllLines(file);
        Set<String> ids = new HashSet<>(lines);
        if (ids.size() < lines.size()) {
            throw new IllegalStateException("an id was written down twice");
        }
        return ids;
    }

    String newest() {
        return newest;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
