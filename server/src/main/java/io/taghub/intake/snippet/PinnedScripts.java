package io.taghub.intake.snippet;

import io.taghub.intake.snippet.SnippetFiles.Script;
import io.taghub.store.ScriptStore;
import io.taghub.store.StoreUnavailableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scripts of other versions that pages still name: those shipped with this one, and those that hubs on the same database have
 * served. A page that was cached before an upgrade must not fall silent.
 *
 * <p>What a stranger asks for never reaches a file or a query: the name is looked up in memory, and if it may be one, all that
 * the store has is read again, at most every ten seconds. Safe for many threads: what is known is a concurrent map,
 * and one at a time asks the store.
 */
final class PinnedScripts {
    private static final Logger LOG = LoggerFactory.getLogger(PinnedScripts.class);
    private static final Pattern NAME = Pattern.compile("[a-z]{1,16}-[0-9A-Za-z.+-]{1,40}-([0-9a-f]{8})\\.[a-z.]{2,8}");
    private static final Duration ASK_AGAIN = Duration.ofSeconds(10);

    private final Map<String, byte[]> ours = new HashMap<>();
    private final ScriptStore store;
    private final InstantSource clock;
    private final Map<String, Script> known = new ConcurrentHashMap<>();
    private volatile boolean kept;
    private @Nullable Instant asked;

    PinnedScripts(Map<String, Script> ours, Map<String, byte[]> shipped, ScriptStore store, InstantSource clock) {
        ours.forEach((name, script) -> this.ours.put(name, script.plain()));
        this.store = store;
        this.clock = clock;
        shipped.forEach(this::add);
        askStore();
    }

    @Nullable
    Script find(String name) {
        Script script = known.get(name);
        if (script == null && NAME.matcher(name).matches()) {
            askStore();
            script = known.get(name);
        }
        return script;
    }

    /** Where the store could not take them at the start. */
    void keepOurs() {
        if (!kept) {
            askStore();
        }
    }

    /** Takes over what others have put there, and puts there what this build has. */
    private synchronized void askStore() {
        Instant now = clock.instant();
        // The clock may have been set back.
        if (asked != null && Duration.between(asked, now).abs().compareTo(ASK_AGAIN) < 0) {
            return;
        }
        asked = now;
        try {
            Map<String, byte[]> stored = store.all();
            stored.forEach(this::add);
            if (!kept && !stored.keySet().containsAll(ours.keySet())) {
                store.keep(ours);
            }
            kept = true;
        } catch (StoreUnavailableException later) {
            LOG.warn("the script files of other versions have to wait: {}", later.getMessage());
        }
    }

    private void add(String name, byte[] plain) {
        Matcher parts = NAME.matcher(name);
        if (parts.matches()) {
            known.computeIfAbsent(name, fresh -> new Script(plain, gzipped(plain), null, parts.group(1)));
        }
    }

    private static byte[] gzipped(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }
}
