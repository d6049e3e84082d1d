package io.taghub.identity;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.taghub.event.ClickId;
import io.taghub.tag.BrowserIdRule;
import io.taghub.text.Expression;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The platforms' own first-party cookies, which arrive with the visitor's requests and help them recognise a browser. Where
 * several cookies may fit one rule (one for each of several accounts), each value goes by its cookie's name as well.
 */
final class BrowserCookies {
    private static final int MAX = 500;

    private record Rule(BrowserIdRule said, Pattern pattern) {}

    private final List<Rule> rules;

    BrowserCookies(List<BrowserIdRule> registry) {
        rules = registry.stream()
                .map(rule -> new Rule(
                        rule, Expression.compile(rule.pattern().isEmpty() ? ".+" : rule.pattern(), Pattern.DOTALL)))
                .toList();
    }

    List<ClickId> in(Map<String, String> cookies, Instant seen) {
        List<ClickId> ids = new ArrayList<>();
        for (Rule rule : rules) {
            Map<String, String> found = new TreeMap<>();
            cookies.forEach((cookie, value) -> {
                String id = rule.said.matches(cookie) ? value(rule, value) : null;
                if (id != null && !id.isBlank() && id.length() <= MAX) {
                    found.put(cookie, id);
                }
            });
            found.values().stream().findFirst().ifPresent(id -> ids.add(new ClickId(rule.said.name(), id, seen)));
            if (rule.said.cookie().endsWith("*")) {
                found.forEach((cookie, id) -> ids.add(new ClickId(rule.said.name(cookie), id, seen)));
            }
        }
        return ids;
    }

    /** Some frameworks write every cookie quoted or encoded, also those of others. */
    private static @Nullable String value(Rule rule, String cookie) {
        boolean quoted = cookie.length() > 1 && cookie.startsWith("\"") && cookie.endsWith("\"");
        String bare = quoted ? cookie.substring(1, cookie.length() - 1) : cookie;
        Matcher matcher = rule.pattern.matcher(bare.indexOf('%') < 0 ? bare : ClickCapture.unescaped(bare));
        return matcher.matches() ? matcher.group(Math.min(1, matcher.groupCount())) : null;
    }
}
