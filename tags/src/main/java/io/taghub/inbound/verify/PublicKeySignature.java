package io.taghub.inbound.verify;

import io.taghub.inbound.hook.Hook;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.List;

/**
 * A signature over the body by the sender's private key, of which we know the public one.
 *
 * @param algorithm as the JDK calls it, {@code Ed25519} or {@code SHA256withRSA}
 * @param keys of which one will do
 */
record PublicKeySignature(String header, String algorithm, List<PublicKey> keys) implements Verifier {

    @Override
    public Proof verify(Hook hook, Instant now) {
        String written = hook.header(header);
        byte[] given = written == null ? null : Hashing.read(written, "base64");
        if (given == null) {
            return Proof.signature("there is no signature in base64 in the header " + header);
        }
        return keys.stream().anyMatch(key -> fits(key, hook, given))
                ? Proof.GOOD
                : Proof.signature("the signature is not over what came, or by another key");
    }

    private boolean fits(PublicKey key, Hook hook, byte[] given) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initVerify(key);
            signature.update(hook.body());
            return signature.verify(given);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    /** @throws IllegalArgumentException if it is no public key in PEM or base64 of DER */
    static PublicKey key(String written, String algorithm) {
        String base64 = written.replaceAll("-----[A-Z ]+-----|\\s", "");
        byte[] der = Hashing.read(base64, "base64");
        try {
            return KeyFactory.getInstance(algorithm.equals("Ed25519") ? "Ed25519" : "RSA")
                    .generatePublic(new X509EncodedKeySpec(der == null ? new byte[0] : der));
        } catch (GeneralSecurityException noKey) {
            throw new IllegalArgumentException("no public key", noKey);
        }
    }

    @Override
    public Hook signed(Hook hook, Instant now) {
        return hook;
    }

    @Override
    public List<String> secrets() {
        return List.of();
    }
}
