package io.taghub.outbound;

import io.taghub.tag.Request;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs a request as Standard Webhooks (github.com/standard-webhooks/standard-webhooks, spec) wants it: once for each attempt. */
final class WebhookSignature {
    private static final String ALGORITHM = "HmacSHA256";

    private WebhookSignature() {}

    /**
     * The two headers that change with each attempt.
     *
     * @param request with its {@code webhook-id}
     * @param secrets {@code whsec_} and base64, each; a signature of each goes out
     */
    static Map<String, String> headers(Request request, String secrets, Instant now) {
        String timestamp = String.valueOf(now.getEpochSecond());
        String signed = request.headers().getOrDefault("webhook-id", "") + "." + timestamp + "." + request.bodyText();
        String signatures = Arrays.stream(secrets.strip().split("\\s+"))
                .map(secret -> "v1," + signature(secret, signed))
                .collect(Collectors.joining(" "));
        return Map.of("webhook-timestamp", timestamp, "webhook-signature", signatures);
    }

    private static byte[] key(String secret) {
        try {
            return Base64.getDecoder().decode(secret.replaceFirst("^whsec_", ""));
        } catch (IllegalArgumentException noBase64) {
            return secret.getBytes(StandardCharsets.UTF_8);
        }
    }

    private static String signature(String secret, String signed) {
        byte[] key = key(secret);
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
