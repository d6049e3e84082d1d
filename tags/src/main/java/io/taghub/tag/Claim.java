package io.taghub.tag;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which clicks a tag takes for its own. Several receivers may name their click id alike ({@code clickid}), and what one of
 * them is told of another's click is wrong and not theirs to know.
 *
 * @param network whose postback it is, a preset's name
 * @param receiver host and port that is told; two tags of one receiver may take the same click
 * @param names the click ids it takes
 * @param when landing parameters and the values of which each must have had one; empty where any landing will do
 * @param shared whether it also takes clicks that are another's
 */
public record Claim(String network, String receiver, Set<String> names, Map<String, Set<String>> when, boolean shared) {

    public Claim {
        names = Set.copyOf(names);
        when = Map.copyOf(when);
    }

    /** The same without the click ids of these names. */
    public Claim without(Set<String> taken) {
        return new Claim(
                network,
                receiver,
                names.stream().filter(name -> !taken.contains(name)).collect(Collectors.toSet()),
                when,
                shared);
    }

    public boolean conditional() {
        return !when.isEmpty();
    }

    /** Whether a landing with these parameters is one of those; their names match in any case, their values to the letter. */
    public boolean holds(Map<String, String> landing) {
        return when.entrySet().stream()
                .allMatch(wanted -> landing.entrySet().stream()
                        .anyMatch(given -> given.getKey().equalsIgnoreCase(wanted.getKey())
                                && wanted.getValue().contains(given.getValue())));
    }

    /** Whether every landing that fits the other's condition fits this one's too. */
    public boolean covers(Claim other) {
        return when.entrySet().stream()
                .allMatch(mine -> other.when.entrySet().stream()
                        .anyMatch(theirs -> theirs.getKey().equalsIgnoreCase(mine.getKey())
                                && mine.getValue().containsAll(theirs.getValue())));
    }

    /** Whether no landing can fit both conditions. */
    public boolean excludes(Claim other) {
        return when.entrySet().stream()
                .anyMatch(mine -> other.when.entrySet().stream()
                        .anyMatch(theirs -> theirs.getKey().equalsIgnoreCase(mine.getKey())
                                && Collections.disjoint(mine.getValue(), theirs.getValue())));
    }

    /** The condition in words, {@code utm_source=north, sub=1 or 2}. */
    public String condition() {
        return when.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(wanted -> wanted.getKey() + "="
                        + wanted.getValue().stream().sorted().collect(Collectors.joining(" or ")))
                .collect(Collectors.joining(", "));
    }
}
