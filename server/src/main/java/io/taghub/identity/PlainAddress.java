package io.taghub.identity;

import io.taghub.event.ClickIds;
import io.taghub.event.Client;
import io.taghub.event.Event;
import io.taghub.event.Page;
import io.taghub.tag.ClickIdRule;
import java.net.URLDecoder;
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

/** An address, or an event, without the click ids in it, for visitors who have not agreed to be recognised. */
public final class PlainAddress {
    /** A parameter with what stands before it; those behind a hash route too. */
    private static final Pattern PARAMETER = Pattern.compile("([?&#])(?:amp;)*([^?&#=]*)=([^?&#]*)");

    private final Set<String> names = new HashSet<>();

    public PlainAddress(List<ClickIdRule> registry) {
        registry.forEach(rule -> names.add(rule.name().toLowerCase(Locale.ROOT)));
    }

    /** The event without its clicks, also those in addresses anywhere in it, and without the visitor's IP address. */
    public Event of(Event event) {
        Page page = event.page();
        Client client = event.client();
        Map<String, Object> properties = new TreeMap<>();
        event.properties().forEach((key, value) -> properties.put(key, property(value)));
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
                map.forEach((key, inner) -> plain.put(key, property(inner)));
                yield plain;
            }
            default -> value;
        };
    }

    public String of(String address) {
        StringBuilder plain = new StringBuilder();
        Matcher parameter = PARAMETER.matcher(address);
        int from = 0;
        boolean cut = false;
        while (parameter.find()) {
            String between = address.substring(from, parameter.start());
            plain.append(between);
            cut &= between.isEmpty();
            boolean clickId = names.contains(decoded(parameter.group(2)).toLowerCase(Locale.ROOT));
            boolean opens = !parameter.group(1).equals("&");
            if (clickId) {
                // The next one takes over the question mark.
                if (opens) {
                    plain.append(parameter.group(1));
                    cut = true;
                }
            } else if (cut && !opens) {
                plain.append(parameter.group().substring(parameter.group(1).length()));
                cut = false;
            } else {
                plain.append(parameter.group());
                cut = false;
            }
            from = parameter.end();
        }
        String rest = address.substring(from);
        if (cut && (rest.isEmpty() || rest.startsWith("#"))) {
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
