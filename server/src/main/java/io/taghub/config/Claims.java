package io.taghub.config;

import io.taghub.tag.Claim;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which tags could be told of one and the same click: tags of different receivers that take a click id of one name and
 * share an event.
 */
public final class Claims {

    /** Another tag that could take the same click. */
    public record Rival(String tag, Claim claim) {}

    /**
     * Two tags whose clicks nothing tells apart, or nothing sufficient.
     *
     * @param tag the later one in the file
     * @param covered whether both have a condition, and one holds wherever the other does
     */
    public record Conflict(String tag, String other, Set<String> clickIds, Set<String> events, boolean covered) {
        /** Whether it is about the same two tags and nothing more, whatever else has changed. */
        public boolean within(Conflict before) {
            return Set.of(tag, other).equals(Set.of(before.tag, before.other)) && before.clickIds.containsAll(clickIds);
        }
    }

    private final Map<String, TagConfig> tags = new LinkedHashMap<>();
    private final Set<String> tagNames;
    private final Map<String, Map<String, List<Rival>>> rivals = new LinkedHashMap<>();

    public static Claims of(HubConfig config) {
        return new Claims(config.tags().values(), config.tagNames());
    }

    /** @param tagNames also of tags that are switched off: what is said to be theirs is nobody else's */
    public Claims(Collection<TagConfig> all, Set<String> tagNames) {
        this.tagNames = tagNames;
        all.forEach(tag -> tags.put(tag.name(), tag));
        for (TagConfig tag : all) {
            for (TagConfig other : all) {
                for (String name : shared(tag, other)) {
                    rivals.computeIfAbsent(tag.name(), none -> new LinkedHashMap<>())
                            .computeIfAbsent(name, none -> new ArrayList<>())
                            .add(new Rival(other.name(), Objects.requireNonNull(other.claim())));
                }
            }
        }
    }

    /** What the lanes of this configuration go by: equal where no click would go another way. */
    public Map<String, Map<String, List<Rival>>> rivals() {
        return Collections.unmodifiableMap(rivals);
    }

    /** The tags that could take a click of this name as well as this tag could. */
    public List<Rival> rivals(String tag, String clickId) {
        return rivals.getOrDefault(tag, Map.of()).getOrDefault(clickId, List.of());
    }

    /** Whether this word names this tag: by its own name, or by its network's where no tag is called so. */
    public boolean names(String owner, String tag, @Nullable Claim claim) {
        return tagNames.contains(owner) ? owner.equals(tag) : claim != null && owner.equals(claim.network());
    }

    /** The click ids that both take, where they go to different receivers in the same mode for the same events. */
    private static Set<String> shared(TagConfig tag, TagConfig other) {
        Claim one = tag.claim();
        Claim two = other.claim();
        if (one == null
                || two == null
                || one.receiver().equals(two.receiver())
                || tag.mode() != other.mode()
                || Collections.disjoint(tag.when(), other.when())) {
            return Set.of();
        }
        Set<String> names = new TreeSet<>(one.names());
        names.retainAll(two.names());
        return names;
    }

    /** Live tags that nothing keeps from being told of each other's clicks. */
    public List<Conflict> conflicts() {
        List<Conflict> conflicts = new ArrayList<>();
        pairs((tag, other) -> {
            Claim one = Objects.requireNonNull(tag.claim());
            Claim two = Objects.requireNonNull(other.claim());
            boolean covered = one.conditional() && two.conditional() && (one.covers(two) || two.covers(one));
            if (covered || (!one.conditional() && !two.conditional())) {
                Set<String> events = new TreeSet<>(tag.when());
                events.retainAll(other.when());
                conflicts.add(new Conflict(tag.name(), other.name(), shared(tag, other), events, covered));
            }
        });
        return conflicts;
    }

    private interface Pair {
        void of(TagConfig tag, TagConfig earlier);
    }

    private void pairs(Pair pair) {
        List<TagConfig> all = List.copyOf(tags.values());
        for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < i; j++) {
                Claim one = all.get(i).claim();
                Claim two = all.get(j).claim();
                if (one != null
                        && two != null
                        && all.get(i).mode() == HubConfig.Mode.LIVE
                        && !one.shared()
                        && !two.shared()
                        && !shared(all.get(i), all.get(j)).isEmpty()) {
                    pair.of(all.get(i), all.get(j));
                }
            }
        }
    }

    /** Says of each tag once what it has in common with those before it. */
    void report(Problems problems) {
        Map<String, List<Conflict>> byTag = new LinkedHashMap<>();
        conflicts()
                .forEach(conflict -> byTag.computeIfAbsent(conflict.tag(), none -> new ArrayList<>())
                        .add(conflict));
        byTag.forEach(
                (tag, conflicts) -> problems.refuse(ConfigKeys.TAGS.name() + "." + tag, sentence(tag, conflicts)));
        Map<String, List<String>> doubtful = new LinkedHashMap<>();
        pairs((tag, other) -> {
            Claim one = Objects.requireNonNull(tag.claim());
            Claim two = Objects.requireNonNull(other.claim());
            if (one.conditional() && two.conditional() && !one.excludes(two) && !one.covers(two) && !two.covers(one)) {
                doubtful.computeIfAbsent(tag.name(), none -> new ArrayList<>()).add("'" + other.name() + "'");
            }
        });
        doubtful.forEach((tag, others) -> problems.warning(
                ConfigKeys.TAGS.name() + "." + tag + ".capture.when",
                "a landing can fit this condition and that of " + String.join(", ", others)
                        + "; such a click goes to none of them"));
    }

    private String sentence(String tag, List<Conflict> conflicts) {
        Set<String> clickIds = new TreeSet<>();
        Set<String> events = new TreeSet<>();
        conflicts.forEach(conflict -> {
            clickIds.addAll(conflict.clickIds());
            events.addAll(conflict.events());
        });
        String others = conflicts.stream()
                .map(conflict -> "'" + conflict.other() + "' (" + receiver(conflict.other()) + ")")
                .collect(Collectors.joining(", "));
        return "'" + tag + "' (" + receiver(tag) + ") and " + others + " take the same click ids ("
                + String.join(", ", clickIds) + ") for " + String.join(", ", events)
                + (conflicts.stream().allMatch(Conflict::covered)
                        ? ", and their conditions hold for the same landings"
                        : ", so each is told of the others' clicks")
                + ". Say which landings are whose, capture: {when: {utm_source: north}}; or give a tag a landing parameter of"
                + " its own, click_id: north_cid; or write shared: true where both shall be told";
    }

    private String receiver(String tag) {
        return Objects.requireNonNull(Objects.requireNonNull(tags.get(tag)).claim())
                .receiver();
    }
}
