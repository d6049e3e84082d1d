package io.taghub.plan;

import io.taghub.config.HubConfig;
import io.taghub.config.TagConfig;
import io.taghub.event.Consent.Purpose;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What two configs say differently of their tags, one sentence each without a full stop. */
final class TagChanges {
    /** Of these the values are compared, not what is written. */
    private static final Set<String> BY_VALUE =
            Set.of("type", "mode", "enabled", "consent", "attribution", "window", "bots", "on_unknown", "limits");

    private final HubConfig before;
    private final HubConfig after;
    private final List<String> lines = new ArrayList<>();

    TagChanges(HubConfig before, HubConfig after) {
        this.before = before;
        this.after = after;
    }

    List<String> lines() {
        Map<String, String> renamed = renamed();
        renamed.forEach((old, called) -> lines.add(old + " is called " + called + " from now on; " + called
                + " starts with events that come in then, and what still waits at " + old + " is not carried over"));
        newcomers(renamed.values());
        events();
        leavers(renamed.keySet());
        after.tags().forEach((name, tag) -> {
            TagConfig old = before.tags().get(name);
            if (old != null) {
                changed(old, tag);
            }
        });
        return lines;
    }

    /** A tag that is the same under another name is no new receiver. */
    private Map<String, String> renamed() {
        Map<String, String> renamed = new LinkedHashMap<>();
        before.tags().forEach((name, tag) -> {
            if (!after.tagNames().contains(name)) {
                after.tags().values().stream()
                        .filter(one -> !before.tagNames().contains(one.name()))
                        .filter(one -> !renamed.containsValue(one.name()))
                        .filter(one -> one.fingerprint().equals(tag.fingerprint()))
                        .findFirst()
                        .ifPresent(one -> renamed.put(name, one.name()));
            }
        });
        return renamed;
    }

    private void newcomers(Collection<String> renamed) {
        after.tags().forEach((name, tag) -> {
            if (before.tags().containsKey(name) || renamed.contains(name)) {
                return;
            }
            Object preset = written(after, name).get("preset");
            String kind = tag.type() + (preset == null ? "" : ", preset " + preset);
            lines.add(name + (before.tagNames().contains(name) ? " is switched on" : " is new") + " (" + kind + ")"
                    + switch (tag.mode() == after.mode() ? HubConfig.Mode.LIVE : tag.mode()) {
                        case LIVE -> "";
                        case SANDBOX -> "; what it builds goes to the sandbox";
                        case SHADOW -> "; what it builds is shown and not sent";
                    });
            lines.addAll(
                    Conditions.changed(name, List.of(), written(after, name).get("when")));
        });
    }

    /** By event: which tags get it as well, then by tag: what it gets no more. */
    private void events() {
        Map<String, Set<String>> gained = new LinkedHashMap<>();
        Map<String, String> renamed = renamed();
        after.tags().forEach((name, tag) -> {
            TagConfig old = before.tags().get(name);
            Set<String> more = new LinkedHashSet<>(tag.when());
            more.removeAll(old == null ? Set.of() : old.when());
            if (!renamed.containsValue(name)) {
                more.forEach(event -> gained.computeIfAbsent(event, key -> new LinkedHashSet<>())
                        .add(name));
            }
        });
        Map<Set<String>, List<String>> together = new LinkedHashMap<>();
        gained.forEach((event, tags) ->
                together.computeIfAbsent(tags, key -> new ArrayList<>()).add(event));
        together.forEach((tags, events) -> lines.add(list(events) + " will also go to " + list(tags)));
        after.tags().forEach((name, tag) -> {
            TagConfig old = before.tags().get(name);
            Set<String> less = new LinkedHashSet<>(old == null ? Set.of() : old.when());
            less.removeAll(tag.when());
            if (!less.isEmpty()) {
                lines.add(name + " will stop getting " + list(less));
            }
        });
    }

    private void leavers(Set<String> renamed) {
        before.tags().forEach((name, tag) -> {
            if (!after.tags().containsKey(name) && !renamed.contains(name)) {
                String how = after.tagNames().contains(name) ? " is switched off" : " leaves the config";
                lines.add(name + how + ": it will stop getting " + list(tag.when())
                        + "; what waits there waits for its return, as long as events are kept");
            }
        });
    }

