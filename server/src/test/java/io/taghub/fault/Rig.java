package io.taghub.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.bench.HubApi.Sums;
import io.taghub.bench.HubProcess;
import io.taghub.bench.Load;
import io.taghub.bench.Receiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;

/** A hub to break: its config, its load, its platforms, and whether everything that was promised was kept. */
final class Rig implements AutoCloseable {
    static final String BATCHING = """
            tags:
              meta-one: { type: meta, pixel_id: "1111111111", access_token: "${env:META}", when: [page_view] }
              tiktok: { type: tiktok, pixel_code: CFAULTPIXEL123456789, access_token: "${env:TT}", when: [page_view] }
            """;
    static final String SINGLES_WITHOUT_DEDUP = """
            tags:
              partner:
                type: postback
                url: https://postback.partner.example/s2s?id={{ event.id }}
                on_unknown: hold
                when: [page_view]
            """;
    static final Duration SOON = Duration.ofSeconds(90);

    final Received received = new Received();
    final Receiver receiver = new Receiver(received);
    final Path config;
    final AckFile acks;
    final HubProcess.Setting setting;
    private final List<AutoCloseable> open = new ArrayList<>();
    private HubProcess hub;

    Rig(Path folder, String tags) throws IOException {
        this(folder, tags, "sqlite:taghub.db", folder.resolve("data"));
    }

    /** @param platforms port of what plays the platforms in place of {@link #receiver} */
    Rig(Path folder, String tags, int platforms) throws IOException {
        this(folder, tags, "sqlite:taghub.db", folder.resolve("data"), platforms);
    }

    /** @param before a program that starts the hub, such as strace, with its arguments; mostly none */
    Rig(Path folder, String tags, String store, Path data, String... before) throws IOException {
        this(folder, tags, store, data, 0, before);
    }

    Rig(Path folder, String tags, String store, Path data, int platforms, String... before) throws IOException {
        this.config = Files.writeString(
                folder.resolve("taghub.yaml"), config(tags, store, platforms == 0 ? receiver.port() : platforms));
        this.acks = new AckFile(folder.resolve("acknowledged.txt"));
        // The hub makes its folder itself, as at everybody's first start.
        this.setting = HubProcess.Setting.of(config, data).before(before);
        this.hub = started(setting);
    }

    private static String config(String tags, String store, int platforms) {
        return """
                site: { domain: shop.example, prefix: x7k2qd }
                mode: sandbox
                sandbox: http://127.0.0.1:%d
                store: %s
                server_keys: { load: "${env:TAGHUB_SERVER_KEY}" }
                consent: { default: granted }
                """.formatted(platforms, store) + tags;
    }

    HubProcess hub() {
        return hub;
    }

    /** Another hub, which ends with the rig. */
    HubProcess started(HubProcess.Setting other) {
        HubProcess process = HubProcess.start(other);
        open.add(process);
        return process;
    }

    /** Starts the hub anew; answers how long until it was ready. */
    Duration restart() throws InterruptedException {
        hub.close();
        hub = started(setting);
        return hub.awaitReady();
    }

    /** A load on the hub, whichever process that is at the time, which writes down what it was promised. */
    Load load(Load.Course plan) {
        return load(plan, () -> hub.port());
    }

    /** @param port of one of several hubs */
    Load load(Load.Course plan, IntSupplier port) {
        Load load = new Load(plan, port, HubProcess.KEY, acks::write);
        open.add(load);
        return load;
    }

    /** From now on the rig's hub is this one. */
    void use(HubProcess other) {
        hub = other;
    }

    /** Ends a load; everything that was begun has to be acknowledged in the end. */
    void finish(Load load) throws InterruptedException {
        load.stop();
        assertThat(load.await(SOON))
                .as("everything was acknowledged in the end")
                .isTrue();
        assertThat(load.unexpected())
                .as("answers other than 2xx and 503 with Retry-After")
                .isZero();
    }

    /** Until every tag has come to every event; then for every tag nothing acknowledged may be missing or made up. */
    Map<String, Sums> settled() throws IOException, InterruptedException {
        Set<String> acked = acks.ids();
        HubProcess.until(
                SOON,
                "every acknowledged event is in the sums",
                () -> hub.api().sums().values().stream().allMatch(sum -> sum.concerned() >= acked.size()));
        Map<String, Sums> sums = hub.api().awaitDrained(SOON);
        sums.forEach((tag, sum) -> {
            assertThat(sum.match()).as("conservation at %s: %s", tag, sum).isTrue();
            assertThat(sum.concerned()).as("events that concern %s", tag).isEqualTo(acked.size());
        });
        return sums;
    }

    /** As {@link #settled}, and every one of these events was delivered; answers arrivals beyond the first. */
    long delivered() throws IOException, InterruptedException {
        Map<String, Sums> sums = settled();
        Set<String> acked = acks.ids();
        long duplicates = 0;
        for (String tag : sums.keySet()) {
            assertThat(received.ids(tag))
                    .as("events at the platform of %s", tag)
                    .isEqualTo(acked);
            assertThat(sums.get(tag).verdict("delivered") + sums.get(tag).verdict("duplicate"))
                    .as("delivered at %s, %s", tag, sums.get(tag))
                    .isEqualTo(acked.size());
            duplicates += received.duplicates(tag);
        }
        return duplicates;
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
        receiver.close();
        acks.close();
    }
}
