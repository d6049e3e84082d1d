package io.taghub.event;

import org.jspecify.annotations.Nullable;

/** Where it happened: the address of the page and the page before it, as the browser reported them. */
public record Page(@Nullable String url, @Nullable String referrer) {

    static @Nullable Page or(@Nullable Page first, @Nullable Page second) {
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        return new Page(
                first.url == null ? second.url : first.url, first.referrer == null ? second.referrer : first.referrer);
    }
}
