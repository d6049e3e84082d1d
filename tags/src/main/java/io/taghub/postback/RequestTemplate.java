package io.taghub.postback;

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
import java.util.Set;
import java.util.TreeSet;
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
 * @param query names and values, the fixed text encoded; a parameter without a value is left out
 * @param body maps, lists, {@link Template}s and plain values; null where there is none
 * @param form whether the body is an HTML form; else it is JSON
 * @param auth the one secret that the hub adds itself, taken out of the rest
 */
record RequestTemplate(
        String method,
        String origin,
        List<Template> path,
        Map<String, Template> query,
        Map<String, Template> headers,
        @Nullable Map<String, @Nullable Object> body,
        boolean form,
        Auth auth) {

    private static final int MAX_URL = 8192;
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e]*");

    static boolean fitsAHeader(String value) {
        return HEADER_VALUE.matcher(value).matches();
    }

    /** What tells this receiver from others. */
    String target() {
        return origin;
    }

    /** Host and port, by which two tags have one receiver; the usual port is none. */
    String receiver() {
        return origin.toLowerCase(Locale.ROOT)
                .replaceFirst("^(?:http://(.*?)(?::80)?|https://(.*?)(?::443)?)$", "$1$2");
    }

    /** Whether a macro of it reads this path. */
    boolean reads(String read) {
        return Stream.of(path, query.values(), headers.values())
                        .flatMap(Collection::stream)
                        .anyMatch(template -> template.reads(read))
                || reads(body, read);
    }

    private static boolean reads(@Nullable Object node, String read) {
        return switch (node) {
            case Template template -> template.reads(read);
            case Map<?, ?> map -> map.values().stream().anyMatch(value -> reads(value, read));
            case List<?> list -> list.stream().anyMatch(value -> reads(value, read));
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
        if (value instanceof Template template && !template.hasMacros()) {
            template.parts().forEach(part -> {
                if (part instanceof Template.Part.Text(String text)) {
                    words.add(encoded ? Percent.decode(text) : text);
                }
            });
        }
    }

    /** The request for one event; half filled, and not to be sent, where the binding holds a skip afterwards. */
    @Nullable
    Request bind(Binding binding) {
        String url = origin + bindPath(binding) + bindQuery(binding);
        Map<String, String> sent = new LinkedHashMap<>();
        headers.forEach((name, template) -> {
            String value = template.bind(binding, UnaryOperator.identity());
            if (value != null && !fitsAHeader(value)) {
                binding.skip(Reason.INVALID_FIELD, "a value cannot stand in the header " + name);
            } else if (value != null) {
                sent.put(name, value);
            }
        });
        byte[] content = body == null ? null : form ? form(body, binding) : json(body, binding);
        if (url.length() > MAX_URL) {
            binding.skip(Reason.TOO_LARGE, "the URL is longer than " + MAX_URL + " characters");
        }
        return binding.skip() == null ? new Request(method, URI.create(url), sent, content) : null;
    }

    private String bindPath(Binding binding) {
        StringBuilder out = new StringBuilder();
        for (Template segment : path) {
            String text = segment.bind(binding, Percent::encode);
            if (segment.hasMacros() && (text == null || text.isEmpty())) {
                binding.missing(segment.firstPath());
            } else if (segment.hasMacros() && (".".equals(text) || "..".equals(text))) {
                binding.skip(Reason.INVALID_FIELD, segment.firstPath() + " cannot stand in a path");
            }
            out.append('/').append(text);
        }
        return out.toString();
    }

    private String bindQuery(Binding binding) {
        List<String> pairs = new ArrayList<>();
        query.forEach((name, template) -> {
            String value = template.bind(binding, Percent::encode);
            if (value != null) {
                pairs.add(Percent.encode(name) + "=" + value);
            }
        });
        return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
    }

    private static byte[] form(Map<String, @Nullable Object> body, Binding binding) {
        List<String> pairs = new ArrayList<>();
        body.forEach((name, node) -> {
            Object value = node instanceof Template template ? template.bind(binding, UnaryOperator.identity()) : node;
            if (value != null) {
                pairs.add(Percent.encode(name) + "=" + Percent.encode(Macro.text(value)));
            }
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
            case null, default -> node;
        };
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return value instanceof java.time.Instant time ? time.toString() : value;
    }
}
