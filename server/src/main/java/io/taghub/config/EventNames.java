package io.taghub.config;

import io.taghub.config.lookup.OtherWords;
import io.taghub.rule.Trigger;
import io.taghub.tag.TagType;
import io.taghub.text.Amount;
import io.taghub.text.Suggestion;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the names of events: what can be none, and what is probably misspelt. Nothing forbids a new name, but
 * {@code purchse} is none.
 */
final class EventNames {
    /** What money depends on by its name, whether or not the config says so. */
    static final Set<String> CONVERSIONS = Set.of(
            "purchase", "refund", "chargeback", "ftd", "deposit", "withdrawal", "registration", "sign_up", "lead");

    /** The names that starters, snippet and documentation use. */
    static final Set<String> COMMON = Set.of(
            "page_view",
            "view_item",
            "view_list",
            "search",
            "add_to_cart",
            "add_to_wishlist",
            "begin_checkout",
            "add_payment_info",
            "purchase",
            "refund",
            "lead",
            "registration",
            "login",
            "subscribe",
            "start_trial",
            "ftd",
            "deposit",
            "withdrawal",
            "chargeback",
            "kyc_completed",
            "challenge_purchase",
            "payout",
            "trade_closed",
            "bet_placed",
            "coin_purchase",
            "qualified_ftd",
            "ngr_daily");

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}_.: /-]{0,63}");
    static final String NONE_FOR_ALL = " has no word for all of them; for example [page_view, purchase]";

    private static final Pattern EVERYTHING = Pattern.compile("(?i).*\\*.*|all|any|every(thing|_event)?|all[_ ]events");
    private static final Pattern CONDITION =
            Pattern.compile("(?i).*([<>=!&]|\\s(if|where|when|unless|and|or)\\s|\\|\\|).*");
    /** What text programs put in front of the lines of a list. */
    private static final Pattern BULLET =
            Pattern.compile("^[\u2010-\u2015\u2022\u2023\u2043\u00b7\u25aa\u25cf\u25e6\u25cb*+]\\s*");

    private static final String RULE =
            "an event name has 1 to 64 letters, digits, spaces or . : / _ - and starts with a letter or digit";

    private static final String CASE = "upper and lower case count in a name, and nothing known is called '";

    private final SectionReader reader;
    private final List<TagType<?>> types;
    private final Set<String> known = new TreeSet<>(COMMON);
    private final Set<String> ruled;
    private final Set<String> listed = new TreeSet<>();

    private EventNames(SectionReader reader, List<TagType<?>> types, Set<String> ruled) {
        this.reader = reader;
        this.types = types;
        this.ruled = ruled;
        types.forEach(type -> known.addAll(type.eventNames().keySet()));
    }

    /** What an event is called in many a config. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Words that stand between names, or for no name. */
    private static final Pattern NO_NAME = Pattern.compile("(?i)and|or|und|none|nothing|no|null|\\d+\\.?");

    /** What to write in place of a text that is meant as the list of the names in it; empty where that is none. */
    static List<String> in(String text) {
        List<String> names = Arrays.stream(text.replaceAll("[\\[\\]\"']", "").split("[,;|\\s]+"))
                .map(name -> BULLET.matcher(name).replaceFirst("").replaceFirst("^-", ""))
                .filter(name -> !name.isBlank() && !NO_NAME.matcher(name).matches())
                .toList();
        boolean right = names.stream()
                .allMatch(name -> isName(name) && !EVERYTHING.matcher(name).matches());
        return right ? names : List.of();
    }

    static void check(SectionReader reader, List<TagType<?>> types, Set<String> ruled) {
        EventNames names = new EventNames(reader, types, ruled);
        Map<String, Map<String, @Nullable Object>> tags = reader.entries(ConfigKeys.TAGS);
        tags.values().forEach(tag -> {
            if (tag.get("when") instanceof List<?> list) {
                list.stream().map(Trigger::nameOf).filter(Objects::nonNull).forEach(names.listed::add);
            }
        });
        tags.forEach((tag, group) -> {
            if (group.get("when") instanceof List<?> list) {
                names.when(list, names.words(group.get("type")), ConfigKeys.TAGS.name() + "." + tag + ".when");
            }
        });
        ruled.forEach(names::rule);
        reader.entries(ConfigKeys.INBOUND)
                .forEach((source, group) -> names.reported(group, ConfigKeys.INBOUND.name() + "." + source));
    }

    /** What an inbound source reports under names that nothing has. */
    private void reported(Map<String, @Nullable Object> source, String path) {
        mapped(source.get("map"), path + ".map");
        if (source.get("by_event") instanceof Map<?, ?> blocks) {
            blocks.forEach((name, block) -> {
                word("name", String.valueOf(name), path + ".by_event." + name);
                mapped(block, path + ".by_event." + name);
            });
        }
    }

    private void mapped(@Nullable Object map, String path) {
        if (map instanceof Map<?, ?> fields) {
            fields.forEach((field, value) -> {
                if (value instanceof Map<?, ?> said) {
                    String place = path + "." + field;
                    word(String.valueOf(field), said.get("const"), place + ".const");
                    if (said.get("values") instanceof Map<?, ?> values) {
                        values.forEach(
                                (theirs, ours) -> word(String.valueOf(field), ours, place + ".values." + theirs));
                    }
                }
            });
        }
    }

    private void word(String field, @Nullable Object written, String place) {
        if (!(written instanceof String word) || word.contains("${")) {
            return;
        }
        switch (field) {
            case "name" -> {
                Set<String> all = new TreeSet<>(known);
                all.addAll(ruled);
                all.addAll(listed);
                String meant = all.contains(word) ? "" : Suggestion.among(all, word);
                if (!meant.isEmpty()) {
                    reader.problems.warning(place, "no rule and no platform knows an event '" + word + "'" + meant);
                }
            }
            case "currency" -> {
                String code = word.strip().toUpperCase(Locale.ROOT);
                if (!Amount.isCurrency(code)) {
                    String meant = Amount.code(word);
                    reader.problems.warning(
                            place,
                            "'" + word + "' is no currency's code, such as USD"
                                    + (meant == null ? "" : "; did you mean '" + meant + "'?"));
                }
            }
            default -> {}
        }
    }

    /** Our names that a tag's platform has a word for; empty where it takes any. */
    private Set<String> words(@Nullable Object type) {
        return types.stream()
                .filter(one -> one.name().equals(type))
                .findFirst()
                .map(one -> one.eventNames().keySet())
                .orElse(Set.of());
    }

    /** Whether one platform's word for it was taken for another's. */
    private static boolean isAnothers(String name, Set<String> words) {
        return OtherWords.event(name) != null && !COMMON.contains(name) && !words.isEmpty() && !words.contains(name);
    }

    private void when(List<?> list, Set<String> words, String path) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) instanceof Boolean) {
                reader.problems.error(
                        path + "[" + i + "]", "true and false are no events; 'when' lists the names of events");
            }
            // Whatever else may stand here is not a name.
            String name = list.get(i) instanceof Number ? null : Trigger.nameOf(list.get(i));
            if (name != null && !name.contains("${")) {
                String place = path + "[" + i + "]";
                // With conditions it may stand there several times.
                if (list.get(i) instanceof String && !seen.add(name)) {
                    reader.problems.warning(place, "'" + name + "' stands in this list twice");
                }
                String wrong = wrong(name);
                if (wrong != null) {
                    reader.problems.error(place, wrong);
                } else if ((!known.contains(name) || isAnothers(name, words)) && !ruled.contains(name)) {
                    listed(name, place);
                }
            }
        }
    }

    static boolean isEverything(String name) {
        return EVERYTHING.matcher(name).matches();
    }

    private @Nullable String wrong(String name) {
        if (isEverything(name) && !ruled.contains(name)) {
            return "'when' lists events by their names and" + NONE_FOR_ALL;
        }
        if (NO_NAME.matcher(name).matches() && !ruled.contains(name)) {
            return "'" + name + "' is no event's name; 'when' lists names, for example [page_view, purchase]";
        }
        String unmarked = BULLET.matcher(name).replaceFirst("");
        if (!unmarked.equals(name) && isName(unmarked)) {
            return "the sign of a list is part of the name here; write " + unmarked;
        }
        String bare = name.replaceFirst("(?i)^(!|-|not |except )\\s*", "");
        if (!bare.equals(name) && isName(bare)) {
            return "'when' lists the events that the tag gets, and no others; leave '" + bare + "' out of it";
        }
        List<String> several = Arrays.stream(name.split("[,;|\\s]+"))
                .filter(one -> !one.isBlank())
                .toList();
        boolean separate = name.matches(".*[,;|].*") && several.stream().allMatch(EventNames::isName);
        if (several.size() > 1 && (separate || known.containsAll(several))) {
            return "several events stand in one text; write [" + String.join(", ", several) + "]";
        }
        if (CONDITION.matcher(name).matches()) {
            return "a condition cannot be written as text; it stands below the event's name, - purchase: { value: { at_least: 100 } }";
        }
        return isName(name) ? null : RULE;
    }

    private void listed(String name, String place) {
        Set<String> all = new TreeSet<>(known);
        all.addAll(ruled);
        String other = OtherWords.event(name);
        String platforms = platformsName(name, other);
        String meant = other == null ? Suggestion.among(all, name) : "; did you mean '" + other + "'?";
        if (sameButCase(all, name)) {
            reader.problems.warning(place, CASE + name + "'" + meant);
        } else if (platforms != null) {
            reader.problems.warning(place, platforms);
        } else if (other != null) {
            reader.problems.warning(place, "no platform's name is known of an event '" + name + "' here" + meant);
        } else if (!meant.isEmpty()) {
            reader.problems.warning(place, "no rule and no platform knows an event '" + name + "'" + meant);
        }
    }

    /** {@code CompleteRegistration} is what a platform is told, not what happened here. */
    private @Nullable String platformsName(String name, @Nullable String other) {
        for (TagType<?> type : types) {
            Map<String, String> ours = new TreeMap<>(type.eventNames());
            for (Map.Entry<String, String> entry : ours.entrySet()) {
                if ((entry.getValue().equals(name)
                                && (other == null || entry.getKey().equals(other)))
                        || (other == null && isSame(entry.getValue(), name) && !known.contains(name))) {
                    return "'" + name + "' is what " + type.name() + " calls it; 'when' takes your own name of it"
                            + "; did you mean '" + entry.getKey() + "'?";
                }
            }
        }
        return null;
    }

    private void rule(String name) {
        String path = ConfigKeys.EVENTS.name() + "." + name;
        if (!isName(name)) {
            reader.problems.error(path, RULE);
        } else if (sameButCase(known, name)) {
            reader.problems.warning(path, CASE + name + "'" + Suggestion.among(known, name));
        } else if (!known.contains(name) && !listed.contains(name)) {
            String meant = Suggestion.among(known, name);
            // Where a tag lists one that is nearly the same, that is said there.
            if (!meant.isEmpty() || Suggestion.among(listed, name).isEmpty() && !listed.isEmpty()) {
                reader.problems.warning(path, "no tag lists an event '" + name + "' in its 'when'" + meant);
            }
        }
    }

    /** {@code initiate_checkout} for {@code InitiateCheckout}. */
    private static boolean isSame(String theirs, String name) {
        return name.indexOf('_') > 0 && theirs.replaceAll("[ _-]", "").equalsIgnoreCase(name.replaceAll("[ _-]", ""));
    }

    private static boolean sameButCase(Set<String> known, String name) {
        return !known.contains(name)
                && known.stream().anyMatch(one -> one.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)));
    }
}
