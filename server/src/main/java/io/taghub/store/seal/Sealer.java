package io.taghub.store.seal;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts personal data at rest: AES-256-GCM, a fresh 96-bit nonce in front of each text. Safe for many threads. */
public final class Sealer {
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;

    /** Finding and making a cipher costs as much as using it. */
    private final Queue<Cipher> idle = new ConcurrentLinkedQueue<>();

    /** @param key 32 bytes */
    public Sealer(byte[] key) {
        if (key.length != 32) {
            throw new IllegalArgumentException("an encryption key has 32 bytes, not " + key.length);
        }
        this.key = new SecretKeySpec(key, "AES");
    }

    public byte[] seal(byte[] plain) {
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, plain, 0);
        byte[] whole = Arrays.copyOf(nonce, NONCE + sealed.length);
        System.arraycopy(sealed, 0, whole, NONCE, sealed.length);
        return whole;
    }

    /** @throws IllegalStateException if it was sealed with another key or changed since */
    public byte[] open(byte[] sealed) {
        return run(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE), sealed, NONCE);
    }

    private byte[] run(int mode, byte[] nonce, byte[] text, int from) {
        try {
            Cipher pooled = idle.poll();
            Cipher cipher = pooled == null ? Cipher.getInstance("AES/GCM/NoPadding") : pooled;
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            byte[] done = cipher.doFinal(text, from, text.length - from);
            idle.add(cipher);
            return done;
        } catch (GeneralSecurityException wrongKey) {
            throw new IllegalStateException("personal data in the store cannot be opened with this key", wrongKey);
        }
    }
}
