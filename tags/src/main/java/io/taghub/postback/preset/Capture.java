package io.taghub.postback.preset;

import io.taghub.tag.Claim;
import io.taghub.tag.Form.Field;
import io.taghub.tag.Form.Kind;
import io.taghub.tag.Form.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an operator says of whose clicks a tag takes: {@code capture: {when: {utm_source: north}}}, a landing parameter of
 * its own, or {@code shared: true}.
 *
 * @param name the landing parameter, null for the preset's
 * @param when landing parameters and the values of which each must have had one
 * @param shared whether the tag also takes clicks that are another's
 */
public record Capture(@Nullable String name, Map<String, Set<String>> when, boolean shared, List<Problem> problems) {
    /** The key of every tag that says so outside of {@code capture} too. */
    public static final String SHARED = "shared";

    private static final String NAME = "[A-Za-z0-9_.-]{1,64}";
    private static final String WHEN =
            "the parameters a landing must have had for its click to be this tag's; a list is any of";

    public static Field field(@Nullable Object written) {
        Object when = written instanceof Map<?, ?> map ? map.get("when") : null;
        Field condition = when instanceof Map<?, ?> parameters
                ? new Field("when", Kind.OBJECT, false, WHEN, "", "", "", parameters(parameters))
                : new Field("when", Kind.TEXT_MAP, false, WHEN, "utm_source: north", "", "", List.of());
        return new Field(
                "capture",
                Kind.OBJECT,
                false,
                "which clicks are this tag's, where other receivers name theirs alike",
                "",
                "",
                "",
                List.of(
                        condition,
                        new Field(
                                "name",
                                Kind.TEXT,
                                false,
                                "the landing parameter, as click_id says it too",
                                "north_cid",
                                NAME,
                                "",
                                List.of()),
                        sharing()));
    }

    public static Field sharing() {
        return OpenFields.field(SHARED, Kind.FLAG, "take clicks that are another receiver's as well", List.of());
    }

    private static List<Field> parameters(Map<?, ?> written) {
        return written.entrySet().stream()
                .map(parameter -> new Field(
                        String.valueOf(parameter.getKey()),
                        parameter.getValue() instanceof List ? Kind.TEXT_LIST : Kind.TEXT,
                        true,
                        "the value a landing must have had, or a list of them",
                        "north",
                        "(?s).*\\S.*",
                        "",
                        List.of()))
                .toList();
    }

    public static Capture of(Map<String, @Nullable Object> values, Map<String, ?> written) {
        Map<String, @Nullable Object> capture = Values.map(values, "capture");
        List<Problem> problems = new ArrayList<>();
        String clickId = lower(Values.text(values, "click_id"));
        String name = lower(Values.text(capture, "name"));
        if (clickId != null && name != null && !clickId.equals(name)) {
            problems.add(new Problem("capture.name", "'click_id' says another name; write one of them"));
        }
        Map<String, Set<String>> when = new LinkedHashMap<>();
        Values.map(capture, "when").forEach((parameter, value) -> {
            Set<String> any = value instanceof List<?> list
                    ? Set.copyOf(list.stream().map(String::valueOf).toList())
                    : Set.of(String.valueOf(value));
            if (any.isEmpty()) {
                problems.add(
                        new Problem("capture.when." + parameter, "an empty list fits no landing; write its values"));
            }
            when.put(parameter, any);
        });
        if (when.isEmpty() && written.get("capture") instanceof Map<?, ?> map && map.containsKey("when")) {
            problems.add(new Problem("capture.when", "'when' names no parameter; for example utm_source: north"));
        }
        boolean shared = Boolean.TRUE.equals(values.get(SHARED)) || Boolean.TRUE.equals(capture.get(SHARED));
        return new Capture(name == null ? clickId : name, when, shared, problems);
    }

    private static @Nullable String lower(@Nullable String name) {
        return name == null ? null : name.toLowerCase(Locale.ROOT);
    }

    public Claim claim(String network, String receiver, List<String> names) {
        return new Claim(network, receiver, Set.copyOf(names), when, shared);
    }
}
