package io.taghub.identity;

import io.taghub.event.ClickIds;
import io.taghub.event.Client;
import io.taghub.event.Event;
import io.taghub.event.Page;
import io.taghub.tag.ClickIdRule;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An address, or an event, without the click ids in it, for visitors who have not agreed to be recognised. Safe for many threads. */
public final class PlainAddress {
    /** A parameter with what stands before it; those behind a hash route too, and of a query without its address. */
    private static final Pattern PARAMETER = Pattern.compile("(^|[?&#;])(?:amp;)*([^?&#;=]*)=([^?&#;]*)");

    /** Addresses within addresses are looked into this deep. */
    private static final int DEEPEST = 3;

    private final Set<String> names = new HashSet<>();

    public PlainAddress(List<ClickIdRule> registry) {
        registry.forEach(rule -> names.add(rule.name().toLowerCase(Locale.ROOT)));
    }

    /** The event without its clicks, also those in addresses anywhere in it, and without the visitor's IP address. */
    public Event of(Event event) {
        Page page = event.page();
        Client client = event.client();
        Map<String, Object> properties = new TreeMap<>();
        event.properties().forEach((key, value) -> {
            if (!isClickId(key)) {
                properties.put(key, property(value));
            }
        });
        return event.toBuilder()
                .clickIds(ClickIds.NONE)
                .page(page == null ? null : new Page(orNull(page.url()), orNull(page.referrer())))
                .client(client == null ? null : new Client(null, client.userAgent()))
                .properties(properties)
                .build();
    }

    private @Nullable String orNull(@Nullable String address) {
        return address == null ? null : of(address);
    }

    private Object property(Object value) {
        return switch (value) {
            case String text -> of(text);
            case List<?> list -> list.stream().map(this::property).toList();
            case Map<?, ?> map -> {
                Map<Object, Object> plain = new TreeMap<>();
                map.forEach((key, inner) -> {
                    if (!isClickId(String.valueOf(key))) {
                        plain.put(key, property(inner));
                    }
                });
                yield plain;
            }
            default -> value;
        };
    }

    private boolean isClickId(String name) {
        return names.contains(decoded(name).toLowerCase(Locale.ROOT));
    }

    public String of(String address) {
        return of(address, DEEPEST);
    }

    /** A whole text that is an encoded address comes out decoded if there was something to take out of it. */
    private String of(String address, int deeper) {
        String plain = cut(address, deeper);
        String decoded = decoded(plain);
        if (deeper == 0 || !hidesAnAddress(plain, decoded)) {
            return plain;
        }
        String inner = cut(decoded, deeper - 1);
        return inner.equals(decoded) ? plain : inner;
    }

    /** A parameter's value, where it is an address itself. */
    private String value(String encoded, int deeper) {
        String decoded = decoded(encoded);
        String plain = deeper > 0 && hidesAnAddress(encoded, decoded) ? of(decoded, deeper - 1) : decoded;
        return plain.equals(decoded) ? encoded : URLEncoder.encode(plain, StandardCharsets.UTF_8);
    }

    /** What somebody searched for is no address. */
    private static boolean hidesAnAddress(String encoded, String decoded) {
        return !decoded.equals(encoded) && decoded.indexOf('?') >= 0;
    }

    private String cut(String address, int deeper) {
        StringBuilder plain = new StringBuilder();
        Matcher parameter = PARAMETER.matcher(address);
        int from = 0;
        boolean cut = false;
        while (parameter.find()) {
            String between = address.substring(from, parameter.start());
            plain.append(between);
            cut &= between.isEmpty();
            boolean clickId = isClickId(parameter.group(2));
            String kept = address.substring(parameter.start(), parameter.start(3)) + value(parameter.group(3), deeper);
            boolean opens = !parameter.group(1).equals("&");
            if (clickId) {
                // The next one takes over the question mark.
                if (opens) {
                    plain.append(parameter.group(1));
                    cut = true;
                }
            } else if (cut && !opens) {
                plain.append(kept.substring(parameter.group(1).length()));
                cut = false;
            } else {
                plain.append(kept);
                cut = false;
            }
            from = parameter.end();
        }
        String rest = address.substring(from);
        if (cut && !plain.isEmpty() && (rest.isEmpty() || rest.startsWith("#"))) {
            plain.setLength(plain.length() - 1);
        }
        return plain.append(rest).toString();
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return name;
        }
    }
}
