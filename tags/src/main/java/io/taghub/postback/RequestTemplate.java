package io.taghub.postback;

import io.taghub.postback.encode.Percent;
import io.taghub.tag.Auth;
import io.taghub.tag.Fields;
import io.taghub.tag.Reason;
import io.taghub.tag.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request with macros, taken apart where they may stand: path segments, query values, header values, the leaves of a
 * body. Scheme and host are fixed when the config is read. Each value is encoded once, for its place.
 *
 * @param origin {@code https://host}
 * @param path segments, their fixed text encoded
 * @param query names and values, the fixed text encoded; a parameter without a value is left out. A name with a
 *     {@linkplain LinePaths#COUNTER counter} is there once for each line, and those next to each other go together
 * @param body maps, lists, {@link Loop}s, {@link Template}s and plain values; null where there is none
 * @param form whether the body is an HTML form; else it is JSON
 * @param auth what the hub adds itself, taken out of the rest
 * @param whole the signatures of the address and the body, in the order in which they are made
 */
record RequestTemplate(
        String method,
        String origin,
        List<Template> path,
        Map<String, Template> query,
        Map<String, Template> headers,
        @Nullable Map<String, @Nullable Object> body,
        boolean form,
        Auth auth,
        Map<String, Signature> whole) {

    /** In JSON a list with an element for each line of the order. */
    record Loop(@Nullable Object of) {}

    private static final int MAX_URL = 8192;
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e]*");

    static boolean fitsAHeader(String value) {
        return HEADER_VALUE.matcher(value).matches();
    }

    /** The same with what proves the sender, and with signatures of its own. */
    RequestTemplate proven(Auth by, Map<String, Signature> signed) {
        return new RequestTemplate(method, origin, path, query, headers, body, form, by, signed);
    }

    /** What tells this receiver from others. */
    String target() {
        return origin;
    }

    /** Host and port, by which two tags have one receiver; the usual port is none. */
    String receiver() {
        return origin.toLowerCase(Locale.ROOT)
                .replaceFirst("^(?:http://(.*?)\\.?(?::80)?|https://(.*?)\\.?(?::443)?)$", "$1$2");
    }

    /** Whether a macro of it reads this path. */
    boolean reads(String read) {
        return Stream.of(path, query.values(), headers.values())
                        .flatMap(Collection::stream)
                        .anyMatch(template -> template.reads(read))
                || bodyReads(read);
    }

    boolean bodyReads(String read) {
        return reads(body, read);
    }

    private static boolean reads(@Nullable Object node, String read) {
        return switch (node) {
            case Template template -> template.reads(read);
            case Map<?, ?> map -> map.values().stream().anyMatch(value -> reads(value, read));
            case List<?> list -> list.stream().anyMatch(value -> reads(value, read));
            case Loop(Object of) -> reads(of, read);
            case null, default -> false;
        };
    }

    /** The names under which values go out, in query or body. */
    Set<String> parameters() {
        Set<String> names = new TreeSet<>(query.keySet());
        if (body != null) {
            names.addAll(body.keySet());
        }
        return names;
    }

    /** The values of its parameters that are the same for every event. */
    Set<String> words() {
        Set<String> words = new TreeSet<>();
        query.values().forEach(value -> add(value, true, words));
        if (body != null) {
            body.values().forEach(value -> add(value, false, words));
        }
        return words;
    }

    private static void add(@Nullable Object value, boolean encoded, Set<String> words) {
        if (value instanceof Template template
                && !template.hasMacros()
                && !template.parts().isEmpty()) {
            words.add(encoded ? Percent.decode(template.literal()) : template.literal());
        }
    }

    /** The request for one event; half filled, and not to be sent, where the binding holds a skip afterwards. */
    @Nullable
    Request bind(Binding binding) {
        binding.unsign();
        whole.forEach((name, signature) -> {
            String signed = signature.over() == Signature.Over.URL ? url(binding) : text(content(binding));
            binding.sign(name, signature.of(signed));
        });
        String url = url(binding);
        Map<String, String> sent = new LinkedHashMap<>();
        headers.forEach((name, template) -> {
            String value = template.bind(binding, UnaryOperator.identity());
            if (value != null && !fitsAHeader(value)) {
                binding.skip(Reason.INVALID_FIELD, "a value cannot stand in the header " + name);
            } else if (value != null) {
                sent.put(name, value);
            }
        });
        byte[] content = content(binding);
        if (url.length() > MAX_URL) {
            binding.skip(Reason.TOO_LARGE, "the URL is longer than " + MAX_URL + " characters");
        }
        return binding.skip() == null ? new Request(method, URI.create(url), sent, content, auth) : null;
    }

    private String url(Binding binding) {
        List<String> pairs =
                pairs(query, binding, node -> node instanceof Template one ? one.bind(binding, Percent::encode) : null);
        return origin + path(binding) + (pairs.isEmpty() ? "" : "?" + String.join("&", pairs));
    }

    private byte @Nullable [] content(Binding binding) {
        return body == null ? null : form ? form(body, binding) : json(body, binding);
    }

    private static String text(byte @Nullable [] content) {
        return content == null ? "" : new String(content, StandardCharsets.UTF_8);
    }

    private String path(Binding binding) {
        StringBuilder out = new StringBuilder();
        for (Template segment : path) {
            String text = segment.bind(binding, Percent::encode);
            boolean absent = segment.hasMacros() && (text == null || text.isEmpty());
            if (absent && segment.isOptional()) {
                continue;
            }
            if (absent) {
                binding.missing(segment.firstPath());
            } else if (segment.hasMacros() && (".".equals(text) || "..".equals(text))) {
                binding.skip(Reason.INVALID_FIELD, segment.firstPath() + " cannot stand in a path");
            }
            out.append('/').append(text);
        }
        return out.toString();
    }

    /** {@code name=value} of what has a value, in their order. */
    private static List<String> pairs(
            Map<String, ?> parameters, Binding binding, Function<@Nullable Object, @Nullable String> value) {
        List<String> pairs = new ArrayList<>();
        Map<String, Object> together = new LinkedHashMap<>();
        parameters.forEach((name, node) -> {
            if (isCounted(name)) {
                together.put(name, node);
                return;
            }
            eachLine(together, binding, value, pairs);
            pair(name, node, value, pairs);
        });
        eachLine(together, binding, value, pairs);
        return pairs;
    }

    static boolean isCounted(String name) {
        return name.indexOf("{{") >= 0 && LinePaths.COUNTER.matcher(name).find();
    }

    private static void eachLine(
            Map<String, Object> together,
            Binding binding,
            Function<@Nullable Object, @Nullable String> value,
            List<String> pairs) {
        if (!together.isEmpty()) {
            binding.each(() -> {
                together.forEach((name, node) -> pair(LinePaths.named(name, binding), node, value, pairs));
                return true;
            });
            together.clear();
        }
    }

    private static void pair(
            String name,
            @Nullable Object node,
            Function<@Nullable Object, @Nullable String> value,
            List<String> pairs) {
        String text = value.apply(node);
        if (text != null) {
            pairs.add(Percent.encode(name) + "=" + text);
        }
    }

    private static byte[] form(Map<String, @Nullable Object> body, Binding binding) {
        List<String> pairs = pairs(body, binding, node -> {
            Object value = node instanceof Template template ? template.bind(binding, UnaryOperator.identity()) : node;
            return value == null ? null : Percent.encode(Macro.text(value));
        });
        return String.join("&", pairs).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] json(Map<String, @Nullable Object> body, Binding binding) {
        Fields fields = new Fields();
        body.forEach((key, node) -> fields.put(key, bound(node, binding)));
        return fields.toJson();
    }

    private static @Nullable Object bound(@Nullable Object node, Binding binding) {
        return switch (node) {
            case Template template -> plain(template.bindTyped(binding));
            case Map<?, ?> map -> {
                Fields inner = new Fields();
                map.forEach((key, value) -> inner.put(String.valueOf(key), bound(value, binding)));
                yield inner;
            }
            case List<?> list ->
                list.stream()
                        .<Object>mapMulti((element, sink) -> {
                            Object value = bound(element, binding);
                            if (value != null) {
                                sink.accept(value);
                            }
                        })
                        .toList();
            case Loop(Object of) ->
                binding.each(() -> bound(of, binding)).stream()
                        .filter(Objects::nonNull)
                        .toList();
            case null, default -> node;
        };
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case java.time.Instant time -> time.toString();
            case Signature.Blank _ -> null;
            case null, default -> value;
        };
    }
}
