package io.taghub.hub;

import io.taghub.config.HubConfig;
import io.taghub.config.TagConfig;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A version of a platform's interface that a tag speaks and that its vendor switches off, or has. It is told and no more:
 * nothing but the platform's own refusal pauses a tag.
 */
public record VersionEnd(String tag, String type, String version, LocalDate ends, boolean over) {
    /** Long enough to try the next one out, and for those who look once a quarter. */
    private static final int DAYS_AHEAD = 90;

    /** Those of the config that have ended or soon will. */
    public static List<VersionEnd> of(HubConfig config, LocalDate today) {
        return config.tags().values().stream()
                .flatMap(tag -> of(tag, today).stream())
                .toList();
    }

    private static Optional<VersionEnd> of(TagConfig tag, LocalDate today) {
        return tag.tag()
                .apiVersion()
                .flatMap(version -> Stream.ofNullable(version.ends())
                        .filter(ends -> !today.plusDays(DAYS_AHEAD).isBefore(ends))
                        .map(ends ->
                                new VersionEnd(tag.name(), tag.type(), version.version(), ends, !today.isBefore(ends)))
                        .findFirst());
    }

    /** One line for people: what has happened or will, and what to write. */
    @Override
    public String toString() {
        return "tag '" + tag + "': " + type + " " + (over ? "has switched off version " : "switches version ") + version
                + (over ? " on " : " off on ") + ends
                + "; set 'api_version' to a later one, or leave it out to take the one this hub was made for";
    }
}
