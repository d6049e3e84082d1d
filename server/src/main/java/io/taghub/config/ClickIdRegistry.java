package io.taghub.config;

import io.taghub.config.lookup.ClickIdFields;
import io.taghub.tag.BrowserIdRule;
import io.taghub.tag.ClickIdRule;
import io.taghub.tag.TagType;
import io.taghub.text.Suggestion;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The click ids and browser ids the hub knows without being told: the sum of what the tag types say, each name and cookie
 * once. The file's {@code click_ids} adds to these and overrides them.
 */
public record ClickIdRegistry(List<ClickIdRule> clickIds, List<BrowserIdRule> browserIds) {

    public static ClickIdRegistry of(List<TagType<?>> types) {
        return new ClickIdRegistry(
                sum(types, TagType::clickIdRules, TagType::othersClickIdRules, ClickIdRule::name),
                sum(types, TagType::browserIdRules, TagType::othersBrowserIdRules, BrowserIdRule::cookie));
    }

    /** What a type says of itself goes before what another says of it. */
    private static <R> List<R> sum(
            List<TagType<?>> types,
            Function<TagType<?>, List<R>> own,
            Function<TagType<?>, List<R>> others,
            Function<R, String> key) {
        Map<String, R> rules = new LinkedHashMap<>();
        Stream.of(own, others)
                .flatMap(say -> types.stream().flatMap(type -> say.apply(type).stream()))
                .forEach(rule -> rules.putIfAbsent(key.apply(rule), rule));
        return List.copyOf(rules.values());
    }

    /** {@code ; did you mean 'x'?} for a known click id of which this is a slip of the finger; nothing for what is one, or none. */
    public static String nearly(String written, Collection<String> known) {
        String name = written.toLowerCase(Locale.ROOT);
        String plain = name.replaceAll("[-_.]", "");
        return known.contains(name) || plain.length() < 4
                ? ""
                : Suggestion.among(
                        known.stream()
                                .filter(one -> isSlip(one, name, plain)
                                        || (!one.contains("click")
                                                && spelt(one).length() > 2
                                                && spelt(one).equals(spelt(plain))))
                                .toList(),
                        name);
    }

    /** Without what people spell in several ways: {@code wbclickid} and {@code wbclick} are one with {@code wbclkid}. */
    private static String spelt(String name) {
        return name.replaceAll("[-_.]", "").replaceAll("cl(ic)?k", "cl").replaceAll("id$", "");
    }

    /** In a short name, and in one of several words, another letter makes another name: {@code s_cid} is no slip of a known one. */
    private static boolean isSlip(String known, String name, String plain) {
        String same = known.replaceAll("[-_.]", "");
        boolean parted = plain.length() < name.length() && same.length() == known.length();
        return same.equals(plain) || (plain.length() > 4 && !parted && isSlip(same, plain));
    }

    /** One letter more, less, or another one, or two that changed places. */
    private static boolean isSlip(String known, String written) {
        int same = 0;
        int shorter = Math.min(known.length(), written.length());
        while (same < shorter && known.charAt(same) == written.charAt(same)) {
            same++;
        }
        String one = known.substring(same);
        String two = written.substring(same);
        if (one.length() == two.length()) {
            return one.isEmpty()
                    || one.substring(1).equals(two.substring(1))
                    || (one.length() > 1
                            && one.charAt(0) == two.charAt(1)
                            && one.charAt(1) == two.charAt(0)
                            && one.substring(2).equals(two.substring(2)));
        }
        String longer = one.length() > two.length() ? one : two;
        return longer.substring(1).equals(longer.equals(one) ? two : one);
    }

    /** Says where rules and contracts name a click id that no landing and no tag has: no event ever carries it. */
    static void check(SectionReader reader, Collection<String> known, Collection<BrowserIdRule> browserIds) {
        ClickIdFields.in(reader.entries(ConfigKeys.TAGS), reader.entries(ConfigKeys.EVENTS), (place, written) -> {
            String name = written.toLowerCase(Locale.ROOT);
            if (!known.contains(name) && browserIds.stream().noneMatch(rule -> rule.names(name))) {
                String meant = nearly(name, known);
                reader.problems.warning(
                        place,
                        "no landing is known to carry '" + written + "'"
                                + (meant.isEmpty()
                                        ? ", and no tag sends it; if one does, name it under click_ids"
                                        : meant));
            }
        });
    }

    /** Names that are one receiver's alone. */
    Set<String> exclusive() {
        return Stream.concat(
                        clickIds.stream().filter(ClickIdRule::exclusive).map(ClickIdRule::name),
                        browserIds.stream().map(BrowserIdRule::name))
                .collect(Collectors.toUnmodifiableSet());
    }
}
