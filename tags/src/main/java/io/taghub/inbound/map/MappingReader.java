package io.taghub.inbound.map;

import io.taghub.inbound.hook.Mistakes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a mapping out of a source's settings. */
public final class MappingReader {
    public static final String MAP = "map";
    public static final String BY_EVENT = "by_event";
    public static final String EACH = "each";
    public static final String ONLY = "only";
    public static final String BODY = "body";
    public static final String UNKNOWN = "unknown";

    /** An element's place, or a filter that takes one. */
    private static final Pattern ELEMENT = Pattern.compile("^\\s*@|\\|\\s*(?:minus|on)\\s*:\\s*@");

    /** Under these no places stand, or those in elements of a list. */
    private static final Set<String> WORDS = Set.of("fields", "values", "default", "const");

    private final Mistakes faults;

    public MappingReader(Mistakes faults) {
        this.faults = faults;
    }

    /**
     * @param source the operator's name for it
     * @param settings the whole of a source's keys
     */
    public Mapping read(String source, Map<String, @Nullable Object> settings) {
        Map<String, @Nullable Extract> all = fields(settings.get(MAP), MAP);
        Map<String, Extract> fields = new LinkedHashMap<>();
        all.forEach((target, extract) -> {
            if (extract != null) {
                fields.put(target, extract);
            }
        });
        if (settings.get(MAP) == null) {
            faults.error(
                    "", "'map' says which field of the event stands where in the request: map: { name: $.type, ... }");
        } else if (!all.containsKey(Mapping.NAME) && settings.get(MAP) instanceof Map) {
            faults.error(
                    MAP, "'map' needs 'name', the event's name: name: { const: deposit } if it is always the same");
        }
        Map<String, Map<String, @Nullable Extract>> byEvent = new LinkedHashMap<>();
        if (settings.get(BY_EVENT) != null) {
            faults.group(
                            settings.get(BY_EVENT),
                            BY_EVENT,
                            "'by_event' says by the event's name what is mapped otherwise")
                    .forEach((name, written) -> byEvent.put(name, fields(written, BY_EVENT + "." + name)));
        }
        if (settings.get(EACH) == null) {
            noElement(settings.get(MAP), MAP);
            noElement(settings.get(BY_EVENT), BY_EVENT);
            noElement(settings.get(ONLY), ONLY);
        }
        boolean ignore = settings.get(UNKNOWN) != null
                && "ignore".equals(faults.word(settings.get(UNKNOWN), List.of("ignore", "refuse"), UNKNOWN));
        return new Mapping(
                source,
                settings.get(BODY) == null ? null : Locator.of(settings.get(BODY), faults, BODY),
                settings.get(EACH) == null ? List.of() : Extract.places(settings.get(EACH), faults, EACH),
                only(settings.get(ONLY)),
                fields,
                byEvent,
                ignore);
    }

    /** Without a list of events {@code @} stands for an element only where elements are picked from, in {@code fields}. */
    private void noElement(@Nullable Object written, String path) {
        switch (written) {
            case String place -> {
                if (ELEMENT.matcher(place).find()) {
                    faults.error(
                            path,
                            "'@' is one of several events, and there is no 'each' that says where they are; write $");
                }
            }
            case List<?> places -> places.forEach(place -> noElement(place, path));
            case Map<?, ?> group ->
                group.forEach((key, value) -> {
                    if (path.equals(ONLY)) {
                        noElement(key, path + "." + key);
                    } else if (!WORDS.contains(String.valueOf(key))) {
                        noElement(value, path + "." + key);
                    }
                });
            case null, default -> {}
        }
    }

    /** Nested groups are joined with points; null takes a field of a ready source away. */
    private Map<String, @Nullable Extract> fields(@Nullable Object written, String path) {
        Map<String, @Nullable Extract> fields = new LinkedHashMap<>();
        if (written == null) {
            return fields;
        }
        faults.group(
                        written,
                        path,
                        "'" + path + "' is a group of the event's fields and where each stands: value: $.amount")
                .forEach((target, extract) -> {
                    Targets.check(target, faults, path + "." + target);
                    fields.put(
                            target, extract == null ? null : Extract.of(target, extract, faults, path + "." + target));
                });
        return fields;
    }

    private List<Only> only(@Nullable Object written) {
        List<Only> conditions = new ArrayList<>();
        if (written == null) {
            return conditions;
        }
        faults.group(written, ONLY, "'only' says what must hold: only: { $.livemode: true }")
                .forEach((place, values) -> {
                    Locator expression = Locator.of(place, faults, ONLY + "." + place);
                    Set<String> wanted = new LinkedHashSet<>();
                    for (Object one : Mistakes.several(values)) {
                        String text = Mistakes.text(one);
                        if (text == null) {
                            faults.error(
                                    ONLY + "." + place, "a value or a list of values belongs here; null for anything");
                        } else {
                            wanted.add(text);
                        }
                    }
                    if (expression != null) {
                        conditions.add(new Only(place, expression, wanted));
                    }
                });
        return conditions;
    }
}
