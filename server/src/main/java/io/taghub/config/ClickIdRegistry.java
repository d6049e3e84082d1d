package io.taghub.config;

import io.taghub.tag.BrowserIdRule;
import io.taghub.tag.ClickIdRule;
import io.taghub.tag.TagType;
import java.util.LinkedHashMap;
import java.util.List;
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

    /** Names that are one receiver's alone. */
    Set<String> exclusive() {
        return Stream.concat(
                        clickIds.stream().filter(ClickIdRule::exclusive).map(ClickIdRule::name),
                        browserIds.stream().map(BrowserIdRule::name))
                .collect(Collectors.toUnmodifiableSet());
    }
}
