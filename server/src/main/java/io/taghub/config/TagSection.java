package io.taghub.config;

import io.taghub.config.HubConfig.EventRule;
import io.taghub.config.HubConfig.Mode;
import io.taghub.config.Resolution.OnMissing;
import io.taghub.config.lookup.TypeWords;
import io.taghub.event.Consent.Purpose;
import io.taghub.rule.Findings;
import io.taghub.rule.TagRule;
import io.taghub.rule.TagRuleReader;
import io.taghub.rule.Trigger;
import io.taghub.tag.Claim;
import io.taghub.tag.ClickIdRule;
import io.taghub.tag.Form;
import io.taghub.tag.Form.Field;
import io.taghub.tag.Limits;
import io.taghub.tag.Setup;
import io.taghub.tag.Tag;
import io.taghub.tag.TagType;
import io.taghub.tag.TypedSecrets;
import io.taghub.text.Suggestion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one entry of {@code tags}: the keys that every tag has, and the tag type's own form. */
final class TagSection {
    private final SectionReader reader;
    private final Map<String, TagType<?>> types;
    private final Set<String> exclusive;
    private final Set<String> clickIds = new TreeSet<>();
    private final Doubles doubles = new Doubles();
    private final Mode hubMode;
    private final Function<Mode, OnMissing> missing;
    private final Setup setup;
    private final Map<String, EventRule> events;
    private final Map<String, Map<String, ClickIdRule>> clickIdRules = new LinkedHashMap<>();

    /**
     * @param known what every hub catches; of that no tag has to claim what is one receiver's alone
     * @param own names of the operator's click ids
     * @param missing what becomes of a reference that leads nowhere, by the mode of the tag
     * @param setup what every tag is told; its event names are added per tag
     * @param events what the file says of events, by their names
     */
    TagSection(
            SectionReader reader,
            List<TagType<?>> types,
            ClickIdRegistry known,
            Set<String> own,
            Mode hubMode,
            Function<Mode, OnMissing> missing,
            Setup setup,
            Map<String, EventRule> events) {
        this.reader = reader;
        this.types = new LinkedHashMap<>();
        types.forEach(type -> this.types.put(type.name(), type));
        this.exclusive = known.exclusive();
        known.clickIds().forEach(rule -> clickIds.add(rule.name()));
        clickIds.addAll(own);
        this.hubMode = hubMode;
        this.missing = missing;
        this.setup = setup;
        this.events = events;
    }

    /** The tag; null where it is switched off or something was wrong. */
    @Nullable
    TagConfig read(String name, Map<String, @Nullable Object> group) {
        String path = ConfigKeys.TAGS.name() + "." + name;
        TagType<?> type = type(group, path);
        return type == null ? null : read(type, name, group, path);
    }

    /** What the settings of a tag that was read say of the click ids it sends, by their names. */
    Map<String, ClickIdRule> clickIdRules(String tag) {
        return clickIdRules.getOrDefault(tag, Map.of());
    }

    /** The tags that were read, for what is wrong with two of them. */
    Doubles doubles() {
        return doubles;
    }

    private @Nullable TagType<?> type(Map<String, @Nullable Object> group, String path) {
        Object written = group.get("type");
        TagType<?> type = written == null ? null : types.get(String.valueOf(written));
        if (written == null) {
            String slip = group.keySet().stream()
                    .filter(key -> key.strip().equalsIgnoreCase("type"))
                    .map(key -> "; here it is written '" + key + "'")
                    .findFirst()
                    .orElse("");
            reader.problems.error(path, "'type' is missing: one of " + String.join(", ", types.keySet()) + slip);
        } else if (type == null) {
            reader.problems.errorInValue(
                    path + ".type",
                    "there is no tag type of this name" + new TypeWords(types.values()).meant(String.valueOf(written)));
        }
        return type;
    }

