package io.taghub.intake.webhook;

import io.taghub.inbound.InboundSource;
import io.taghub.inbound.hook.Code;
import io.taghub.inbound.hook.Hook;
import io.taghub.inbound.hook.Replies;
import io.taghub.store.ReceivedStore.Arrival;
import io.taghub.store.Store;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes events anew of what was received, after somebody mended a mapping. */
public final class Mending {
    private static final int SLICE = 200;

    /** What nothing was made of, or not of all; asked for where nobody says which. */
    private static final Set<String> LOST = Stream.concat(
                    Stream.of(Code.values()).filter(Code::refused), Stream.of(Code.PARTLY, Code.RECEIVED))
            .map(Code::word)
            .collect(Collectors.toSet());

    private final Webhooks webhooks;
    private final Store store;

    public Mending(Webhooks webhooks, Store store) {
        this.webhooks = webhooks;
        this.store = store;
    }

    /**
     * What became of it.
     *
     * @param looked requests
     * @param before codes they had
     * @param after codes they have now, or would have
     * @param left that could not be judged: the source is gone, or only a part was kept
     */
    public record Mended(int looked, Map<String, Integer> before, Map<String, Integer> after, int left) {}

    /** The codes there are, for who mistypes one. */
    public static List<String> codes() {
        return Stream.of(Code.values()).map(Code::word).toList();
    }

    /**
     * @param id of one; null for all of source and code
     * @param source null for any
     * @param code null for what nothing was made of
     */
    public Mended mend(@Nullable String id, @Nullable String source, @Nullable String code, boolean dryRun) {
        Map<String, Integer> before = new TreeMap<>();
        Map<String, Integer> after = new TreeMap<>();
        int[] left = {0};
        if (id != null) {
            Arrival one = store.received().find(id);
            if (one != null) {
                again(one, dryRun, before, after, left);
            }
        } else {
            String behind = null;
            List<Arrival> slice;
            do {
                slice = store.received().oldest(source, code, behind, SLICE);
                for (Arrival received : slice) {
                    if (code != null || LOST.contains(received.code())) {
                        again(received, dryRun, before, after, left);
                    }
                    behind = received.id();
                }
            } while (slice.size() == SLICE);
        }
        return new Mended(before.values().stream().mapToInt(Integer::intValue).sum(), before, after, left[0]);
    }

    /** What a source is answered. */
    public record Answered(int status, String body, String code) {}

    /**
     * Takes what a test sends in a source's name, signed as it would be.
     *
     * @throws IllegalArgumentException if there is no such source
     */
    public Answered tried(String name, String query, Map<String, String> headers, String body, String run) {
        InboundSource source = webhooks.source(name);
        if (source == null) {
            throw new IllegalArgumentException("There is no source '" + name + "' under 'inbound' in the config.");
        }
        boolean post = source.methods().contains("POST");
        // A GET has no body; who has one in mind means the query.
        String asked = post || !query.isEmpty() ? query : body;
        Hook bare = new Hook(
                post ? "POST" : "GET",
                "https://localhost/in/" + name + (asked.isEmpty() ? "" : "?" + asked),
                headers,
                (post ? body : "").getBytes(StandardCharsets.UTF_8));
        Hook signed = source.verifier().signed(bare, webhooks.now());
        Code code = webhooks.take(source, signed, "127.0.0.1", run.isEmpty() ? null : run);
        Replies.Written reply = source.replies().of(code, signed);
        return new Answered(reply.status(), new String(reply.body(), StandardCharsets.UTF_8), code.word());
    }

    private void again(
            Arrival received, boolean dryRun, Map<String, Integer> before, Map<String, Integer> after, int[] left) {
        before.merge(received.code(), 1, Integer::sum);
        Code code = webhooks.again(received, dryRun);
        if (code == null) {
            left[0]++;
        } else {
            after.merge(code.word(), 1, Integer::sum);
        }
    }
}
