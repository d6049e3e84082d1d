package io.taghub.snippet.build;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** What becomes of a file's bytes: compressed forms and digests. */
final class Packed {
    private static final int GZIP_HEADER_AND_TRAILER = 18;
    private static final Deflater DEFLATER = new Deflater(Deflater.BEST_COMPRESSION, true);
    private static final byte[] DEFLATED = new byte[8192];

    private Packed() {}

    /** The size after {@code gzip -9}, in bytes. */
    static int gzip(byte[] bytes, int length) {
        DEFLATER.reset();
        DEFLATER.setInput(bytes, 0, length);
        DEFLATER.finish();
        int size = GZIP_HEADER_AND_TRAILER;
        while (!DEFLATER.finished()) {
            size += DEFLATER.deflate(DEFLATED);
        }
        return size;
    }

    static byte[] gzipped(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** At quality 11; nothing where this machine has no encoder. */
    static byte[] brotli(byte[] bytes) throws IOException {
        return Brotli4jLoader.isAvailable()
                ? Encoder.compress(bytes, new Encoder.Parameters().setQuality(11).setMode(Encoder.Mode.TEXT))
                : new byte[0];
    }

    /** For the integrity attribute of a script tag. */
    static String integrity(byte[] bytes) {
        return "sha384-" + Base64.getEncoder().encodeToString(digest("SHA-384", bytes));
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest("SHA-256", bytes));
    }

    private static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
