package io.taghub.identity;

import com.google.re2j.Pattern;
import io.taghub.config.HubConfig.ClickIdRule;
import io.taghub.event.ClickId;
import io.taghub.tag.Expression;
import io.taghub.tag.postback.UnresolvedMacro;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds click ids in a landing address by the registry. Names match in any case, values are kept to the letter. */
public final class ClickCapture {
    private static final int MAX_VALUE = 1024;
    private static final int MAX_PARAMS = 30;
    private static final int MAX_PARAM = 255;

    private record Rule(String name, Pattern pattern) {}

    private final Map<String, Rule> rules = new LinkedHashMap<>();
    private final Runnable onMacro;

    /** @param onMacro told of each value that is refused because a network had not filled in its macro */
    public ClickCapture(List<ClickIdRule> registry, Runnable onMacro) {
        this.onMacro = onMacro;
        for (ClickIdRule rule : registry) {
            String pattern = rule.pattern().isEmpty() ? ".+" : rule.pattern();
            rules.put(rule.name().toLowerCase(Locale.ROOT), new Rule(rule.name(), Expression.compile(pattern, 0)));
        }
    }

    /** The click ids in an address, each with the other parameters of the address for postbacks that echo them. */
    public List<ClickId> in(@Nullable String url, Instant seen) {
        Map<String, String> query = query(url);
        if (query.isEmpty()) {
            return List.of();
        }
        List<ClickId> found = new ArrayList<>();
        Map<String, String> echo = echo(query);
        query.forEach((name, raw) -> {
            Rule rule = rules.get(name.toLowerCase(Locale.ROOT));
            // A plus stays one: base64 has it, and no id has a space.
            String value = decoded(raw.replace("+", "%2B"));
            if (rule == null || value.isBlank() || value.length() > MAX_VALUE) {
                return;
            }
            if (UnresolvedMacro.looksLike(value)) {
                onMacro.run();
            } else if (rule.pattern().matches(value)) {
                found.add(new ClickId(rule.name(), value, seen, echo));
            }
        });
        return found;
    }

    /** What a postback may echo: short parameters that are not somebody's e-mail address. */
    private static Map<String, String> echo(Map<String, String> query) {
        Map<String, String> echo = new LinkedHashMap<>();
        query.forEach((name, raw) -> {
            String value = decoded(raw);
            if (echo.size() < MAX_PARAMS
                    && name.length() <= MAX_PARAM
                    && value.length() <= MAX_PARAM
                    && !value.contains("@")) {
                echo.put(name, value);
            }
        });
        return echo;
    }

    /** Query parameters, values as they stand; of a repeated one the first counts. Heals the doubled question mark of bad links. */
    private static Map<String, String> query(@Nullable String url) {
        if (url == null) {
            return Map.of();
        }
        int question = url.indexOf('?');
        if (question < 0) {
            return Map.of();
        }
        int hash = url.indexOf('#', question);
        String text = url.substring(question + 1, hash < 0 ? url.length() : hash);
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : text.split("[&?]", 200)) {
            // A link copied out of HTML brings its ampersands escaped.
            String plain = pair.startsWith("amp;") ? pair.substring(4) : pair;
            int equals = plain.indexOf('=');
            if (equals > 0) {
                query.putIfAbsent(decoded(plain.substring(0, equals)), plain.substring(equals + 1));
            }
        }
        return query;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
