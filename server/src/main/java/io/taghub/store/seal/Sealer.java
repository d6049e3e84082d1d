package io.taghub.store.seal;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts personal data at rest: AES-256-GCM, a fresh 96-bit nonce in front of each text: 64 random bits of this object's,
 * and a count. Safe for many threads.
 */
public final class Sealer {
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    /** Bytes by which a sealed text is longer. */
    public static final int OVERHEAD = NONCE + TAG_BITS / 8;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;
    private volatile Nonces nonces = new Nonces();

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
        byte[] nonce = nonce();
        byte[] sealed = Arrays.copyOf(nonce, plain.length + OVERHEAD);
        run(Cipher.ENCRYPT_MODE, nonce, plain, 0, sealed, NONCE);
        return sealed;
    }

    /** No two are alike: asking the random generator each time would cost as much as encrypting. */
    private byte[] nonce() {
        while (true) {
            Nonces now = nonces;
            long count = now.next.getAndIncrement();
            if (count <= 0xffff_ffffL) {
                return ByteBuffer.allocate(NONCE)
                        .putLong(now.prefix)
                        .putInt((int) count)
                        .array();
            }
            // Several threads may come here; each one's is good.
            nonces = new Nonces();
        }
    }

    private static final class Nonces {
        final long prefix = RANDOM.nextLong();
        final AtomicLong next = new AtomicLong();
    }

    /** @throws IllegalStateException if it was sealed with another key or changed since */
    public byte[] open(byte[] sealed) {
        byte[] plain = new byte[Math.max(0, sealed.length - OVERHEAD)];
        run(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE), sealed, NONCE, plain, 0);
        return plain;
    }

    private void run(int mode, byte[] nonce, byte[] text, int from, byte[] to, int at) {
        try {
            Cipher pooled = idle.poll();
            Cipher cipher = pooled == null ? Cipher.getInstance("AES/GCM/NoPadding") : pooled;
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.doFinal(text, from, text.length - from, to, at);
            idle.add(cipher);
        } catch (GeneralSecurityException wrongKey) {
            throw new IllegalStateException("personal data in the store cannot be opened with this key", wrongKey);
        }
    }
}
