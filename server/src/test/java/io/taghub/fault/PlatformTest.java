package io.taghub.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.bench.HubApi.Sums;
import io.taghub.bench.HubProcess;
import io.taghub.bench.Latencies;
import io.taghub.bench.Load;
import io.taghub.chaos.ChaosSink;
import io.taghub.chaos.ChaosSink.Received;
import io.taghub.chaos.Mode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows 6 to 10: platforms that are down, hang, or misbehave in every way there is, while others are well. */
final class PlatformTest {
    private static final Pattern ID = Pattern.compile("(?:\"event_id\":\"|[?&]id=)([^\"&]+)");
    private static final String CALM = "/2222222222/";
    private static final String SICK = "/1111111111/";
    private static final String HELD = "held.partner";
    private static final List<String> PLATFORMS = List.of(SICK, "business-api", HELD, "resent.partner", CALM);

    private static final String TAGS = """
            tags:
              sick: { type: meta, pixel_id: "1111111111", access_token: "${env:META}", when: [page_view] }
              calm: { type: meta, pixel_id: "2222222222", access_token: "${env:META}", when: [page_view] }
            """;
    private static final String MORE_TAGS = """
              tiktok: { type: tiktok, pixel_code: CFAULTPIXEL123456789, access_token: "${env:TT}", when: [page_view] }
              held:
                type: postback
                url: https://held.partner.example/s2s?id={{ event.id }}
                on_unknown: hold
                when: [page_view]
              resent:
                type: postback
                url: https://resent.partner.example/s2s?id={{ event.id }}
                on_unknown: resend
                when: [page_view]
            """;

    /** What says that nothing was taken. The same request may come again after it. */
    private static final Set<Integer> REFUSALS = Set.of(302, 401, 429, 500, 503);

    /** Looks at the sums, some milliseconds apart. */
    private static final int QUIET = 20;

    @TempDir
    Path folder;

    private final ChaosSink sink = ChaosSink.forgetful(0);

    @AfterEach
    void close() {
        sink.close();
    }

    @Test
    void aSickPlatformDelaysNobodyElse() throws Exception {
        sink.always(PlatformTest::well);
        Duration time = Duration.ofSeconds(Length.of(1, 30));
        try (Rig rig = new Rig(folder, TAGS, sink.port())) {
            rig.hub().awaitReady();
            phase(rig, "warm", time);
            Latencies before = phase(rig, "before", time);
            int threads = threads(rig.hub());
            Map<String, Mode> sicknesses = new LinkedHashMap<>();
            sicknesses.put("down", ChaosSink.reset());
            sicknesses.put("unavailable", ChaosSink.status(503));
            sicknesses.put("busy", ChaosSink.tooMany(Duration.ofSeconds(120)));
            sicknesses.put("hanging", ChaosSink.hang());
            List<String> figures = new ArrayList<>();
            int most = threads;
            for (Map.Entry<String, Mode> sickness : sicknesses.entrySet()) {
                sink.always(request -> request.path().contains(SICK) ? sickness.getValue() : well(request));
                Latencies meanwhile = phase(rig, sickness.getKey(), time);
                most = Math.max(most, threads(rig.hub()));
                figures.add("%s %s".formatted(sickness.getKey(), meanwhile.text()));
            }
            long waiting = rig.hub().api().sums().get("sick").ahead();
            sink.always(PlatformTest::well);
            sink.letGo();
            healed(rig);
            rig.settled()
                    .values()
                    .forEach(sums -> assertThat(sums.verdict("delivered"))
                            .as("delivered in the end")
                            .isEqualTo(sums.concerned()));
            Figures.say(
                    6,
                    "arrivals at the healthy platform: before %s; while the other is %s; %d events waited at the sick one,"
                            + " all delivered; threads %d before, %d at most",
                    before.text(),
                    String.join(", ", figures),
                    waiting,
                    threads,
                    most);
            assertThat(waiting).as("events that waited").isPositive();
            assertThat(most).as("threads").isLessThanOrEqualTo(threads + 20);
        }
    }

    /** A load of 200 events/s, and how long they took to the healthy platform. */
    private Latencies phase(Rig rig, String ids, Duration time) throws Exception {
        Latencies arrivals = new Latencies();
        Load load = rig.load(Load.Course.of(ids, 8, 200, time));
        sink.witness(request -> {
            if (request.path().contains(CALM)) {
                long now = System.nanoTime();
                ids(request).stream()
                        .filter(id -> id.startsWith(ids + "-"))
                        .forEach(id -> arrivals.add(now - load.due(Long.parseLong(id.substring(ids.length() + 1)))));
            }
        });
        assertThat(load.await(Rig.SOON)).isTrue();
        rig.finish(load);
        HubProcess.until(Rig.SOON, "all have come to the healthy platform", () -> arrivals.count() >= load.acked());
        return arrivals;
    }