    private <F> @Nullable TagConfig read(
            TagType<F> type, String name, Map<String, @Nullable Object> group, String path) {
        Map<String, @Nullable Object> common = part(group, ConfigKeys.TAG.fields());
        common.computeIfPresent("when", (key, when) -> Trigger.names(listed(when, path)));
        Map<String, @Nullable Object> quiet =
                reader.resolution(OnMissing.IGNORE).group(common, ConfigKeys.TAG.fields(), path);
        Mode mode = mode(quiet.get("mode"));
        boolean enabled = !"false".equals(String.valueOf(quiet.get("enabled")));
        Resolution resolution = reader.resolution(enabled ? missing.apply(mode) : OnMissing.IGNORE);
        ConfigKeys.Tag keys = reader.fill(ConfigKeys.TAG, common, resolution, path);

        Findings findings = new Findings();
        TagRuleReader rules = new TagRuleReader(findings);
        Map<String, @Nullable Object> said = resolution.group(part(group, TagRuleReader.FIELDS), List.of(), path);
        TagRule rule = rules.read(resolution.value(group.get("when"), null, path + ".when"), said);
        Duration delay = rules.delay(said);
        reader.report(findings, resolution, path);

        Map<String, @Nullable Object> own = new LinkedHashMap<>(group);
        own.keySet().removeAll(ConfigKeys.TAG_FIELDS.stream().map(Field::name).toList());
        refuseTypedSecrets(own, resolution, path);
        Form<F> form = form(type, own, path);
        if (form == null) {
            return null;
        }
        refuseUnknown(own, form, path);
        Map<String, @Nullable Object> settings = resolution.group(part(own, form.fields()), form.fields(), path);
        F filled = reader.bind(form, settings, resolution, path);
        if (keys == null || filled == null) {
            return null;
        }
        if (mode == Mode.LIVE) {
            form.fields().stream()
                    .filter(field -> Profiles.isTrying(field.name(), settings.get(field.name())))
                    .forEach(field -> reader.problems.warning(
                            path + "." + field.name(),
                            "'" + field.name() + "' is for tests (" + field.description()
                                    + "); remove it for live traffic"));
        }
        if (!enabled || (resolution.failedAnywhere() && missing.apply(mode) == OnMissing.FAIL)) {
            return null;
        }
        Setup told = new Setup(eventNames(type, keys), setup.defaultCountry(), setup.site());
        Tag tag = create(type, filled, told, resolution, path);
        if (tag == null) {
            return null;
        }
        warn(keys, mode, group.get("when"), path);
        Limits limits = delayed(limits(tag.limits(), keys.limits(), path), delay, keys.limits(), path);
        new TagDoubts(type, keys, own, path, reader.problems)
                .check(tag, rule, limits, type.clickIds(filled), clickIds, events);
        type.doubts(filled)
                .forEach(doubt ->
                        reader.problems.warning(path + "." + doubt.path(), resolution.masked(doubt.message())));
        Map<String, ClickIdRule> stated = new LinkedHashMap<>();
        type.clickIdRules(filled).forEach(one -> stated.put(one.name(), one));
        clickIdRules.put(name, stated);
        Claim claim = type.claim(filled);
        TagConfig read = new TagConfig(
                name,
                type.name(),
                tag,
                Collections.unmodifiableSet(new LinkedHashSet<>(keys.when())),
                rule,
                consent(type, keys, common.get("consent") instanceof List),
                mode,
                new TagConfig.ClickTerms(keys.attribution(), keys.window(), keys.overwrite(), keys.send()),
                keys.repeats(),
                List.copyOf(type.clickIds(filled)),
                limits,
                keys.onUnknown(),
                keys.bots(),
                Set.copyOf(resolution.secrets()),
                Fingerprint.of(type.name(), mode, keys, settings, told, type.madeOf(filled), group.get("when"), said),
                claim == null ? null : claim.without(exclusive).without(exclusive(stated)));
        doubles.add(read, type.hosts(), form.fields(), settings);
        return read;
    }

