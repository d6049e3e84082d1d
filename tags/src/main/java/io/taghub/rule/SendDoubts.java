package io.taghub.rule;

import io.taghub.event.Event;
import io.taghub.life.Saying;
import io.taghub.tag.Plan;
import io.taghub.tag.Reason;
import io.taghub.tag.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What one tag lists and never sends. Tried out: only the tag itself knows what it takes. */
public final class SendDoubts {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    /** No platform's name, and one that any takes that takes own ones. */
    private static final String OWN = "an_event";

    /** For want of what the tag may not know. */
    private static final Set<Reason> WANTING = Set.of(Reason.NO_CLICK_ID, Reason.NO_MATCH_KEY, Reason.MISSING_FIELD);

    /** What has no value where nobody thought of one. */
    private static final Set<String> WORTHLESS = Set.of("registration", "sign_up", "lead", "generate_lead");

    private final Tag tag;
    private final TagRule rule;
    private final List<String> when;
    private final Findings findings;
    private final Set<String> never = new TreeSet<>();

    /** @param when the names of the events it is for */
    public SendDoubts(Tag tag, TagRule rule, List<String> when, Findings findings) {
        this.tag = tag;
        this.rule = rule;
        this.when = when;
        this.findings = findings;
    }

    /**
     * @param samples an event of a name that the tag might send
     * @param renamed the names for which the operator says what the platform calls them
     * @return the names of events of which none is ever sent
     */
    public Set<String> check(Function<String, Event> samples, Map<String, Contract> contracts, Set<String> renamed) {
        for (int i = 0; i < when.size(); i++) {
            String name = when.get(i);
            String why = unnamed(name);
            if (why != null) {
                never.add(name);
                findings.warning(
                        renamed.contains(name) ? "event_names." + name : "when[" + i + "]",
                        "'" + name + "' is never sent: " + why);
            } else if (WORTHLESS.contains(name)) {
                worthless(samples.apply(name), contracts.getOrDefault(name, Contract.NONE), "when[" + i + "]");
            }
        }
        withheld(samples);
        return never;
    }

    /** The tag itself knows what it has no name for, and which it takes none of. */
    private @Nullable String unnamed(String name) {
        boolean named = skip(Event.named(OWN, "an-id", NOON).build()) instanceof Plan.Skip(Reason reason, String _)
                && reason == Reason.INVALID_FIELD;
        return skipOf(name) instanceof Plan.Skip(Reason reason, String detail)
                        && (reason == Reason.NO_MAPPING
                                || reason == Reason.NO_REVERSAL
                                || (reason == Reason.INVALID_FIELD && !named))
                ? (detail.isEmpty() ? reason.text() : detail)
                : null;
    }

    /** What takes something back may be told under the name of what it takes back. */
    private Plan.@Nullable Skip skipOf(String name) {
        Event event = Event.named(name, "an-id", NOON).build();
        Plan.Skip skip = skip(event);
        boolean taken = skip != null
                && Saying.takesBack(event)
                && when.stream()
                        .map(other -> skip(event.toBuilder()
                                .original(new Event.Original(other, "another", null, null))
                                .build()))
                        .anyMatch(other -> other == null || WANTING.contains(other.reason()));
        return taken ? null : skip;
    }

    /** An event that is taken with a value and not without, where usually it has none. */
    private void worthless(Event sample, Contract contract, String path) {
        if (!contract.requires("value")
                && skip(sample) == null
                && rule.shape(sample.toBuilder().money(null).build(), contract)
                        instanceof TagRule.Shaped.As(Event without)
                && skip(without) instanceof Plan.Skip(Reason reason, String detail)
                && reason == Reason.MISSING_FIELD) {
            findings.warning(
                    path,
                    "without a value no '" + sample.name() + "' is sent: " + detail
                            + "; send one, or say what it is worth, value: { fixed: 10, currency: EUR }");
        }
    }

    /** Who keeps from a receiver what it asks for keeps events from it. */
    private void withheld(Function<String, Event> samples) {
        String key = rule.filter();
        if (key == null) {
            return;
        }
        int sent = 0;
        List<Plan.Skip> skips = new ArrayList<>();
        Set<String> names = new TreeSet<>();
        for (String name : Set.copyOf(when)) {
            Event sample = samples.apply(name);
            if (skip(sample) == null) {
                sent++;
                Plan.Skip skip = skip(rule.left(sample));
                if (skip != null && WANTING.contains(skip.reason())) {
                    skips.add(skip);
                    names.add("'" + name + "'");
                }
            }
        }
        if (skips.isEmpty()) {
            return;
        }
        boolean click = skips.stream().allMatch(skip -> skip.reason() == Reason.NO_CLICK_ID);
        boolean all = names.size() == sent;
        String message = (click
                        ? "this keeps the click from the receiver, which takes no event without it"
                        : "this keeps from the receiver what it asks for")
                + (all ? ", so nothing is ever sent" : ", so none of " + String.join(", ", names) + " is ever sent")
                + (click ? "; let 'click_ids' through" : ": " + skips.getFirst().detail());
        if (all) {
            findings.error(key, message);
        } else {
            findings.warning(key, message);
        }
    }

    private Plan.@Nullable Skip skip(Event event) {
        try {
            return tag.plan(event) instanceof Plan.Skip skip ? skip : null;
        } catch (RuntimeException wantsMore) {
            return null; // of an event than this one has
        }
    }

    /** Says where an event is wanted from one channel by its entry in 'when' that only comes from another. */
    public void channel(String name, String only) {
        List<Integer> places = IntStream.range(0, when.size())
                .filter(i -> when.get(i).equals(name))
                .boxed()
                .toList();
        List<List<Condition>> entries = rule.entries(name);
        for (int i = 0; i < entries.size(); i++) {
            boolean foreign = entries.get(i).stream()
                    .filter(condition -> condition.field().name().equals("channel"))
                    .flatMap(condition -> condition.demands().stream())
                    .anyMatch(demand -> !demand.met(List.of(only)));
            if (foreign) {
                findings.warning(
                        "when[" + places.get(Math.min(i, places.size() - 1)) + "]." + name + ".channel",
                        "events." + name + " takes it from the " + only + " only, so none of these is ever sent");
            }
        }
    }
}
