package io.taghub.inbound.verify;

import io.taghub.inbound.hook.Hook;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Time and signatures in one header, as Stripe writes it: {@code t=1790000000,v1=<hex>[,v1=<hex>]} over {@code t.body};
 * <a href="https://docs.stripe.com/webhooks/signature">docs.stripe.com</a>.
 *
 * @param timeKey {@code t}
 * @param signatureKey {@code v1}; others beside it are of no account
 * @param joiner between time and body
 */
record TimedSignature(
        String header, String timeKey, String signatureKey, String joiner, Duration tolerance, List<String> secrets)
        implements Verifier {
    private static final Pattern BETWEEN = Pattern.compile("[,;]\\s*");

    @Override
    public Proof verify(Hook hook, Instant now) {
        String written = hook.header(header);
        if (written == null) {
            return Proof.signature("there is no header " + header);
        }
        String[] parts = BETWEEN.split(written.strip(), 20);
        String time = "";
        for (String part : parts) {
            time = part.startsWith(timeKey + "=") ? part.substring(timeKey.length() + 1) : time;
        }
        byte[] content = content(hook, time);
        List<byte[]> expected = secrets.stream()
                .map(secret -> Hashing.hmac("sha256", Hashing.bytes(secret), content))
                .toList();
        boolean right = false;
        for (String part : parts) {
            right |= part.startsWith(signatureKey + "=")
                    && Hashing.isOne(Hashing.read(part.substring(signatureKey.length() + 1), "hex"), expected);
        }
        if (!right) {
            return Proof.signature("no '" + signatureKey + "' in it is over what came, or it is by another secret");
        }
        Proof stale = new Freshness(tolerance, false).refusal(time, now);
        return stale == null ? Proof.GOOD : stale;
    }

    private byte[] content(Hook hook, String time) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(Hashing.bytes(time + joiner));
        content.writeBytes(hook.body());
        return content.toByteArray();
    }

    @Override
    public Hook signed(Hook hook, Instant now) {
        String time = String.valueOf(now.getEpochSecond());
        byte[] signature = Hashing.hmac("sha256", Hashing.bytes(secrets.getFirst()), content(hook, time));
        return hook.with(
                header,
                timeKey + "=" + time + (joiner.equals(":") ? ";" : ",") + signatureKey + "="
                        + Hashing.written(signature, "hex"));
    }

    @Override
    public String toString() {
        return "TimedSignature[" + header + "]";
    }
}
