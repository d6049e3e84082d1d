package io.taghub.plan;

import io.taghub.config.HubConfig;
import io.taghub.config.HubConfig.EventRule;
import io.taghub.event.Channel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What two configs say differently, in a marketer's words: one sentence each without a full stop, none where nothing changes. */
public final class ConfigChanges {
    private static final Set<String> SAID_OTHERWISE = Set.of("tags", "mode", "server_keys");
    private static final Set<String> AT_A_START = Set.of("store", "store_password", "encryption_key");

    private final HubConfig before;
    private final HubConfig after;
    private final List<String> lines = new ArrayList<>();

    private ConfigChanges(HubConfig before, HubConfig after) {
        this.before = before;
        this.after = after;
    }

    public static List<String> between(HubConfig before, HubConfig after) {
        return new ConfigChanges(before, after).lines();
    }

    private List<String> lines() {
        if (before.mode() != after.mode()) {
            lines.add(
                    "the hub " + TagChanges.mode(after.mode()) + "; it was in mode " + TagChanges.word(before.mode()));
        }
        lines.addAll(new TagChanges(before, after).lines());
        channels();
        lines.addAll(ContractChanges.between(before, after));
        serverKeys();
        for (WrittenChanges.Change change :
                WrittenChanges.between(before.written().keys(), after.written().keys())) {
            String first = change.first();
            if (!SAID_OTHERWISE.contains(first) && differs(first, change.path())) {
                lines.add(words(change));
            }
        }
        return List.copyOf(new LinkedHashSet<>(lines));
    }

    private String words(WrittenChanges.Change change) {
        String path = change.path();
        return switch (path) {
            case "consent.default" ->
                "consent: where a visitor has not decided, " + after.consent().whereUnset() + " counts instead of "
                        + before.consent().whereUnset();
            case "consent.gpc" ->
                "consent: Global Privacy Control is "
                        + (after.consent().honourGpc() ? "honoured" : "no longer honoured");
            case "consent.wait" -> "consent: how long an event waits for the visitor's word " + change.words();
            case "site.prefix" ->
                "script and endpoint move from /" + before.site().prefix() + "/ to /"
                        + after.site().prefix() + "/: pages and proxy need the new address";
            case "site.cookie" ->
                "the visitor cookie " + change.words() + ": every visitor becomes a new one, and earlier clicks count"
                        + " only for users who are linked already";
            default -> path + " " + change.words() + (AT_A_START.contains(change.first()) ? ", at the next start" : "");
        };
    }

    /** Whether it makes a difference: a default that is written out makes none. */
    private boolean differs(String first, String path) {
        return switch (first) {
            case "site" -> !before.site().equals(after.site());
            case "consent" -> !before.consent().equals(after.consent());
            case "identify", "late_link" -> !before.identity().equals(after.identity());
            case "retention" -> !before.retention().equals(after.retention());
            case "network" -> !before.network().equals(after.network());
            case "click_ids" -> !before.clickIds().equals(after.clickIds());
            case "store" -> !before.store().url().equals(after.store().url());
            case "sandbox" -> !before.sandbox().equals(after.sandbox());
            case "events" -> !path.endsWith(".from") && !ContractChanges.isOf(path, before, after) && ruled(path);
            default -> true;
        };
    }

    /** Whether the event that this path is of has other rules. */
    private boolean ruled(String path) {
        Set<String> names = new TreeSet<>(before.events().keySet());
        names.addAll(after.events().keySet());
        return names.stream()
                .filter(name -> path.equals("events." + name) || path.startsWith("events." + name + "."))
                .anyMatch(name -> !before.rule(name).equals(after.rule(name)));
    }

    /** Who may report an event. */
    private void channels() {
        Set<String> names = new TreeSet<>(before.events().keySet());
        names.addAll(after.events().keySet());
        for (String name : names) {
            EventRule was = before.rule(name);
            EventRule is = after.rule(name);
            if (!was.from().equals(is.from())) {
                lines.add(name + " will be taken from "
                        + (is.from().size() > 1
                                ? "pages and back ends"
                                : is.from().contains(Channel.SERVER) ? "back ends only" : "pages only"));
            }
        }
    }

    private void serverKeys() {
        Set<String> names = new TreeSet<>(before.serverKeys().keySet());
        names.addAll(after.serverKeys().keySet());
        for (String name : names) {
            @Nullable Object was = before.serverKeys().get(name);
            @Nullable Object is = after.serverKeys().get(name);
            if (was == null) {
                lines.add("the back end " + name + " may report events");
            } else if (is == null) {
                lines.add("the back end " + name + " may no longer report events");
            } else if (!was.equals(is) || !written(before, name).equals(written(after, name))) {
                lines.add("the key of the back end " + name + " changes");
            }
        }
    }

    private static String written(HubConfig config, String key) {
        return config.written().keys().get("server_keys") instanceof Map<?, ?> keys ? "" + keys.get(key) : "";
    }
}
