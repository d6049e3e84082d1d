package io.taghub.inbound.verify;

import io.taghub.inbound.hook.Hook;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A secret that the request simply holds.
 *
 * @param place where
 * @param name of the header, parameter or form field; of {@link Carrier#BASIC} the user, empty where the secret is the user
 * @param prefix before the secret in the header, {@code "Token "}
 * @param secrets of which one will do
 */
record SharedToken(Carrier place, String name, String prefix, List<String> secrets) implements Verifier {
    enum Carrier {
        BEARER,
        HEADER,
        QUERY,
        BASIC,
        FIELD
    }

    @Override
    public Proof verify(Hook hook, Instant now) {
        String given = given(hook);
        if (given == null) {
            return Proof.token("there is no token " + where());
        }
        boolean right = given.startsWith(prefix)
                && Hashing.isOne(given.substring(prefix.length()).strip(), expected());
        return right ? Proof.GOOD : Proof.token("the token " + where() + " is not the source's");
    }

    private String where() {
        return switch (place) {
            case BEARER -> "in 'Authorization: Bearer'";
            case BASIC -> "in 'Authorization: Basic'";
            case HEADER -> "in the header " + name;
            case QUERY -> "in the parameter '" + name + "'";
            case FIELD -> "in the field '" + name + "'";
        };
    }

    private List<String> expected() {
        return place == Carrier.BASIC ? secrets.stream().map(this::basic).toList() : secrets;
    }

    /** Where there is no user, the secret stands in its place, as keys of write APIs do. */
    private String basic(String secret) {
        return Base64.getEncoder().encodeToString(Hashing.bytes(name.isEmpty() ? secret + ":" : name + ":" + secret));
    }

    private @Nullable String given(Hook hook) {
        return switch (place) {
            case BEARER -> scheme(hook, "Bearer ");
            case BASIC -> scheme(hook, "Basic ");
            case HEADER -> hook.header(name);
            case QUERY -> hook.query(name);
            case FIELD -> {
                String field = hook.field(name);
                String inJson = hook.json().path(name).asString("");
                yield field == null && !inJson.isEmpty() ? inJson : field;
            }
        };
    }

    private static @Nullable String scheme(Hook hook, String scheme) {
        String header = hook.header("Authorization");
        return header != null && header.regionMatches(true, 0, scheme, 0, scheme.length())
                ? header.substring(scheme.length()).strip()
                : null;
    }

    @Override
    public Hook signed(Hook hook, Instant now) {
        String secret = secrets.getFirst();
        return switch (place) {
            case BEARER -> hook.with("Authorization", "Bearer " + secret);
            case BASIC -> hook.with("Authorization", "Basic " + basic(secret));
            case HEADER -> hook.with(name, prefix + secret);
            case QUERY -> hook.asking(name, secret);
            case FIELD -> hook;
        };
    }

    @Override
    public List<String> carriers() {
        return place == Carrier.BEARER || place == Carrier.BASIC ? List.of("Authorization") : List.of(name);
    }

    @Override
    public boolean lowTrust() {
        return place == Carrier.QUERY;
    }

    @Override
    public String toString() {
        return "SharedToken[" + place + "]";
    }
}
