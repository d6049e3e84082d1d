package io.taghub.config.inbound;

import io.taghub.text.Suggestion;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which tags send to the receiver that a source is: those must not be told what it said itself. */
public final class ReceiversTags {
    /** Not a URI: macros stand in it, with braces and blanks. */
    private static final Pattern ADDRESS = Pattern.compile("https?://([^/?#:\\s]+)");

    private ReceiversTags() {}

    /**
     * @param origins names of tags, networks and hosts
     * @param tags the keys of each as written
     * @param doubtful gets each that is nobody's, and why that is doubtful
     */
    public static Set<String> of(
            Set<String> origins, Map<String, Map<String, @Nullable Object>> tags, BiConsumer<String, String> doubtful) {
        Set<String> theirs = new LinkedHashSet<>();
        for (String origin : origins) {
            int before = theirs.size();
            boolean[] found = {false};
            tags.forEach((name, keys) -> {
                if (name.equals(origin) || isOf(keys, origin)) {
                    theirs.add(name);
                    found[0] = true;
                }
            });
            if (!found[0] && theirs.size() == before) {
                doubtful.accept(
                        origin,
                        "no tag is called '" + origin + "', has this network or sends to this host"
                                + Suggestion.among(tags.keySet(), origin));
            }
        }
        return theirs;
    }

    private static boolean isOf(@Nullable Object value, String origin) {
        return switch (value) {
            case Map<?, ?> map -> map.values().stream().anyMatch(inner -> isOf(inner, origin));
            case String text -> text.equals(origin) || origin.equals(host(text));
            case null, default -> false;
        };
    }

    private static @Nullable String host(String text) {
        Matcher address = ADDRESS.matcher(text);
        return address.lookingAt() ? address.group(1) : null;
    }
}
