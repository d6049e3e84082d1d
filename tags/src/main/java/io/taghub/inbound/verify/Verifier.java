package io.taghub.inbound.verify;

import io.taghub.inbound.hook.Hook;
import java.time.Instant;
import java.util.List;

/** Tells whether a request is from who knows the source's secret. Pure, and safe for many threads. */
public interface Verifier {
    /**
     * @param hook byte by byte as it came
     * @param now what the sender's own time is compared with
     */
    Proof verify(Hook hook, Instant now);

    /** The request as the sender would send it: with the token, or signed. For tests; what nobody can sign without the sender's key stays as it is. */
    Hook signed(Hook hook, Instant now);

    /** Every secret it compares with; none may be seen anywhere. */
    List<String> secrets();

    /** Parameters, headers and form fields that carry a secret or what stands for one. */
    default List<String> carriers() {
        return List.of();
    }

    /** Whether the secret travels in the address, where logs and histories keep it, or there is none at all. */
    default boolean lowTrust() {
        return false;
    }
}
