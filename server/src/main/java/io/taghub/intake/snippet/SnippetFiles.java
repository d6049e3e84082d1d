package io.taghub.intake.snippet;

import io.javalin.http.Context;
import io.taghub.store.ScriptStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The script and its add-ons, compressed when they were built. A plain name is cached for an hour; a name with version and
 * hash never changes, is cached for good, and is served by later versions, too.
 */
public final class SnippetFiles {
    private static final String SHORT = "public, max-age=3600, stale-while-revalidate=86400";
    private static final String FOR_GOOD = "public, max-age=31536000, immutable";

    /** Where the files of a build come from; null where it has no such file. */
    @FunctionalInterface
    public interface Build {
        byte @Nullable [] file(String name);
    }

    /** A file as it is served; the forms a client may not understand are null where there are none. */
    record Script(byte[] plain, byte @Nullable [] gzip, byte @Nullable [] brotli, String hash) {
        String etag() {
            return "\"" + hash + "\"";
        }
    }

    private final Map<String, Script> latest = new HashMap<>();
    private final Map<String, Script> pinned = new HashMap<>();
    private final Properties properties = new Properties();
    private final @Nullable PinnedScripts earlier;

    /** @param kept null for somebody who asks for names and digests only */
    public SnippetFiles(Build build, @Nullable ScriptStore kept, InstantSource clock) {
        byte[] written = build.file("snippet.properties");
        if (written == null) {
            throw new IllegalStateException("the snippet is not in the jar; build js-snippet first");
        }
        try {
            properties.load(new ByteArrayInputStream(written));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        for (String key : properties.stringPropertyNames()) {
            if (key.endsWith(".hash")) {
                add(build, key.substring(0, key.length() - ".hash".length()));
            }
        }
        earlier = kept == null ? null : new PinnedScripts(pinned, shipped(build), kept, clock);
    }

    /** The files of this build alone, for their names and digests. */
    public static SnippetFiles load() {
        return new SnippetFiles(SnippetFiles::resource, null, InstantSource.system());
    }

    /** With those that this build's predecessors served. */
    public static SnippetFiles load(ScriptStore kept, InstantSource clock) {
        return new SnippetFiles(SnippetFiles::resource, kept, clock);
    }

    private void add(Build build, String name) {
        byte[] plain = build.file(name);
        if (plain == null) {
            return;
        }
        Script script = new Script(
                plain, build.file(name + ".gz"), build.file(name + ".br"), properties.getProperty(name + ".hash"));
        latest.put(name, script);
        pinned.put(versioned(name), script);
    }

    /** Files of earlier releases that came with this one. */
    private Map<String, byte[]> shipped(Build build) {
        Map<String, byte[]> shipped = new HashMap<>();
        for (String name : properties.getProperty("earlier", "").split(" ", -1)) {
            byte[] bytes = name.isEmpty() ? null : build.file("earlier/" + name);
            if (bytes != null) {
                shipped.put(name, bytes);
            }
        }
        return shipped;
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

    public void serve(Context context, String name) {
        Script script = latest.get(name);
        boolean isPinned = script == null;
        if (isPinned) {
            script = pinned.get(name);
            if (earlier != null) {
                earlier.keepOurs();
                script = script == null ? earlier.find(name) : script;
            }
        }
        if (script == null) {
            // Another node may have it in a minute; nothing between may remember that this one had not.
            context.status(404).header("Cache-Control", "no-store").result("there is no such script here");
            return;
        }
        context.header("Cache-Control", isPinned ? FOR_GOOD : SHORT)
                .header("ETag", script.etag())
                .header("Vary", "Accept-Encoding")
                .header("X-Content-Type-Options", "nosniff")
                // Scripts are public; with this, integrity and crossorigin work on another host too.
                .header("Access-Control-Allow-Origin", "*");
        // Also of what the client has already: it would take over another type with the rest of the headers.
        context.contentType("text/javascript; charset=utf-8");
        if (EntityTags.match(context.req().getHeaders("If-None-Match"), script.etag())) {
            context.status(304);
            return;
        }
        context.result(encoded(context, script));
    }

    private static byte[] encoded(Context context, Script script) {
        String accepted = String.valueOf(context.header("Accept-Encoding"));
        if (script.brotli != null && accepts(accepted, "br")) {
            context.header("Content-Encoding", "br");
            return script.brotli;
        }
        if (script.gzip != null && accepts(accepted, "gzip")) {
            context.header("Content-Encoding", "gzip");
            return script.gzip;
        }
        return script.plain;
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
        try (InputStream in = SnippetFiles.class.getResourceAsStream("/io/taghub/snippet/" + name)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
