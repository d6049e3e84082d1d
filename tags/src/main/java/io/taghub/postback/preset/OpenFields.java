package io.taghub.postback.preset;

import io.taghub.tag.Form.Field;
import io.taghub.tag.Form.Kind;
import io.taghub.tag.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Form fields for the parts where the operator chooses the keys: they take the shape of what was written. */
public final class OpenFields {
    /** What makes a group of a query or body a loop. */
    public static final String FOREACH = "foreach";

    private OpenFields() {}

    /** A group with whatever keys were written, all of them text or secrets. */
    public static Field texts(String name, String description, @Nullable Object written) {
        return group(name, description, written, false);
    }

    /** A group with whatever was written: a tree for a JSON body. */
    public static Field tree(String name, String description, @Nullable Object written) {
        return group(name, description, written, true);
    }

    /** A group of texts, secrets and loops over the lines of an order. */
    public static Field parameters(String name, String description, Map<?, ?> written) {
        List<Field> nested = new ArrayList<>();
        if (written.get(name) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> nested.add(
                    value instanceof Map<?, ?> loop
                            ? loop(String.valueOf(key), loop, false)
                            : element(String.valueOf(key), value, false)));
        }
        return field(name, Kind.OBJECT, description, nested);
    }

    /** {@code {foreach: items, of: ..., join: "|"}}. */
    private static Field loop(String name, Map<?, ?> written, boolean tree) {
        return field(
                name,
                Kind.OBJECT,
                "a value for each line of the order",
                List.of(
                        new Field(FOREACH, Kind.TEXT, true, "what is gone through", "items", "items", "", List.of()),
                        element("of", written.get("of"), tree),
                        field("join", Kind.TEXT, "what stands between; without it a list", List.of())));
    }

    private static Field group(String name, String description, @Nullable Object written, boolean tree) {
        if (!(written instanceof Map<?, ?> map)) {
            return field(name, tree ? Kind.OBJECT : Kind.TEXT_MAP, description, List.of());
        }
        List<Field> nested = map.entrySet().stream()
                .map(entry -> element(String.valueOf(entry.getKey()), entry.getValue(), tree))
                .toList();
        return field(name, Kind.OBJECT, description, nested);
    }

    public static Field element(String name, @Nullable Object written, boolean tree) {
        if (tree && written instanceof Map<?, ?> map && map.containsKey(FOREACH)) {
            return loop(name, map, true);
        }
        if (tree && written instanceof Map) {
            return group(name, "part of the body", written, true);
        }
        Kind kind = switch (written) {
            case Secret secret -> Kind.SECRET;
            case Integer number when tree -> Kind.NUMBER;
            case Boolean flag when tree -> Kind.FLAG;
            case List<?> list when tree -> Kind.TEXT_LIST;
            case null, default -> Kind.TEXT;
        };
        return field(name, kind, "text with macros", List.of());
    }

    public static Field field(String name, Kind kind, String description, List<Field> nested) {
        return new Field(name, kind, false, description, "", "", "", nested);
    }
}
