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
import org.jspecify.annotations.Nullable;

/** The platforms' own first-party cookies, which arrive with the visitor's requests and help them recognise a browser. */
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
        cookies.forEach((cookie, value) -> rules.stream()
                .filter(rule -> rule.said.matches(cookie))
                .findFirst()
                .ifPresent(rule -> {
                    String id = value(rule, value);
                    if (id != null && !id.isBlank() && id.length() <= MAX) {
                        ids.add(new ClickId(rule.said.name(), id, seen));
                    }
                }));
        return ids;
    }

    private static @Nullable String value(Rule rule, String cookie) {
        Matcher matcher = rule.pattern.matcher(cookie);
        return matcher.matches() ? matcher.group(Math.min(1, matcher.groupCount())) : null;
    }
}
