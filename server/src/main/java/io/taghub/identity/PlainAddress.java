package io.taghub.identity;

import io.taghub.tag.ClickIdRule;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An address without the click ids in it, for visitors who have not agreed to be recognised. */
public final class PlainAddress {
    /** A parameter with what stands before it; those behind a hash route too. */
    private static final Pattern PARAMETER = Pattern.compile("([?&#])(?:amp;)*([^?&#=]*)=([^?&#]*)");

    private final Set<String> names = new HashSet<>();

    public PlainAddress(List<ClickIdRule> registry) {
        registry.forEach(rule -> names.add(rule.name().toLowerCase(Locale.ROOT)));
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
