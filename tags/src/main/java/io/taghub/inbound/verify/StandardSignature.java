package io.taghub.inbound.verify;

import io.taghub.inbound.hook.Hook;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Standard Webhooks: {@code webhook-id}, {@code webhook-timestamp}, and in {@code webhook-signature} one or several
 * {@code v1,<base64>} over {@code id.timestamp.body}; <a href="https://www.standardwebhooks.com">standardwebhooks.com</a>.
 *
 * @param prefix of the three headers: {@code webhook-}, or {@code svix-}
 */
record StandardSignature(String prefix, Duration tolerance, List<String> secrets) implements Verifier {
    static final String KEY = "whsec_";
    private static final Pattern BETWEEN = Pattern.compile("\\s+");

    @Override
    public Proof verify(Hook hook, Instant now) {
        String id = hook.header(prefix + "id");
        String timestamp = hook.header(prefix + "timestamp");
        String signatures = hook.header(prefix + "signature");
        if (id == null || timestamp == null || signatures == null) {
            return Proof.signature(
                    "the headers " + prefix + "id, " + prefix + "timestamp and " + prefix + "signature belong to it");
        }
        byte[] content = content(hook, id.strip(), timestamp.strip());
        List<byte[]> expected = secrets.stream()
                .map(secret -> Hashing.hmac("sha256", key(secret), content))
                .toList();
        boolean right = false;
        for (String one : BETWEEN.split(signatures.strip(), 20)) {
            right |= one.startsWith("v1,") && Hashing.isOne(Hashing.read(one.substring(3), "base64"), expected);
        }
        if (!right) {
            return Proof.signature("none of its signatures is over what came, or they are by another secret");
        }
        Proof stale = new Freshness(tolerance, false).refusal(timestamp, now);
        return stale == null ? new Proof.Good(id.strip()) : stale;
    }

    private static byte[] content(Hook hook, String id, String timestamp) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(Hashing.bytes(id + "." + timestamp + "."));
        content.writeBytes(hook.body());
        return content.toByteArray();
    }

    /** Whether there is something in base64 behind its prefix. */
    static boolean isKey(String secret) {
        byte[] key = Hashing.read(secret.substring(KEY.length()), "base64");
        return key != null && key.length > 0;
    }

    /** Behind its prefix base64, else the bytes of the text as some senders have it. */
    private static byte[] key(String secret) {
        byte[] key = secret.startsWith(KEY) ? Hashing.read(secret.substring(KEY.length()), "base64") : null;
        return key == null ? Hashing.bytes(secret) : key;
    }

    @Override
    public Hook signed(Hook hook, Instant now) {
        String given = hook.header(prefix + "id");
        String id = given == null ? "msg_" + Hashing.written(Hashing.digest("sha1", hook.body()), "hex") : given;
        String timestamp = String.valueOf(now.getEpochSecond());
        String signature = Hashing.written(
                Hashing.hmac("sha256", key(secrets.getFirst()), content(hook, id, timestamp)), "base64");
        return hook.with(prefix + "id", id)
                .with(prefix + "timestamp", timestamp)
                .with(prefix + "signature", "v1," + signature);
    }

    @Override
    public String toString() {
        return "StandardSignature";
    }
}
