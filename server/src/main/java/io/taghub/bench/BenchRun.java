package io.taghub.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What every measurement needs: a folder for its hubs, how long it may take, and somebody to tell.
 *
 * @param time of each part
 * @param quick leave out what takes long
 * @param full measure what takes minutes
 * @param flame where to draw what a hub does that takes events, null for nowhere
 */
record BenchRun(
        Path folder,
        Duration time,
        boolean quick,
        boolean full,
        @Nullable Path flame,
        Consumer<String> progress) {
    static final Duration FOREVER = Duration.ofHours(10);

    /** As many as three platforms take in batches. */
    static final String THREE_TAGS = """
            tags:
              meta-one: { type: meta, pixel_id: "1111111111", access_token: "${env:META}", when: [page_view] }
              meta-two: { type: meta, pixel_id: "2222222222", access_token: "${env:META}", when: [page_view] }
              tiktok: { type: tiktok, pixel_code: CBENCHPIXEL123456789, access_token: "${env:TT}", when: [page_view] }
            """;

    static final int CONNECTIONS = 64;
    static final int BATCH = 100;

    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration SETTLED = Duration.ofSeconds(60);

    /** How long a virtual machine is given to compile what it will need, before anything is measured. */
    Duration warmUp() {
        return quick ? time.multipliedBy(2) : WARM_UP;
    }

    /** A hub of its own with its own folder. */
    HubProcess.Setting setting(String name, String tags, int receiver) throws IOException {
        Path data = Files.createDirectories(folder.resolve(name));
        return HubProcess.Setting.of(config(name, tags, receiver), data);
    }

    /** Writes the hub's config file, again if it runs. */
    Path config(String name, String tags, int receiver) throws IOException {
        return Files.writeString(folder.resolve(name + ".yaml"), """
                site: { domain: shop.example, prefix: x7k2qd }
                mode: sandbox
                sandbox: http://127.0.0.1:%d
                store: sqlite:taghub.db
                server_keys: { bench: "${env:TAGHUB_SERVER_KEY}" }
                consent: { default: granted }
                """.formatted(receiver) + tags);
    }

    static Load.Target at(HubProcess hub) {
        return Load.Target.hub(hub::port, HubProcess.KEY);
    }

    /** Lets a load run for a while; answers its events a second meanwhile. */
    double watch(String what, Load load, Duration howLong) throws InterruptedException {
        long all = load.acked();
        long began = System.nanoTime();
        long end = began + howLong.toNanos();
        for (long left = howLong.toNanos(); left > 0; left = end - System.nanoTime()) {
            long before = load.acked();
            long from = System.nanoTime();
            Thread.sleep(Duration.ofNanos(Math.min(left, 1_000_000_000L)));
            if (load.unexpected() != 0) {
                throw new IllegalStateException("a request was answered " + load.unexpected());
            }
            progress.accept(text(
                    "%s: %,.0f events/s, %d s left",
                    what,
                    (load.acked() - before) / seconds(from),
                    Math.max(0, (end - System.nanoTime()) / 1_000_000_000L)));
        }
        return (load.acked() - all) / seconds(began);
    }

    /** The same on every machine. */
    static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    /** Ends a load that would go on; answers how many events were acknowledged, which are all that were sent. */
    static long finish(Load load) throws InterruptedException {
        load.stop();
        return await(load);
    }

    /** Waits until a load has come to its end, whatever was due and could not be sent in time included. */
    static long await(Load load) throws InterruptedException {
        if (!load.await(SETTLED)) {
            throw new IllegalStateException("not every event was acknowledged within " + SETTLED.toSeconds() + " s");
        }
        return load.acked();
    }

    /** Fails unless the hub has just as many events as it has acknowledged, each of which had an id of its own. */
    static void complete(HubApi hub, long acknowledged) throws IOException {
        long there = hub.admitted();
        if (there != acknowledged) {
            throw new IllegalStateException(text(
                    "%,d events were acknowledged and the hub has %,d: %s",
                    acknowledged,
                    there,
                    there < acknowledged ? "acknowledged events are missing" : "some were admitted twice"));
        }
    }
}
