package io.taghub.intake;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The script and its add-ons, compressed when they were built. A plain name is cached for an hour; a name with version and
 * hash never changes and is cached for good.
 */
public final class SnippetFiles {
    private static final String FOLDER = "/io/taghub/snippet/";
    private static final String SHORT = "public, max-age=3600, stale-while-revalidate=86400";
    private static final String FOR_GOOD = "public, max-age=31536000, immutable";

    private record File(byte[] plain, byte @Nullable [] gzip, byte @Nullable [] brotli, String etag, String caching) {}

    private final Map<String, File> files = new HashMap<>();
    private final Properties properties;

    private SnippetFiles(Properties properties) {
        this.properties = properties;
        for (String key : properties.stringPropertyNames()) {
            if (key.endsWith(".hash")) {
                add(key.substring(0, key.length() - ".hash".length()));
            }
        }
    }

    public static SnippetFiles load() {
        Properties properties = new Properties();
        byte[] written = resource("snippet.properties");
        if (written == null) {
            throw new IllegalStateException("the snippet is not in the jar; build js-snippet first");
        }
        try {
            properties.load(new java.io.ByteArrayInputStream(written));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new SnippetFiles(properties);
    }

    private void add(String name) {
        byte[] plain = resource(name);
        if (plain == null) {
            return;
        }
        byte[] gzip = resource(name + ".gz");
        byte[] brotli = resource(name + ".br");
        String etag = "\"" + properties.getProperty(name + ".hash") + "\"";
        files.put(name, new File(plain, gzip, brotli, etag, SHORT));
        files.put(versioned(name), new File(plain, gzip, brotli, etag, FOR_GOOD));
    }

    /** {@code h.js} as {@code h-0.1.0-1a2b3c4d.js}. */
    public String versioned(String name) {
        int dot = name.indexOf('.');
        return name.substring(0, dot) + "-" + properties.getProperty("version") + "-"
                + properties.getProperty(name + ".hash") + name.substring(dot);
    }

    /** For the integrity attribute: {@code sha384-...}. */
    public String integrity(String name) {
        return properties.getProperty(name + ".integrity");
    }

    void serve(Context context, String name) {
        File file = files.get(name);
        if (file == null) {
            context.status(404).result("there is no such script here");
            return;
        }
        context.header("Cache-Control", file.caching)
                .header("ETag", file.etag)
                .header("Vary", "Accept-Encoding")
                .header("X-Content-Type-Options", "nosniff")
                // Scripts are public; with this, integrity and crossorigin work on another host too.
                .header("Access-Control-Allow-Origin", "*");
        if (file.etag.equals(context.header("If-None-Match"))) {
            context.status(304);
            return;
        }
        context.contentType(name.endsWith(".ts") ? "text/plain; charset=utf-8" : "text/javascript; charset=utf-8");
        context.result(encoded(context, file));
    }

    private static byte[] encoded(Context context, File file) {
        String accepted = String.valueOf(context.header("Accept-Encoding"));
        if (file.brotli != null && accepts(accepted, "br")) {
            context.header("Content-Encoding", "br");
            return file.brotli;
        }
        if (file.gzip != null && accepts(accepted, "gzip")) {
            context.header("Content-Encoding", "gzip");
            return file.gzip;
        }
        return file.plain;
    }

    private static boolean accepts(String header, String coding) {
        for (String one : header.split(",", 20)) {
            String[] parts = one.strip().split(";", 2);
            if (parts[0].strip().equalsIgnoreCase(coding)) {
                return parts.length == 1 || !parts[1].replace(" ", "").matches("q=0(\\.0*)?");
            }
        }
        return false;
    }

    private static byte @Nullable [] resource(String name) {
        try (InputStream in = SnippetFiles.class.getResourceAsStream(FOLDER + name)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
