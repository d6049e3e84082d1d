package io.taghub.inbound;

import io.taghub.inbound.hook.Replies;
import io.taghub.inbound.map.Mapping;
import io.taghub.inbound.verify.Verifier;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who reports events by webhook or postback to {@code /in/NAME}.
 *
 * @param name the operator's, part of the address
 * @param kind the ready source it is made from, {@code generic} for none
 * @param methods {@code GET}, {@code POST}
 * @param allowIps addresses and blocks it may call from; empty for any
 * @param ping the one field of a form that asks whether anybody is there, unsigned; null for none
 * @param origins the tags that are told nothing of what comes from here, because its receiver is theirs; as written also networks and hosts
 */
public record InboundSource(
        String name,
        String kind,
        Set<String> methods,
        Verifier verifier,
        List<String> allowIps,
        Mapping mapping,
        Replies replies,
        @Nullable String ping,
        Set<String> origins) {

    public InboundSource {
        methods = Set.copyOf(methods);
        allowIps = List.copyOf(allowIps);
        origins = Set.copyOf(origins);
    }

    /** Whether what it says may make events, and no more: it settles nobody's click and names no visitor. */
    public boolean lowTrust() {
        return verifier.lowTrust() || methods.contains("GET");
    }

    /** The same, whose receiver these tags send to. */
    public InboundSource with(Set<String> tags) {
        return new InboundSource(name, kind, methods, verifier, allowIps, mapping, replies, ping, tags);
    }

    @Override
    public String toString() {
        return "Source[" + name + "]";
    }
}
