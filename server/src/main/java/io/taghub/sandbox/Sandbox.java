package io.taghub.sandbox;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.taghub.listener.Listener;
import io.taghub.listener.Refusals;
import io.taghub.platform.Platform;
import io.taghub.twin.Answer;
import io.taghub.twin.Call;
import io.taghub.twin.Ledger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.eclipse.jetty.http.UriCompliance;
import org.jspecify.annotations.Nullable;

/**
 * The fake platforms on one loopback port: {@code http://127.0.0.1:PORT/HOST/PATH} answers as
 * {@code https://HOST/PATH} would.
 *
 * <p>What came and what the platforms count is under {@code /_sandbox/}; see {@link SandboxApi}. A person may look at
 * {@code /}. Many requests are answered at once: what they share are a counter and parts that are safe for that.
 */
public final class Sandbox implements AutoCloseable {
    private static final int MAX_BODY = 32 * 1024 * 1024;
    private static final long MAX_KEPT = 64_000_000;

    /** How a hub says whose request it is, what time it is there, and what is secret; no part of the request. */
    private static final String TAG = "TagHub-Tag";

    private static final String TIME = "TagHub-Time";
    private static final String SECRETS = "TagHub-Secrets";

    private final SandboxClock clock;
    private final RequestLog log;
    private final Faults faults = new Faults();
    private final FaultPlayer player = new FaultPlayer(faults);
    private final Twins twins;
    private final AtomicLong seq = new AtomicLong();
    private final Javalin server;

    private Sandbox(int port, InstantSource source, Settings settings, List<Platform> platforms) {
        clock = new SandboxClock(source);
        log = new RequestLog(settings.maxRequests(), MAX_KEPT);
        Ledger ledger = new Ledger(settings.maxConversions());
        twins = new Twins(platforms, ledger, settings);
        SandboxApi api = new SandboxApi(log, ledger, faults, clock);
        server = Javalin.create(config -> {
            Listener.USUAL.prepare(config, new Refusals(new CompositeMeterRegistry(), "sandbox"));
            config.concurrency.useVirtualThreads = true;
            config.http.compressionStrategy = CompressionStrategy.NONE;
            config.jetty.host = "127.0.0.1";
            config.jetty.port = port;
            // A postback may carry %2F in its path; the real networks do not mind.
            config.jetty.modifyHttpConfiguration(http -> http.setUriCompliance(UriCompliance.UNSAFE));
            config.jetty.modifyServletContextHandler(
                    handler -> handler.getServletHandler().setDecodeAmbiguousURIs(true));
            api.routes(config.routes);
            for (HandlerType method : List.of(
                    HandlerType.GET,
                    HandlerType.POST,
                    HandlerType.PUT,
                    HandlerType.PATCH,
                    HandlerType.DELETE,
                    HandlerType.HEAD,
                    HandlerType.OPTIONS)) {
                config.routes.addHttpHandler(method, "/<path>", this::handle);
            }
        });
    }

    /** Starts with the default settings and the platforms that came with the hub. */
    public static Sandbox start(int port, InstantSource clock) {
        return start(port, clock, Settings.DEFAULT);
    }

    public static Sandbox start(int port, InstantSource clock, Settings settings) {
        return start(port, clock, settings, Platform.in(Sandbox.class.getClassLoader()));
    }

    /**
     * @param port 0 for any free one
     * @param clock the time the platforms live in; it may be moved from outside or by {@code POST /_sandbox/clock}
     * @param platforms whose twins answer
     */
    public static Sandbox start(int port, InstantSource clock, Settings settings, List<Platform> platforms) {
        Sandbox sandbox = new Sandbox(port, clock, settings, platforms);
        sandbox.server.start();
        return sandbox;
    }

    public int port() {
        return server.port();
    }

    /** Where requests go: {@code http://127.0.0.1:PORT}. */
    public String url() {
        return "http://127.0.0.1:" + port();
    }

    @Override
    public void close() {
        faults.clear();
        server.stop();
    }

    private void handle(Context context) throws IOException, InterruptedException {
        follow(context.header(TIME));
        String tag = Objects.requireNonNullElse(context.header(TAG), "");
        String secrets = Objects.requireNonNullElse(context.header(SECRETS), "");
        Call call = call(context);
        if (call == null) {
            context.status(413).result("The sandbox takes bodies up to 32 MB.");
            return;
        }
        Fault fault = faults.take(call.host(), tag);
        Answer answer = fault == null ? answer(call) : answer(call, fault);
        // Recorded before it is answered, so that whoever has seen the answer also finds the request.
        if (fault == null) {
            log.add(Recorded.of(call, tag, twins.masking(call, secrets), answer.status(), answer.problems(), null));
            send(context, answer);
        } else {
            int status = FaultPlayer.status(fault, answer);
            log.add(Recorded.of(
                    call,
                    tag,
                    twins.masking(call, secrets),
                    status,
                    answer.problems(),
                    fault.mode().word()));
            player.play(fault, context, call, answer);
        }
    }

    /** The hub's clock may be moved, and a sandbox that runs apart would take its events for old or early. */
    private void follow(@Nullable String time) {
        try {
            if (time != null) {
                clock.follow(Instant.parse(time));
            }
        } catch (DateTimeException somebodyElses) {
            // Then it says nothing of the time.
        }
    }

    private Answer answer(Call call, Fault fault) {
        return switch (fault.mode()) {
            case BAD_TOKEN -> twins.at(call.host()).badToken(call);
            case REFUSED -> twins.at(call.host()).refusal(call);
            case DUPLICATE -> {
                answer(call);
                yield answer(call);
            }
            default -> fault.processed() ? answer(call) : new Answer(200, "application/json", "", List.of());
        };
    }

    /** A mistake of ours must not look like the platform's or the caller's. */
    private Answer answer(Call call) {
        if (call.method().equals("HEAD") && call.path().equals("/")) {
            // Whether anybody is there, as doctor asks where it can ask no more: no conversion, and none that went
            // wrong.
            return new Answer(200, "text/plain", "", List.of());
        }
        try {
            return twins.at(call.host()).answer(call);
        } catch (RuntimeException bug) {
            return new Answer(
                    500,
                    "text/plain",
                    "",
                    List.of("the sandbox itself failed: " + bug.getClass().getName()));
        }
    }

    static void send(Context context, Answer answer) {
        context.status(answer.status());
        answer.headers().forEach(context::header);
        if (!answer.contentType().isEmpty()) {
            context.contentType(answer.contentType()).result(answer.body());
        }
    }

    private @Nullable Call call(Context context) throws IOException {
        Instant at = clock.instant();
        byte[] body = context.req().getInputStream().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            return null;
        }
        // The raw path: Javalin's has been decoded.
        String raw = context.req().getRequestURI().substring(1);
        int slash = raw.indexOf('/');
        Map<String, String> headers = new TreeMap<>();
        context.headerMap().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        Stream.of(TAG, TIME, SECRETS).map(name -> name.toLowerCase(Locale.ROOT)).forEach(headers::remove);
        return new Call(
                seq.incrementAndGet(),
                at,
                (slash < 0 ? raw : raw.substring(0, slash)).toLowerCase(Locale.ROOT),
                context.req().getMethod(),
                slash < 0 ? "/" : raw.substring(slash),
                Call.pairs(context.req().getQueryString()),
                headers,
                new String(body, StandardCharsets.UTF_8));
    }
}
