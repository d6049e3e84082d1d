package io.taghub.hub;

import io.taghub.config.HubConfig;
import io.taghub.config.TagConfig;
import io.taghub.tag.Tag;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A version of a platform's interface that a tag speaks and that its vendor switches off, has switched off or cannot have made
 * yet, or that nobody knew when this release was made. It is told and no more: nothing but the platform's own refusal pauses a tag.
 *
 * @param what happened or will to the version, in words
 * @param over whether the platform does not take it today
 */
public record VersionEnd(String tag, String type, String version, String what, boolean over) {
    /** Long enough to try the next one out, and for those who look once a quarter. */
    private static final int DAYS_AHEAD = 90;

    /** Those of the config that have ended, soon will, or are still to come. */
    public static List<VersionEnd> of(HubConfig config, LocalDate today) {
        return config.tags().values().stream()
                .flatMap(tag -> of(tag, today).stream())
                .toList();
    }

    private static Optional<VersionEnd> of(TagConfig tag, LocalDate today) {
        return tag.tag().apiVersion().flatMap(version -> of(tag, version, today));
    }

    private static Optional<VersionEnd> of(TagConfig tag, Tag.ApiVersion version, LocalDate today) {
        LocalDate begins = version.begins();
        LocalDate ends = version.ends();
        String name = version.version();
        if (begins != null && today.isBefore(begins)) {
            return Optional.of(new VersionEnd(
                    tag.name(), tag.type(), name, "can have no version " + name + " before " + begins, true));
        }
        if (version.isUnknown()) {
            String newest = "is to be spoken to in version " + name
                    + ", which is not known to this release (the newest that is: " + version.newest() + ")";
            return Optional.of(new VersionEnd(tag.name(), tag.type(), name, newest, false));
        }
        if (ends == null && version.isGone()) {
            String older = " any more: it is older than " + version.oldest() + ", the oldest that is known";
            return Optional.of(new VersionEnd(tag.name(), tag.type(), name, "takes no version " + name + older, true));
        }
        if (ends == null || today.plusDays(DAYS_AHEAD).isBefore(ends)) {
            return Optional.empty();
        }
        boolean over = !today.isBefore(ends);
        String what = over
                ? "has switched off version " + name + " on " + ends
                : "switches version " + name + " off on " + ends;
        return Optional.of(new VersionEnd(tag.name(), tag.type(), name, what, over));
    }

    /** One line for people: what has happened or will, and what to write. */
    @Override
    public String toString() {
        return "tag '" + tag + "': " + type + " " + what
                + "; set 'api_version' to another, or leave it out to take the one this hub was made for";
    }
}
