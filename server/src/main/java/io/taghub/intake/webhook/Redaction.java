package io.taghub.intake.webhook;

import io.taghub.inbound.InboundSource;
import io.taghub.inbound.hook.Hook;
import io.taghub.inbound.hook.Hook.Parameter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Takes out of a request what would open doors: the source's secrets wherever they stand and however they are written, and what
 * stands where one belongs, also where it is a wrong one.
 *
 * @param secrets in clear and as JSON writes them, the longest first, so that no part of one is left over
 * @param carriers headers, parameters and fields that hold one
 */
record Redaction(List<String> secrets, List<String> carriers) {
    private static final String HIDDEN = "***";
    private static final int SHORTEST = 4;
    private static final Set<String> NEVER_KEPT = Set.of("authorization", "cookie", "proxy-authorization");

    static Redaction of(Hook hook, InboundSource source) {
        Set<String> secrets = new TreeSet<>(source.verifier().secrets());
        List<String> carriers = source.verifier().carriers();
        for (String carrier : carriers) {
            secrets.add(hook.json().path(carrier).asString(""));
            Stream.concat(hook.query().stream(), hook.form().stream())
                    .filter(parameter -> parameter.name().equals(carrier))
                    .map(Parameter::value)
                    .forEach(secrets::add);
        }
        // One of a few letters would black out half of every request; where it belongs it is hidden all the same.
        secrets.removeIf(secret -> secret.length() < SHORTEST);
        return new Redaction(
                secrets.stream()
                        .flatMap(secret -> Stream.of(secret, quoted(secret)))
                        .distinct()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList(),
                carriers);
    }

    private static String quoted(String secret) {
        String quoted = Hook.JSON.writeValueAsString(secret);
        return quoted.substring(1, quoted.length() - 1);
    }

    String header(String name, String value) {
        boolean hidden = NEVER_KEPT.contains(name.toLowerCase(Locale.ROOT))
                || carriers.stream().anyMatch(name::equalsIgnoreCase);
        return hidden ? HIDDEN : text(value);
    }

    String address(String url) {
        int question = url.indexOf('?');
        return question < 0 ? text(url) : text(url.substring(0, question)) + "?" + pairs(url.substring(question + 1));
    }

    /** A query or a form, each value judged as it is meant: the same secret can be written in many ways. */
    String pairs(String text) {
        return Stream.of(text.split("&", -1)).map(this::pair).collect(Collectors.joining("&"));
    }

    private String pair(String pair) {
        int equals = pair.indexOf('=');
        String name = Hook.decoded(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : Hook.decoded(pair.substring(equals + 1));
        if (secrets.stream().anyMatch(name::contains)) {
            return HIDDEN;
        }
        return carriers.contains(name) || secrets.stream().anyMatch(value::contains)
                ? pair.substring(0, Math.max(equals, 0)) + "=" + HIDDEN
                : pair;
    }

    String text(String text) {
        String plain = text;
        for (String secret : secrets) {
            plain = plain.replace(secret, HIDDEN);
        }
        return plain;
    }
}