    private void changed(TagConfig old, TagConfig tag) {
        String name = tag.name();
        int said = lines.size();
        if (!old.type().equals(tag.type())) {
            lines.add(name + " becomes a tag of the type " + tag.type() + "; it was " + old.type());
        }
        boolean byItself = before.mode() == after.mode() || old.mode() == before.mode() != (tag.mode() == after.mode());
        if (old.mode() != tag.mode() && byItself) {
            lines.add(name + " " + mode(tag.mode()) + "; it was in mode " + word(old.mode()));
        }
        consent(old, tag);
        if (old.attribution() != tag.attribution()) {
            lines.add("attribution of " + name + ": " + attribution(tag) + ", instead of " + attribution(old));
        }
        if (!Objects.equals(old.window(), tag.window())) {
            lines.add("window of " + name + ": " + window(tag) + ", instead of " + window(old));
        }
        if (old.bots() != tag.bots()) {
            lines.add("events of bots will " + (tag.bots() ? "also go to " : "no longer go to ") + name);
        }
        if (old.onUnknown() != tag.onUnknown()) {
            lines.add(name
                    + (tag.onUnknown() == TagConfig.OnUnknown.HOLD
                            ? " will hold for a person what was sent and not answered, instead of sending it again"
                            : " will send again what was not answered, instead of holding it for a person"));
        }
        settings(old, tag);
        boolean cameWithAll = Objects.equals(before.defaultCountry(), after.defaultCountry())
                && before.site().equals(after.site());
        if (said == lines.size()
                && cameWithAll
                && old.mode() == tag.mode()
                && !old.fingerprint().equals(tag.fingerprint())
                && old.when().equals(tag.when())
                && written(before, name).equals(written(after, name))) {
            lines.add("what " + name + " takes from elsewhere changes: a secret, or its preset");
        }
    }

    private void consent(TagConfig old, TagConfig tag) {
        Set<Purpose> more = minus(tag.consent(), old.consent());
        Set<Purpose> less = minus(old.consent(), tag.consent());
        if (!more.isEmpty()) {
            lines.add("consent: " + tag.name() + " will also need " + purposes(more));
        }
        if (!less.isEmpty()) {
            lines.add("consent: " + tag.name() + " will no longer need " + purposes(less));
        }
    }

    private static Set<Purpose> minus(Set<Purpose> these, Set<Purpose> those) {
        Set<Purpose> rest = EnumSet.noneOf(Purpose.class);
        rest.addAll(these);
        rest.removeAll(those);
        return rest;
    }

    private void settings(TagConfig old, TagConfig tag) {
        String name = tag.name();
        Map<String, @Nullable Object> was = written(before, name);
        Map<String, @Nullable Object> is = written(after, name);
        for (WrittenChanges.Change change : WrittenChanges.between(was, is)) {
            String first = change.first();
            if (BY_VALUE.contains(first) && !first.equals("limits")
                    || first.equals("limits") && old.limits().equals(tag.limits())) {
                continue;
            }
            if (first.equals("when")) {
                lines.addAll(Conditions.changed(name, was.get("when"), is.get("when")));
            } else if (first.equals("event_names")) {
                called(name, change);
            } else {
                lines.add(change.path() + " of " + name + " " + change.words());
            }
        }
    }

    private void called(String name, WrittenChanges.Change change) {
        String event = change.path().replaceFirst("^event_names\\.", "");
        Object is = change.after();
        Object was = change.before();
        lines.add(name + " will call " + event + " "
                + (is == null ? "as the platform does by default" : "'" + is + "'")
                + (was == null ? "" : ", instead of '" + was + "'"));
    }

    static String mode(HubConfig.Mode mode) {
        return switch (mode) {
            case LIVE -> "will send for real";
            case SANDBOX -> "will send to the sandbox only";
            case SHADOW -> "will show what it builds and send nothing";
        };
    }

    static String word(HubConfig.Mode mode) {
        return mode.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static String attribution(TagConfig tag) {
        return switch (tag.attribution()) {
            case FIRST -> "the first click counts";
            case LAST -> "the last click counts";
            case LAST_PAID -> "the last click counts that somebody is paid for";
            case LOCKED -> "the last click before the user was known counts";
        };
    }

    private static String window(TagConfig tag) {
        return tag.window() == null
                ? "a click counts as long as its network says"
                : "a click counts for " + Conditions.length(tag.window());
    }

    private static String purposes(Set<Purpose> purposes) {
        return purposes.stream().map(Purpose::key).collect(Collectors.joining(", "));
    }

    private static String list(Collection<String> names) {
        return String.join(", ", names);
    }

    /** A tag's settings as written. */
    private static Map<String, @Nullable Object> written(HubConfig config, String tag) {
        Map<String, @Nullable Object> settings = new LinkedHashMap<>();
        if (config.written().keys().get("tags") instanceof Map<?, ?> tags && tags.get(tag) instanceof Map<?, ?> own) {
            own.forEach((key, value) -> settings.put(String.valueOf(key), value));
        }
        return settings;
    }
}
