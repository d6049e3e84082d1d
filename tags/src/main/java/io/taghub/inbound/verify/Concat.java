package io.taghub.inbound.verify;

import io.taghub.inbound.hook.Hook;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A plain hash over values written one after the other, the secret among them; older networks sign so.
 *
 * @param algorithm {@code md5}, {@code sha1}, {@code sha256} or {@code sha512}
 * @param header that carries the hash in hex, null where a parameter does
 * @param parameter that carries it, empty where a header does
 * @param fields names of parameters in order; {@code secret}, {@code body}, {@code method} and {@code url} stand for these
 */
record Concat(
        String algorithm,
        @Nullable String header,
        String parameter,
        List<String> fields,
        String joiner,
        List<String> secrets)
        implements Verifier {
    static final String SECRET = "secret";

    @Override
    public Proof verify(Hook hook, Instant now) {
        String given = header == null ? hook.parameter(parameter) : hook.header(header);
        if (given == null || given.isBlank()) {
            return Proof.signature("there is no hash in "
                    + (header == null ? "the parameter '" + parameter + "'" : "the header " + header));
        }
        List<byte[]> expected =
                secrets.stream().map(secret -> hash(hook, secret)).toList();
        return Hashing.isOne(Hashing.read(given, "hex"), expected)
                ? Proof.GOOD
                : Proof.signature("the hash is not over what came, or with another secret");
    }

    private byte[] hash(Hook hook, String secret) {
        String text = fields.stream().map(field -> part(hook, field, secret)).collect(Collectors.joining(joiner));
        return Hashing.digest(algorithm, Hashing.bytes(text));
    }

    private static String part(Hook hook, String field, String secret) {
        String parameter = hook.parameter(field);
        return switch (field) {
            case SECRET -> secret;
            case "body" -> parameter == null ? hook.text() : parameter;
            case "method" -> parameter == null ? hook.method() : parameter;
            case "url" -> parameter == null ? hook.url() : parameter;
            default -> parameter == null ? "" : parameter;
        };
    }

    @Override
    public Hook signed(Hook hook, Instant now) {
        String hash = Hashing.written(hash(hook, secrets.getFirst()), "hex");
        return header == null ? hook.asking(parameter, hash) : hook.with(header, hash);
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
