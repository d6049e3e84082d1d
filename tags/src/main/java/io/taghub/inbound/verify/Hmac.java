package io.taghub.inbound.verify;

import io.taghub.inbound.hook.Hook;
import io.taghub.inbound.hook.Hook.Parameter;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A keyed hash over parts of the request.
 *
 * @param algorithm {@code sha256}, {@code sha1} or {@code sha512}
 * @param encoding of the signature, {@code hex} or {@code base64}
 * @param header that carries it, null where {@code parameter} does
 * @param prefix before the signature, {@code sha256=}
 * @param parts of which what is signed is put together, in order
 * @param joiner between two parts
 * @param timestampHeader null where nothing is said of the time
 * @param idHeader that names the delivery, null for none
 * @param publicUrl the address as the sender knows it, null for the one that was called
 */
record Hmac(
        String algorithm,
        String encoding,
        @Nullable String header,
        @Nullable String parameter,
        String prefix,
        List<Part> parts,
        String joiner,
        @Nullable String timestampHeader,
        @Nullable Freshness freshness,
        @Nullable String idHeader,
        @Nullable String publicUrl,
        List<String> secrets)
        implements Verifier {

    enum Part {
        BODY,
        TIMESTAMP,
        METHOD,
        /** With its query, which holds no signature then or an empty one. */
        URL,
        PATH,
        ID,
        /** Of every parameter but the signature, of a form's and a JSON object's fields, in the order of their names, with commas between; of a JSON list the text. */
        SORTED_VALUES
    }

    @Override
    public Proof verify(Hook hook, Instant now) {
        String given = header != null ? hook.header(header) : hook.query(String.valueOf(parameter));
        if (given == null || given.isBlank()) {
            return Proof.signature("there is no signature in "
                    + (header != null ? "the header " + header : "the parameter '" + parameter + "'"));
        }
        byte[] signature = given.strip().startsWith(prefix)
                ? Hashing.read(given.strip().substring(prefix.length()), encoding)
                : null;
        if (signature == null) {
            return Proof.signature(
                    "the signature is not " + (prefix.isEmpty() ? "" : "'" + prefix + "' and ") + encoding);
        }
        byte[] content = content(hook);
        List<byte[]> expected = secrets.stream()
                .map(secret -> Hashing.hmac(algorithm, Hashing.bytes(secret), content))
                .toList();
        if (!Hashing.isOne(signature, expected)) {
            return Proof.signature("the signature is not over what came, or by another secret");
        }
        if (freshness != null) {
            Proof stale = freshness.refusal(hook.header(String.valueOf(timestampHeader)), now);
            if (stale != null) {
                return stale;
            }
        }
        return new Proof.Good(idHeader == null ? null : hook.header(idHeader));
    }

    private byte[] content(Hook hook) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0) {
                content.writeBytes(Hashing.bytes(joiner));
            }
            content.writeBytes(
                    switch (parts.get(i)) {
                        case BODY -> hook.body();
                        case TIMESTAMP -> header(hook, timestampHeader);
                        case ID -> header(hook, idHeader);
                        case METHOD -> Hashing.bytes(hook.method());
                        case URL -> Hashing.bytes(address(hook));
                        case PATH -> Hashing.bytes(path(address(hook)));
                        case SORTED_VALUES -> Hashing.bytes(sortedValues(hook));
                    });
        }
        return content.toByteArray();
    }

    private static byte[] header(Hook hook, @Nullable String name) {
        String value = name == null ? null : hook.header(name);
        return Hashing.bytes(value == null ? "" : value.strip());
    }

    /** A signature in the query is not signed itself: its place stays, empty. */
    private String address(Hook hook) {
        String url = hook.url();
        if (publicUrl != null) {
            int question = url.indexOf('?');
            url = publicUrl + (question < 0 || publicUrl.contains("?") ? "" : url.substring(question));
        }
        if (parameter == null) {
            return url;
        }
        int question = url.indexOf('?');
        if (question < 0) {
            return url;
        }
        String query = Stream.of(url.substring(question + 1).split("&", -1))
                .map(pair -> pair.startsWith(parameter + "=") ? parameter + "=" : pair)
                .collect(Collectors.joining("&"));
        return url.substring(0, question + 1) + query;
    }

    private static String path(String address) {
        int start = address.indexOf("//");
        int slash = address.indexOf('/', start < 0 ? 0 : start + 2);
        return slash < 0 ? "/" : address.substring(slash);
    }

    private String sortedValues(Hook hook) {
        List<Parameter> all = new ArrayList<>(hook.query());
        all.addAll(hook.form());
        hook.json()
                .properties()
                .forEach(field -> all.add(new Parameter(
                        field.getKey(),
                        field.getValue().isValueNode()
                                ? field.getValue().asString("")
                                : field.getValue().toString())));
        if (hook.json().isArray()) {
            all.add(new Parameter("", hook.text()));
        }
        return all.stream()
                .filter(one -> !one.name().equals(parameter))
                .sorted(Comparator.comparing(Parameter::name))
                .map(Parameter::value)
                .collect(Collectors.joining(","));
    }

    @Override
    public Hook signed(Hook hook, Instant now) {
        Hook whole = hook;
        if (timestampHeader != null) {
            whole = whole.with(
                    timestampHeader,
                    (freshness == null ? new Freshness(Freshness.USUAL, false) : freshness).written(now));
        }
        if (idHeader != null && whole.header(idHeader) == null) {
            whole = whole.with(idHeader, "test-" + Hashing.written(Hashing.digest("sha1", hook.body()), "hex"));
        }
        boolean inItsPlace = parameter != null && parts.contains(Part.URL);
        if (inItsPlace) {
            whole = whole.asking(String.valueOf(parameter), "");
        }
        String signature = prefix
                + Hashing.written(Hashing.hmac(algorithm, Hashing.bytes(secrets.getFirst()), content(whole)), encoding);
        if (header != null) {
            return whole.with(header, signature);
        }
        return inItsPlace
                ? whole.at(whole.url() + URLEncoder.encode(signature, StandardCharsets.UTF_8))
                : whole.asking(String.valueOf(parameter), signature);
    }

    /** Whoever saw one request could otherwise send any body with its signature. */
    static boolean coverBody(List<Part> parts) {
        return parts.contains(Part.BODY) || parts.contains(Part.SORTED_VALUES);
    }

    @Override
    public boolean lowTrust() {
        return !coverBody(parts);
    }

    @Override
    public String toString() {
        return "Hmac[" + algorithm + "]";
    }
}
