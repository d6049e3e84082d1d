package io.taghub.rule;

import io.taghub.event.Event;
import io.taghub.tag.Item;
import io.taghub.tag.Plan;
import io.taghub.tag.Tag;
import io.taghub.tag.TagType;
import io.taghub.text.MacroSigns;
import io.taghub.text.Suggestion;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What one tag says of events by their names, ours and the platform's, and probably does not mean. */
public final class NameDoubts {
    /** Settings that say something of each event. */
    public static final Set<String> BY_EVENT =
            Set.of("goals", "conversion_actions", "event_ids", "event_names", "by_event");

    /** What a person does once and a back end may report under either name. */
    private static final List<List<String>> ONE_ACT =
            List.of(List.of("ftd", "deposit"), List.of("registration", "sign_up"), List.of("lead", "generate_lead"));

    /** What visitors do on the way, and is no conversion unless the file says so. */
    public static final Set<String> VISITS = Set.of(
            "page_view",
            "view_item",
            "view_list",
            "search",
            "login",
            "add_to_cart",
            "add_to_wishlist",
            "begin_checkout",
            "add_payment_info");

    public static final String MACRO =
            "what stands here goes out as it is, so a macro does nothing; write the word itself";

    private final TagType<?> type;
    private final Tag tag;
    private final List<String> when;
    private final Map<String, String> renamed;
    private final Map<String, @Nullable Object> own;
    private final Function<String, Event> samples;
    private final Findings findings;

    /**
     * @param when the names of the events it is for
     * @param renamed what the operator says a platform shall be told, by our names
     * @param own its settings as they are written
     * @param samples an event of a name that the tag might send
     */
    public NameDoubts(
            TagType<?> type,
            Tag tag,
            List<String> when,
            Map<String, String> renamed,
            Map<String, @Nullable Object> own,
            Function<String, Event> samples,
            Findings findings) {
        this.type = type;
        this.tag = tag;
        this.when = when;
        this.renamed = renamed;
        this.own = own;
        this.samples = samples;
        this.findings = findings;
    }

    /**
     * @param conversion whether the file says that events of a name are conversions
     * @param never names of which none is sent, which has been said
     */
    public void check(Predicate<String> conversion, Set<String> never) {
        BY_EVENT.forEach(this::notListed);
        rules();
        names(never);
        together(conversion);
    }

    /** What the platform calls an event, null where it has no name of its own for it. */
    private @Nullable String called(String name) {
        return renamed.getOrDefault(name, type.eventNames().get(name));
    }

    /** A rule may be one for all events that a platform calls alike. */
    private void rules() {
        if (own.get("conversion_rules") instanceof Map<?, ?> rules) {
            Set<String> known = new TreeSet<>(when);
            when.stream().map(this::called).filter(Objects::nonNull).forEach(known::add);
            rules.keySet().stream()
                    .map(String::valueOf)
                    .filter(name -> !known.contains(name))
                    .forEach(name -> findings.warning(
                            "conversion_rules." + name,
                            "no event in 'when' is '" + name + "', here or at " + type.name()
                                    + Suggestion.among(known, name)));
        }
    }

    /** Two of our events under one name, of which one is a visit and the other money. */
    private void together(Predicate<String> conversion) {
        renamed.forEach((name, called) -> when.stream()
                .filter(other -> when.contains(name) && !other.equals(name) && called.equals(called(other)))
                .filter(other -> isVisit(name, conversion) != isVisit(other, conversion))
                .findFirst()
                .ifPresent(other -> findings.warning(
                        "event_names." + name,
                        "'" + name + "' and '" + other + "' both go to " + type.name() + " as '" + called
                                + "', and each counts there as one; '"
                                + (isVisit(name, conversion) ? name : other) + "' is no conversion")));
    }

    private static boolean isVisit(String name, Predicate<String> conversion) {
        return VISITS.contains(name) && !conversion.test(name);
    }

    /** Whether the platform gets to see what it calls the event. */
    private boolean tells(String name, String called) {
        try {
            return !(tag.plan(samples.apply(name)) instanceof Plan.Send(Item item))
                    || tag.request(List.of(item)).bodyText().contains(called)
                    || tag.request(List.of(item)).url().toString().contains(called);
        } catch (RuntimeException wantsMore) {
            return true; // of an event than a sample has
        }
    }

    private void notListed(String key) {
        Map<?, ?> map =
                key.equals("event_names") ? renamed : own.get(key) instanceof Map<?, ?> written ? written : Map.of();
        map.keySet().stream()
                .map(String::valueOf)
                .filter(name -> !when.contains(name))
                .forEach(name -> findings.warning(
                        key + "." + name, "'when' does not list '" + name + "'" + Suggestion.among(when, name)));
    }

    /** @param never of which none is sent, which has been said */
    private void names(Set<String> never) {
        Map<String, String> theirs = type.eventNames();
        Set<String> standard = new TreeSet<>(theirs.values());
        renamed.forEach((name, called) -> {
            String place = "event_names." + name;
            if (called.isBlank()) {
                findings.error(
                        place, "no name stands here; leave '" + name + "' out, or write what the platform calls it");
            } else if (MacroSigns.isIn(called)) {
                findings.error(place, MACRO);
            } else if (!standard.isEmpty() && !standard.contains(called) && !never.contains(name)) {
                String meant = Suggestion.among(standard, called);
                String usual = theirs.get(name);
                String nearest = Suggestion.nearest(standard, called);
                boolean understood = nearest != null && !tells(name, called) && tells(name, nearest);
                if (understood) {
                    return; // the platform is told its own name whichever way it is spelt here
                }
                if (!meant.isEmpty()
                        && (!name.equals(called) || standard.stream().anyMatch(called::equalsIgnoreCase))) {
                    findings.warning(place, "'" + called + "' is no standard event of " + type.name() + meant);
                } else if (usual != null && !name.equals(called)) {
                    findings.warning(
                            place,
                            "'" + called + "' is no standard event of " + type.name()
                                    + (tells(name, called) ? ", so it counts there as one of your own" : "")
                                    + "; the standard one for '" + name + "' is '"
                                    + usual + "'");
                }
            }
        });
        for (List<String> pair : ONE_ACT) {
            String called = theirs.get(pair.getFirst());
            if (when.containsAll(pair)
                    && called != null
                    && called.equals(theirs.get(pair.getLast()))
                    && pair.stream().noneMatch(name -> renamed.containsKey(name) || never.contains(name))) {
                findings.warning(
                        "when",
                        "'" + pair.getFirst() + "' and '" + pair.getLast() + "' both go to " + type.name() + " as '"
                                + called
                                + "', so an act that is reported under both names counts twice; leave one out, or"
                                + " give it another name in event_names");
            }
        }
    }
}
