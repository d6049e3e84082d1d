package io.taghub.inbound.verify;

import io.taghub.inbound.hook.Hook;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A plain hash over values written one after the other, the secret among them; older networks sign so.
 *
 * @param algorithm {@code md5}, {@code sha1}, {@code sha256} or {@code sha512}
 * @param parameter that carries the hash in hex
 * @param fields names of parameters in order; {@code secret} stands for the secret
 */
record Concat(String algorithm, String parameter, List<String> fields, String joiner, List<String> secrets)
        implements Verifier {
    static final String SECRET = "secret";

    @Override
    public Proof verify(Hook hook, Instant now) {
        String given = hook.parameter(parameter);
        if (given == null || given.isBlank()) {
            return Proof.signature("there is no hash in the parameter '" + parameter + "'");
        }
        byte[] hash = Hashing.read(given, "hex");
        boolean right = false;
        for (String secret : secrets) {
            right |= java.security.MessageDigest.isEqual(hash == null ? new byte[0] : hash, hash(hook, secret));
        }
        return right ? Proof.GOOD : Proof.signature("the hash is not over what came, or with another secret");
    }

    private byte[] hash(Hook hook, String secret) {
        String text = fields.stream()
                .map(field -> {
                    String value = field.equals(SECRET) ? secret : hook.parameter(field);
                    return value == null ? "" : value;
                })
                .collect(Collectors.joining(joiner));
        return Hashing.digest(algorithm, Hashing.bytes(text));
    }

    @Override
    public Hook signed(Hook hook, Instant now) {
        String url = hook.url();
        return hook.at(url + (url.contains("?") ? "&" : "?") + parameter + "="
                + Hashing.written(hash(hook, secrets.getFirst()), "hex"));
    }

    /** Who saw one such address knows a hash, and not the secret; yet MD5 is not what money should rest on. */
    @Override
    public boolean lowTrust() {
        return true;
    }

    @Override
    public String toString() {
        return "Concat[" + algorithm + "]";
    }
}
