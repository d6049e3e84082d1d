package io.taghub.sandbox;

import io.javalin.http.Context;
import io.taghub.twin.Answer;
import io.taghub.twin.Call;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Plays one fault on one request. */
final class FaultPlayer {
    private static final int HANG_MS = 600_000;
    private static final int BIG = 20 * 1024 * 1024;

    private final Faults faults;

    FaultPlayer(Faults faults) {
        this.faults = faults;
    }

    /** The status the caller will see; 0 where there is none. */
    static int status(Fault fault, Answer right) {
        return switch (fault.mode()) {
            case STATUS, REDIRECT -> fault.status();
            case SLOW, BAD_TOKEN, REFUSED, DUPLICATE -> right.status();
            case GARBAGE, TRUNCATED, HALF_CLOSE, WRONG_LENGTH, BIG -> 200;
            case HANG, RESET -> 0;
        };
    }

    void play(Fault fault, Context context, Call call, Answer right) throws IOException, InterruptedException {
        switch (fault.mode()) {
            case STATUS -> {
                if (fault.retryAfter() != null) {
                    context.header("Retry-After", String.valueOf(fault.retryAfter()));
                }
                context.status(fault.status()).contentType("text/plain").result(fault.body());
            }
            case SLOW -> {
                faults.awaitCleared(fault.delayMs());
                Sandbox.send(context, right);
            }
            case BAD_TOKEN, REFUSED, DUPLICATE -> Sandbox.send(context, right);
            case HANG -> {
                faults.awaitCleared(HANG_MS);
                new RawConnection(context).reset();
            }
            case RESET -> new RawConnection(context).reset();
            case GARBAGE -> {
                byte[] page = "<html><body>502 Bad Gatew\0y \u00ff</body>".getBytes(StandardCharsets.ISO_8859_1);
                context.status(200).contentType("text/html").result(page);
            }
            case REDIRECT ->
                context.status(fault.status()).header("Location", "/" + call.host() + "/_redirected" + call.path());
            case TRUNCATED -> {
                RawConnection wire = half(context, right);
                wire.close();
            }
            case HALF_CLOSE -> {
                RawConnection wire = half(context, right);
                wire.halfClose();
                faults.awaitCleared(fault.delayMs());
                wire.close();
            }
            case WRONG_LENGTH -> {
                byte[] body = body(right);
                RawConnection wire = new RawConnection(context);
                wire.send(right.contentType(), body.length / 2, body);
                wire.close();
            }
            case BIG -> big(context);
        }
    }

    private static RawConnection half(Context context, Answer right) throws IOException {
        byte[] body = body(right);
        RawConnection wire = new RawConnection(context);
        wire.send(right.contentType(), body.length, Arrays.copyOf(body, body.length / 2));
        return wire;
    }

    /** An answer without a body cannot be cut. */
    private static byte[] body(Answer right) {
        String body = right.body().isEmpty() ? "{\"message\":\"there is more to come\"}" : right.body();
        return body.getBytes(StandardCharsets.UTF_8);
    }

    private static void big(Context context) throws IOException {
        context.status(200).contentType("application/json");
        context.res().setContentLength(BIG);
        byte[] block = new byte[64 * 1024];
        Arrays.fill(block, (byte) ' ');
        OutputStream out = context.outputStream();
        for (int sent = 0; sent < BIG; sent += block.length) {
            out.write(block);
        }
    }
}
