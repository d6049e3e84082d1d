package io.taghub.postback;

import io.taghub.tag.Secret;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the macros of one configured tag can refer to, beside the event, and what they did refer to.
 *
 * @param settings the preset's plain settings by name; null where the operator left an optional one out
 * @param clickNames names under which {@code click.NAME} reads a click id
 * @param maps word lists for the filter {@code map}
 * @param signatures names under which {@code signature.NAME} reads one
 * @param used every path that was parsed, filled while parsing
 */
record Scope(
        Map<String, @Nullable String> settings,
        Map<String, @Nullable Secret> secrets,
        Set<String> clickNames,
        Map<String, Map<String, String>> maps,
        Set<String> signatures,
        Set<String> used) {

    /** The same, telling of what is referred to elsewhere. */
    Scope telling(Set<String> used) {
        return new Scope(settings, secrets, clickNames, maps, signatures, used);
    }
}