    @Test
    void platformsThatMisbehaveInEveryWayLoseNothingAndNothingIsPaidTwice() throws Exception {
        Map<String, Queue<Mode>> answers = new ConcurrentHashMap<>();
        Map<String, Mode> current = new ConcurrentHashMap<>();
        Set<Integer> seen = ConcurrentHashMap.newKeySet();
        sink.always(request -> {
            Mode mode = current.getOrDefault(platform(request), new Mode.Slow(Duration.ZERO, ChaosSink.ok()));
            Mode answer = mode instanceof Mode.Slow(Duration pause, var _) ? new Mode.Slow(pause, well(request)) : mode;
            // What hangs is asked for again when it is let go.
            if (seen.add(request.number())) {
                ids(request)
                        .forEach(id -> answers.computeIfAbsent(
                                        platform(request) + " " + id, key -> new ConcurrentLinkedQueue<>())
                                .add(answer));
            }
            return answer;
        });
        SplittableRandom random = new SplittableRandom(3);
        int rolls = Length.of(6, 240);
        try (Rig rig = new Rig(folder, TAGS + MORE_TAGS, sink.port())) {
            rig.hub().awaitReady();
            Load load = rig.load(
                    Load.Course.of("chaos", 8, 100, Duration.ofMinutes(20)).mixed());
            for (int roll = 0; roll < rolls; roll++) {
                for (String platform : PLATFORMS.subList(0, 4)) {
                    current.put(platform, mode(random.nextInt(15)));
                }
                // Nobody waits for a breaker here.
                rig.hub().api().advance(Duration.ofMinutes(20));
                long goal = load.acked() + 50;
                HubProcess.until(Rig.SOON, "events are acknowledged", () -> load.acked() >= goal);
                sink.letGo();
            }
            current.clear();
            sink.letGo();
            rig.finish(load);
            healed(rig);
            Map<String, Sums> sums = rig.settled();
            long heldBack = sums.get("held").verdict("held");
            long repeated =
                    answers.values().stream().mapToLong(one -> one.size() - 1).sum();
            Figures.say(
                    10,
                    "%d times other modes of 15 at four of five platforms, %d acknowledged, 0 lost, %d arrivals repeated,"
                            + " at the one that does not recognise repeats 0 after an answer that may mean it was taken"
                            + " and %d events held",
                    rolls,
                    load.acked(),
                    repeated,
                    heldBack);
            assertThat(heldBack).as("events held").isPositive();
            sums.forEach((tag, sum) -> assertThat(sum.verdict("delivered") + sum.verdict("held"))
                    .as("%s: %s", tag, sum)
                    .isEqualTo(load.acked()));
            assertThat(sums.get("calm").verdict("delivered")).isEqualTo(load.acked());
            answers.forEach((key, modes) -> {
                if (key.startsWith(HELD)) {
                    assertThat(modes.stream().limit(modes.size() - 1L))
                            .as("answers to all but the last request for %s", key)
                            .allMatch(mode -> mode instanceof Mode.Answer answer && REFUSALS.contains(answer.status()));
                }
            });
        }
    }

    /** Moves the clock on, whenever nothing changes any more, until everything that was put aside is done. */
    private static void healed(Rig rig) throws InterruptedException {
        AtomicReference<Map<String, Sums>> last = new AtomicReference<>(Map.of());
        AtomicInteger unchanged = new AtomicInteger();
        HubProcess.until(Duration.ofMinutes(5), "everything that waited is done", () -> {
            Map<String, Sums> sums = rig.hub().api().sums();
            boolean quiet = sums.equals(last.getAndSet(sums));
            if (!quiet || unchanged.incrementAndGet() == QUIET) {
                unchanged.set(0);
                if (quiet) {
                    rig.hub().api().advance(Duration.ofMinutes(20));
                }
            }
            return sums.values().stream().allMatch(Sums::drained);
        });
    }

    private static Mode mode(int kind) {
        return switch (kind) {
            case 0 -> new Mode.Slow(Duration.ofMillis(100), ChaosSink.ok());
            case 1 -> ChaosSink.hang();
            case 2 -> ChaosSink.status(500);
            case 3 -> ChaosSink.status(503);
            case 4 -> ChaosSink.tooMany(Duration.ofSeconds(2));
            case 5 -> ChaosSink.status(401);
            case 6 -> new Mode.Garbage();
            case 7 -> new Mode.Truncated();
            case 8 -> new Mode.WrongLength();
            case 9 -> new Mode.BadEncoding();
            case 10 -> new Mode.HalfClose();
            case 11 -> ChaosSink.reset();
            case 12 -> ChaosSink.redirect("http://127.0.0.1:9/elsewhere");
            case 13 -> new Mode.Huge(20_000_000);
            default -> new Mode.Slow(Duration.ZERO, ChaosSink.ok());
        };
    }

    /** What each platform answers when all is well. */
    private static Mode well(Received request) {
        return request.path().startsWith("/graph.")
                ? ChaosSink.answer(
                        200, "{\"events_received\":" + ids(request).size() + ",\"messages\":[],\"fbtrace_id\":\"A1\"}")
                : ChaosSink.answer(200, "{\"code\":0,\"message\":\"OK\"}");
    }

    /** Which of the tags' platforms it is. */
    private static String platform(Received request) {
        return PLATFORMS.stream().filter(request.path()::contains).findFirst().orElse("none of " + PLATFORMS);
    }

    private static List<String> ids(Received request) {
        return ID.matcher(request.path() + request.body())
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static int threads(HubProcess hub) throws Exception {
        try (var lines = Files.lines(Path.of("/proc/" + hub.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("Threads:"))
                    .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        }
    }
}