    /** One text is meant as the list of the names in it. */
    private @Nullable Object listed(@Nullable Object when, String path) {
        if (!(when instanceof String text) || text.isBlank() || text.contains("${")) {
            return when;
        }
        List<String> names = EventNames.in(text);
        boolean everything = Arrays.stream(text.split("[^\\w*]+")).anyMatch(EventNames::isEverything);
        reader.problems.error(
                path + ".when",
                everything
                        ? "'when' must be a list of events' names, and" + EventNames.NONE_FOR_ALL
                        : "'when' must be a list; "
                                + (names.isEmpty()
                                        ? "for example [page_view, purchase]"
                                        : "write [" + String.join(", ", names) + "]"));
        return names;
    }

    /** No earlier than the platform takes it, nor than the operator wants. */
    private Limits delayed(Limits limits, @Nullable Duration delay, ConfigKeys.@Nullable Limits written, String path) {
        if (delay == null) {
            return limits;
        }
        String place = path + "." + TagRuleReader.DELAY;
        if (written != null && written.minDelay() != null) {
            reader.problems.error(place, "limits.min_delay says the same; one of them can");
        } else if (limits.maxAge() != null && delay.compareTo(limits.maxAge()) >= 0) {
            reader.problems.error(
                    place,
                    "this platform takes no event that is older than " + Spans.words(limits.maxAge())
                            + ", so none is ever sent");
        }
        return delay.compareTo(limits.minDelay()) <= 0
                ? limits
                : new Limits(
                        limits.maxBatch(), limits.maxAge(), delay, limits.dedupWindow(), limits.requestsPerMinute());
    }

    private static Set<String> exclusive(Map<String, ClickIdRule> rules) {
        return rules.values().stream()
                .filter(ClickIdRule::exclusive)
                .map(ClickIdRule::name)
                .collect(Collectors.toSet());
    }

    /** As written, before references are followed: afterwards a secret by reference looks like one that was typed out. */
    private void refuseTypedSecrets(Map<String, @Nullable Object> own, Resolution resolution, String path) {
        if (own.get("url") instanceof String url) {
            TypedSecrets.inAddress(url).forEach(found -> {
                resolution.hide(found.value());
                reader.problems.errorInValue(path + ".url", inAddress(found));
            });
        }
        for (String key : List.of("query", "headers", "body")) {
            refuseTypedSecrets(own.get(key), resolution, path + "." + key);
        }
    }

    private void refuseTypedSecrets(@Nullable Object written, Resolution resolution, String path) {
        if (!(written instanceof Map<?, ?> map)) {
            return;
        }
        map.forEach((key, value) -> {
            String place = path + "." + key;
            if (value instanceof Map || value == null) {
                refuseTypedSecrets(value, resolution, place);
            } else if (TypedSecrets.in(String.valueOf(key), String.valueOf(value))) {
                resolution.hide(String.valueOf(value));
                reader.problems.errorInValue(
                        place,
                        "'" + key + "' is typed out here; a secret stands in the config by reference only, "
                                + "${env:NAME} or ${file:PATH}");
            }
        });
    }

    private static String inAddress(TypedSecrets.Found found) {
        return switch (found.kind()) {
            case PARAMETER ->
                "'" + found.name() + "' is typed out in the address; take it out and write query: { " + found.name()
                        + ": \"${env:NAME}\" }";
            case PATH ->
                "a key is typed out in the path; write {{ secret.key }} in its place and secrets: { key: \"${env:NAME}\" }";
            case PASSWORD ->
                "a password is typed out in the address; write auth: { basic: { user: NAME, password: \"${env:NAME}\" } }";
        };
    }

    private static Map<String, @Nullable Object> part(Map<String, @Nullable Object> group, List<Field> fields) {
        Map<String, @Nullable Object> part = new LinkedHashMap<>(group);
        part.keySet().retainAll(fields.stream().map(Field::name).toList());
        return part;
    }

    private Mode mode(@Nullable Object written) {
        return switch (String.valueOf(written)) {
            case "live" -> Mode.LIVE;
            case "sandbox" -> Mode.SANDBOX;
            case "shadow" -> Mode.SHADOW;
            default -> hubMode;
        };
    }

