package io.taghub.inbound.verify;

import io.taghub.inbound.hook.Hook;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A signature whose time stands in the signed body.
 *
 * @param field of the JSON body, {@code timestamp} or {@code meta.timestamp}: ISO 8601, or seconds or milliseconds since 1970
 */
record DatedBody(Verifier signature, String field, Freshness freshness) implements Verifier {

    @Override
    public Proof verify(Hook hook, Instant now) {
        Proof proof = signature.verify(hook, now);
        if (proof instanceof Proof.Bad) {
            return proof;
        }
        JsonNode at = hook.json();
        for (String name : field.split("\\.", -1)) {
            at = at.path(name);
        }
        Proof stale = freshness.refusal(Freshness.moment(at.asString("").strip()), now);
        return stale == null ? proof : stale;
    }

    /** Its time stays as whoever tests wrote it. */
    @Override
    public Hook signed(Hook hook, Instant now) {
        return signature.signed(hook, now);
    }

    @Override
    public List<String> secrets() {
        return signature.secrets();
    }

    @Override
    public List<String> carriers() {
        return signature.carriers();
    }

    @Override
    public boolean lowTrust() {
        return signature.lowTrust();
    }

    @Override
    public String toString() {
        return signature.toString();
    }
}
