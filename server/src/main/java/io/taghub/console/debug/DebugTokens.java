package io.taghub.console.debug;

import io.taghub.config.Defaults;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs and checks the debug overlay's permission: {@code <expiry, epoch seconds>.<HMAC-SHA256 of it, base64url>}. The key
 * lives as long as the process, so a restart ends every permission. Safe for many threads.
 */
public final class DebugTokens {
    private static final int MAX_LENGTH = 80;

    private final SecretKeySpec key;
    private final InstantSource clock;

    /** @param clock the machine's: moving the hub's time in a test must not end the tester's permission */
    public DebugTokens(InstantSource clock) {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, "HmacSHA256");
        this.clock = clock;
    }

    public String issue() {
        String expiry = String.valueOf(clock.instant().plus(Defaults.DEBUG_LINK).getEpochSecond());
        return expiry + "." + sign(expiry);
    }

    boolean valid(String token) {
        int dot = token.indexOf('.');
        if (token.length() > MAX_LENGTH || dot < 0) {
            return false;
        }
        String expiry = token.substring(0, dot);
        boolean signed = MessageDigest.isEqual(
                sign(expiry).getBytes(StandardCharsets.US_ASCII),
                token.substring(dot + 1).getBytes(StandardCharsets.UTF_8));
        return signed && clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(expiry)));
    }

    private String sign(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(("debug " + text).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", impossible);
        }
    }
}
