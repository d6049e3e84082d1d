package io.taghub.store.seal;

import io.taghub.event.Event;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Names things in the database without saying what they are: no visitor or user id is a key in clear. */
public final class Keys {
    private static final String HMAC = "HmacSHA256";
    private static final int LATEST = 1 << 13;

    // Copying one that is ready is cheaper than finding and making one.
    private static final MessageDigest SHA_256 = sha256();
    private final Mac subjects;

    /** The latest, each where its hash code says: every tag asks for the same ones. */
    private final AtomicReferenceArray<@Nullable Named> latest = new AtomicReferenceArray<>(LATEST);

    private record Named(String id, Key key) {}

    /** @param key the store's encryption key; the one for subjects is derived from it */
    public Keys(byte[] key) {
        this.subjects = mac(mac(key).doFinal("taghub subjects".getBytes(StandardCharsets.UTF_8)));
    }

    /** A visitor or user, by keyed hash: only who holds the key can ask whether somebody is in here. */
    public Key subject(String id) {
        int slot = id.hashCode() & (LATEST - 1);
        Named named = latest.get(slot);
        if (named == null || !named.id.equals(id)) {
            named = new Named(id, hashed(id));
            latest.set(slot, named);
        }
        return named.key;
    }

    private Key hashed(String id) {
        try {
            return Key.of(((Mac) subjects.clone()).doFinal(id.getBytes(StandardCharsets.UTF_8)));
        } catch (CloneNotSupportedException everyJdkClonesIt) {
            throw new IllegalStateException(everyJdkClonesIt);
        }
    }

    @Nullable
    public Key visitor(Event event) {
        return event.visitor() == null ? null : subject(event.visitor());
    }

    @Nullable
    public Key user(Event event) {
        return event.user().id() == null ? null : subject(event.user().id());
    }

    /** Visitor and user of an event, as many as it has. */
    public List<Key> subjects(Event event) {
        List<Key> subjects = new ArrayList<>(2);
        Key visitor = visitor(event);
        Key user = user(event);
        if (visitor != null) {
            subjects.add(visitor);
        }
        if (user != null) {
            subjects.add(user);
        }
        return subjects;
    }

    public static long brief(@Nullable Key key) {
        return key == null ? 0 : key.brief();
    }

    public static byte[] sha256(String text) {
        try {
            return ((MessageDigest) SHA_256.clone()).digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (CloneNotSupportedException everyJdkClonesIt) {
            throw new IllegalStateException(everyJdkClonesIt);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac;
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
