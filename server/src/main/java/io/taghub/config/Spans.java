package io.taghub.config;

import io.taghub.config.HubConfig.EventRule;
import io.taghub.config.HubConfig.Retention;
import io.taghub.tag.ClickIdRule;
import io.taghub.tag.Form;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Waits, windows and lifetimes that no one means, or that contradict each other. Only what stands in the file is looked at. */
final class Spans {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration YEARS = Duration.ofDays(5 * 366);

    private final SectionReader reader;
    private final Retention kept;

    private Spans(SectionReader reader, Retention kept) {
        this.reader = reader;
        this.kept = kept;
    }

    static void check(
            SectionReader reader,
            ConfigKeys.Hub hub,
            Map<String, EventRule> events,
            Map<String, ClickIdRule> clickIds,
            Map<String, TagConfig> tags) {
        Spans spans = new Spans(reader, Objects.requireNonNull(hub.retention()));
        spans.hub(hub);
        events.forEach(spans::event);
        clickIds.forEach((name, rule) -> {
            String path = ConfigKeys.CLICK_IDS.name() + "." + name + ".lifetime";
            spans.forgotten(path, rule.lifetime());
            spans.between(path, rule.lifetime(), HOUR, YEARS, "a click counts");
        });
        tags.forEach((name, tag) -> {
            String path = ConfigKeys.TAGS.name() + "." + name;
            spans.forgotten(path + ".window", tag.window());
            spans.between(path + ".window", tag.window(), HOUR, YEARS, "a click counts");
            spans.older(path, tag.window());
            spans.between(path + ".limits.max_age", tag.limits().maxAge(), HOUR, YEARS, "an event is sent");
            spans.between(
                    path + ".limits.min_delay",
                    tag.limits().minDelay(),
                    Duration.ZERO,
                    Duration.ofDays(7),
                    "an event waits");
            spans.between(
                    path + ".delay", tag.limits().minDelay(), Duration.ZERO, Duration.ofDays(7), "an event waits");
        });
    }

    private void hub(ConfigKeys.Hub hub) {
        between("retention.events", kept.events(), DAY, YEARS, "events are kept");
        between("retention.attempts", kept.attempts(), DAY, YEARS, "attempts are kept");
        between("retention.identity", kept.identity(), DAY, YEARS, "visitors are kept");
        if (written("retention.identity")
                && kept.identity().compareTo(WEEK) < 0
                && kept.identity().compareTo(kept.events()) < 0) {
            warn(
                    "retention.identity",
                    "clicks are forgotten after " + words(kept.identity())
                            + ", so a conversion that comes later is nobody's; an event is kept for "
                            + words(kept.events()));
        }
        between("late_link", hub.lateLink(), Duration.ZERO, Duration.ofDays(30), "an event waits");
        if (written("late_link") && hub.lateLink().compareTo(kept.events()) > 0) {
            warn("late_link", "no event waits longer than it is kept, retention.events: " + words(kept.events()));
        }
        HubConfig.ConsentRules consent = Objects.requireNonNull(hub.consent());
        between(
                "consent.wait",
                consent.patience(),
                Duration.ofSeconds(1),
                DAY,
                "an event waits for the visitor's word");
        if (written("consent.wait") && consent.grantedByDefault()) {
            warn("consent.wait", "nothing waits for the visitor's word where consent.default is granted");
        }
    }

    private void event(String name, EventRule rule) {
        String path = ConfigKeys.EVENTS.name() + "." + name;
        if (written(path + ".dedup")) {
            if (rule.dedup().isZero()) {
                reader.problems.error(
                        path + ".dedup", "with 0 every copy is an event of its own and is sent again; for example 7d");
            } else {
                between(
                        path + ".dedup",
                        rule.dedup(),
                        rule.conversion() ? HOUR : Duration.ofMinutes(1),
                        YEARS,
                        "a copy is recognised");
            }
        }
        if (rule.pair() == null) {
            return;
        }
        Duration patience = rule.pair().patience();
        between(path + ".pair.wait", patience, Duration.ofSeconds(1), HOUR, "an event waits for its other copy");
        if (patience.compareTo(rule.dedup()) >= 0) {
            reader.problems.error(
                    path + (written(path + ".dedup") ? ".dedup" : ".pair.wait"),
                    "the copy is waited for as long as it is recognised, or longer: pair.wait " + words(patience)
                            + ", dedup " + words(rule.dedup()));
        }
        if (patience.compareTo(kept.events()) >= 0) {
            reader.problems.error(
                    path + ".pair.wait",
                    "an event waits longer than it is kept, retention.events: " + words(kept.events()));
        }
    }

    /** The receiver's own limit beside the hub's. */
    private void older(String path, @Nullable Duration window) {
        Object most = at(path + ".max_click_age");
        Duration age = most == null ? null : Form.duration(most);
        if (age != null && window != null && written(path + ".window") && age.compareTo(window) < 0) {
            warn(
                    path + ".max_click_age",
                    "no click older than " + words(age) + " is sent, so 'window: " + words(window)
                            + "' changes nothing; one of them is enough");
        }
    }

    private void forgotten(String path, @Nullable Duration click) {
        if (click != null && written(path) && click.compareTo(kept.identity()) > 0) {
            warn(
                    path,
                    "clicks are forgotten after " + words(kept.identity()) + ", retention.identity, so none counts for "
                            + words(click));
        }
    }

    private void between(String path, @Nullable Duration span, Duration least, Duration most, String what) {
        if (span == null || !written(path)) {
            return;
        }
        if (span.compareTo(least) < 0) {
            warn(path, what + " for " + words(span) + " only; less than " + words(least) + " is hardly meant");
        } else if (span.compareTo(most) > 0) {
            warn(path, what + " for " + words(span) + "; more than " + words(most) + " is hardly meant");
        }
    }

    private void warn(String path, String message) {
        reader.problems.warning(path, message);
    }

    private boolean written(String path) {
        return at(path) != null;
    }

    private @Nullable Object at(String path) {
        Object value = reader.root();
        for (String key : path.split("\\.")) {
            value = value instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return value;
    }

    /** As it would be written: {@code 90d}, {@code 36h}, {@code 30s}. */
    static String words(Duration span) {
        if (span.toMillis() % 1000 != 0) {
            return span.toMillis() + "ms";
        }
        long seconds = span.toSeconds();
        return seconds == 0
                ? "0s"
                : seconds % 86_400 == 0
                        ? seconds / 86_400 + "d"
                        : seconds % 3600 == 0
                                ? seconds / 3600 + "h"
                                : seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