    /** A form may depend on the settings (a preset's own); what the type refuses to make a form of is a problem here. */
    private <F> @Nullable Form<F> form(TagType<F> type, Map<String, @Nullable Object> own, String path) {
        Map<String, Object> present = new LinkedHashMap<>();
        Resolution quiet = reader.resolution(OnMissing.IGNORE);
        quiet.group(own, List.of(), path).forEach((key, value) -> {
            if (value != null) {
                present.put(key, value);
            }
        });
        try {
            return type.form(present);
        } catch (RuntimeException refused) {
            reader.problems.error(path, quiet.masked(reason(refused)));
            return null;
        }
    }

    private void refuseUnknown(Map<String, @Nullable Object> own, Form<?> form, String path) {
        List<String> known =
                new ArrayList<>(form.fields().stream().map(Field::name).toList());
        known.addAll(ConfigKeys.TAG_FIELDS.stream().map(Field::name).toList());
        own.keySet().stream()
                .filter(key -> !known.contains(key))
                .forEach(key -> reader.problems.error(
                        path + "." + key, "unknown key '" + key + "'" + Suggestion.among(known, key)));
    }

    private Map<String, String> eventNames(TagType<?> type, ConfigKeys.Tag keys) {
        Map<String, String> names = new TreeMap<>(type.eventNames());
        Map<String, String> own = keys.eventNames() == null ? Map.of() : keys.eventNames();
        names.putAll(own);
        return Collections.unmodifiableMap(names);
    }

    private <F> @Nullable Tag create(TagType<F> type, F filled, Setup told, Resolution resolution, String path) {
        try {
            return type.create(filled, told);
        } catch (RuntimeException refused) {
            reader.problems.error(path, resolution.masked(reason(refused)));
            return null;
        }
    }

    /** What a tag type says is wrong; a failure it did not mean to have shows its kind only. */
    private static String reason(RuntimeException refused) {
        return refused instanceof IllegalArgumentException && refused.getMessage() != null
                ? refused.getMessage()
                : "the tag type failed with these settings: "
                        + refused.getClass().getSimpleName();
    }

    private void warn(ConfigKeys.Tag keys, Mode mode, @Nullable Object when, String path) {
        if (keys.when().isEmpty()
                && !(when instanceof List<?> list && !list.isEmpty())
                && !(when instanceof String text && !text.isBlank())) {
            reader.problems.warning(path + ".when", "'when' lists nothing, so this tag never gets an event");
        }
        if (mode == Mode.LIVE && hubMode != Mode.LIVE) {
            reader.problems.warning(path + ".mode", "this tag sends for real although the hub does not");
        }
    }

    private static Set<Purpose> consent(TagType<?> type, ConfigKeys.Tag keys, boolean written) {
        if (!written || keys.consent() == null) {
            return Set.copyOf(type.consent());
        }
        Set<Purpose> purposes = EnumSet.noneOf(Purpose.class);
        for (Purpose purpose : Purpose.values()) {
            if (keys.consent().contains(purpose.key())) {
                purposes.add(purpose);
            }
        }
        return Set.copyOf(purposes);
    }

    private Limits limits(Limits own, ConfigKeys.@Nullable Limits written, String path) {
        if (written == null) {
            return own;
        }
        if (written.maxBatch() > own.maxBatch()) {
            reader.problems.error(
                    path + ".limits.max_batch", "this tag type puts at most " + own.maxBatch() + " into one request");
        }
        return new Limits(
                written.maxBatch() == 0 ? own.maxBatch() : written.maxBatch(),
                written.maxAge() == null ? own.maxAge() : written.maxAge(),
                written.minDelay() == null ? own.minDelay() : written.minDelay(),
                own.dedupWindow(),
                written.requestsPerMinute() == 0 ? own.requestsPerMinute() : written.requestsPerMinute());
    }
}
