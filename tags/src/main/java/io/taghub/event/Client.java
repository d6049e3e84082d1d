package io.taghub.event;

import org.jspecify.annotations.Nullable;

/** The visitor's own machine: IP address (v4 or v6, personal data) and user agent. */
public record Client(@Nullable String ip, @Nullable String userAgent) {

    static @Nullable Client or(@Nullable Client first, @Nullable Client second) {
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        return new Client(
                first.ip == null ? second.ip : first.ip, first.userAgent == null ? second.userAgent : first.userAgent);
    }

    @Override
    public String toString() {
        return "Client[***]";
    }
}
