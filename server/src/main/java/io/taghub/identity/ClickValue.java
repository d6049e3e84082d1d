package io.taghub.identity;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.taghub.event.ClickId;
import io.taghub.tag.BrowserIdRule;
import io.taghub.tag.ClickIdRule;
import io.taghub.text.Expression;
import io.taghub.text.UnresolvedMacro;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be the value of a click id at all, wherever it comes from. Safe for many threads: it never changes. */
public final class ClickValue {
    private static final char REPLACEMENT = '\ufffd';

    private final UnresolvedMacro macros;
    private final Map<String, Pattern> patterns = new HashMap<>();
    private final Map<String, Pattern> cookies = new HashMap<>();
    private final List<BrowserIdRule> browserIds;

    /**
     * @param rules the click ids the hub knows
     * @param browserIds those of platforms' own cookies
     */
    public ClickValue(List<ClickIdRule> rules, List<BrowserIdRule> browserIds) {
        macros = new UnresolvedMacro(rules.stream()
                .filter(ClickIdRule::exclusive)
                .map(ClickIdRule::name)
                .toList());
        rules.forEach(rule -> put(patterns, rule.name(), rule.pattern(), 0));
        this.browserIds = browserIds;
        browserIds.forEach(rule -> put(cookies, rule.name(), rule.pattern(), Pattern.DOTALL));
    }

    private static void put(Map<String, Pattern> patterns, String name, String pattern, int flags) {
        if (!pattern.isEmpty()) {
            patterns.put(name, Expression.compile(pattern, flags));
        }
    }

    /** What the hub calls an id that somebody named as its cookie is called. */
    public String named(String given) {
        return browserIds.stream()
                .filter(rule -> rule.matches(given))
                .findFirst()
                .map(rule -> rule.name(given))
                .orElse(given);
    }

    /**
     * The value in the form the platform gives it, of a cookie that was passed on whole the part that counts; null where
     * it has no such form.
     */
    public @Nullable String fitting(String name, String value) {
        Pattern pattern = patterns.get(name);
        Pattern cookie = cookies.get(browserIds.stream()
                .filter(rule -> rule.names(name))
                .map(BrowserIdRule::name)
                .findFirst()
                .orElse(name));
        if (pattern == null && cookie == null) {
            return value;
        }
        if (pattern != null && pattern.matches(value)) {
            return value;
        }
        Matcher matcher = cookie == null ? null : cookie.matcher(value);
        String inside = matcher != null && matcher.matches() ? matcher.group(Math.min(1, matcher.groupCount())) : null;
        return inside == null || pattern == null || pattern.matches(inside) ? inside : null;
    }

    /** Why this is no click id, in words for whoever sent it; null where it may be one. */
    public @Nullable String refusal(String name, String value) {
        for (int i = 0; i < value.length(); i += Character.charCount(value.codePointAt(i))) {
            String wrong = wrong(value.codePointAt(i));
            if (wrong != null) {
                return wrong;
            }
        }
        if (isWord(name, value)) {
            return null;
        }
        return isPlaceholder(name, value)
                        || (isBrowserId(name) && macros.looksLike(value.substring(value.lastIndexOf('.') + 1)))
                ? "it is a placeholder that nobody filled in, and every visitor has the same"
                : null;
    }

    /** One of those that its cookie has: {@code true} is a program's word for nothing anywhere else. */
    private boolean isWord(String name, String value) {
        Pattern words = cookies.get(name);
        return words != null
                && words.matches(value)
                && browserIds.stream().anyMatch(rule -> rule.names(name) && rule.isWord());
    }

    /** Why the hub leaves this id out of an event, in words for whoever sent it; null where it takes it. */
    public @Nullable String objection(ClickId id) {
        String value = id.value().strip();
        String name = named(id.name());
        String refusal = refusal(name, value);
        return refusal == null && fitting(name, value) == null ? "it has not the form of a " + id.name() : refusal;
    }

    /** The same id as the hub keeps it, of one to which there is no {@link #objection}. */
    public ClickId kept(ClickId id) {
        String name = named(id.name());
        String value = String.valueOf(fitting(name, id.value().strip()));
        return new ClickId(name, value, id.seen(), id.params(), id.owner());
    }

    /** These are made of parts, and a page that fails to fill one in writes the others all the same. */
    private boolean isBrowserId(String name) {
        return browserIds.stream().anyMatch(rule -> rule.names(name));
    }

    boolean isPlaceholder(String name, String value) {
        return macros.looksLike(name, value);
    }

    private static @Nullable String wrong(int character) {
        if (character == REPLACEMENT) {
            return "it holds a broken character";
        }
        return switch (Character.getType(character)) {
            case Character.SURROGATE -> "it holds half a character";
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                "it holds a control character or a line break";
            case Character.FORMAT -> "it holds an invisible character";
            case Character.SPACE_SEPARATOR -> "it holds a blank";
            default -> null;
        };
    }
}
